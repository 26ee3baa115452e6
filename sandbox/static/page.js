// The page: asks what changed twice a second, and keeps the columns somebody wants to see.
import { startClock } from "./clock.js";
import { Column } from "./column.js";
import { make, read } from "./wire.js";

const AT_FIRST = 6;
const host = document.getElementById("columns");
const chips = document.getElementById("chips");
const find = document.getElementById("find");
const people = new Map(); // name → the newest of what is known of them
const columns = new Map(); // name → Column
const unread = new Map();
const wanted = new URLSearchParams(location.search).get("people");
let shown = wanted ? wanted.split(",") : null;
let version = 0;
let app = "App";

async function look() {
  try {
    const page = await read(`page?since=${version}`);
    if (page.version < version) return restart();
    version = page.version;
    app = page.app;
    document.title = `${app} in the sandbox`;
    const gone = [...people.keys()].filter((name) => !page.names.includes(name));
    for (const name of gone) people.delete(name);
    for (const person of page.columns) learn(person);
    if (page.columns.length || gone.length) draw(page.columns);
  } catch {
    // the sandbox is gone for now; the next look finds it again
  }
}

async function keepLooking() {
  await look();
  setTimeout(keepLooking, 500);
}

function restart() {
  location.reload();
}

// Whoever opens the page has read nothing yet: what was said before counts as unread, like what is said from now on.
function learn(person) {
  const before = people.get(person.name)?.messages || [];
  const fresh = person.messages.filter((m) => m.from_bot && !m.deleted && !before.some((o) => o.id === m.id));
  people.set(person.name, person);
  if (fresh.length && !shown?.includes(person.name)) {
    if (shown && !wanted && shown.length < AT_FIRST) shown.push(person.name);
    else unread.set(person.name, (unread.get(person.name) || 0) + fresh.length);
  }
}

// In the order in which they came: the app lets those come first who have something to do.
function first() {
  const order = [...people.values()].sort((a, b) => a.number - b.number);
  return order.slice(0, AT_FIRST).map((person) => person.name);
}

function draw(changed) {
  if (!shown && people.size) shown = first();
  else if (shown && !wanted && people.size <= AT_FIRST) shown = [...people.keys()];
  const visible = (shown || []).filter((name) => people.has(name));
  for (const name of visible) unread.delete(name);
  for (const [name, column] of columns) {
    if (!visible.includes(name)) {
      column.element.remove();
      columns.delete(name);
    }
  }
  for (const name of visible) {
    const isNew = !columns.has(name);
    if (isNew) {
      columns.set(name, new Column(people.get(name), app));
      host.append(columns.get(name).element);
    }
    if (isNew || changed.some((person) => person.name === name)) columns.get(name).draw(people.get(name));
  }
  drawChips(visible);
}

function drawChips(visible) {
  const looked = find.value.trim().toLowerCase();
  const all = [...people.values()].sort((a, b) => a.number - b.number);
  const matching = all.filter((p) => `${p.label} ${p.name} ${p.note}`.toLowerCase().includes(looked));
  chips.replaceChildren(...matching.map((person) => make("button", {
    class: `chip ${person.platform} ${visible.includes(person.name) ? "on" : ""}`,
    title: person.note, "data-testid": `person-${person.name}`, "aria-pressed": String(visible.includes(person.name)),
    onclick: () => toggle(person.name),
  },
  make("span", { class: "name" }, person.label),
  make("small", {}, person.note),
  unread.get(person.name) ? make("span", { class: "unread" }, String(unread.get(person.name))) : null)));
}

function toggle(name) {
  shown = shown.includes(name) ? shown.filter((other) => other !== name) : [...shown, name];
  unread.delete(name);
  draw([]);
  columns.get(name)?.element.scrollIntoView({ inline: "end", block: "nearest", behavior: "smooth" });
}

find.addEventListener("input", () => drawChips(shown || []));
startClock(look);
keepLooking();
