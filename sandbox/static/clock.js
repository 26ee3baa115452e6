// The bar: the app's clock, three ways to move it on, and what the app waits for.
import { act, day, hour, make, read } from "./wire.js";

const steps = document.getElementById("steps");
const now = document.getElementById("clock-now");
const waiting = document.getElementById("waiting");
let moving = false;

export function startClock(moved) {
  for (const button of steps.children) {
    button.addEventListener("click", async () => {
      setMoving(true);
      const said = await act("clock/advance", { by: button.dataset.by });
      setMoving(false);
      if (said) show(said);
      moved();
    });
  }
  tick();
}

async function tick() {
  if (!moving) {
    const said = await read("clock").catch(() => null);
    if (said && !moving) show(said);
  }
  setTimeout(tick, 1000);
}

function setMoving(yes) {
  moving = yes;
  document.body.classList.toggle("moving", yes);
  for (const button of steps.children) button.disabled = yes;
}

function show(said) {
  const at = said.now || "";
  now.textContent = at ? `${day(at)} ${at.slice(0, 4)}, ${hour(at)}` : "–";
  now.dateTime = at;
  const can = said.can || [];
  for (const button of steps.children) {
    button.disabled = moving || !said.registered || (can.length > 0 && !can.includes(button.dataset.by));
  }
  const text = said.error || (said.registered ? "" : "No app has registered its clock.");
  if (text) {
    waiting.replaceChildren(make("span", { class: "quiet" }, text));
    return;
  }
  const items = (said.waiting || []).map((item) =>
    make("li", {}, make("time", {}, `${day(item.at)}, ${hour(item.at)}`), make("span", {}, item.what), make("em", {}, item.who || "")));
  if (said.more > 0) items.push(make("li", { class: "quiet" }, `and ${said.more} more`));
  const open = waiting.querySelector("details")?.open ?? false;
  const first = said.waiting?.[0];
  const summary = first ? `Waits for ${day(first.at)}, ${hour(first.at)}: ${first.what}${first.who ? ` · ${first.who}` : ""}` : "Nothing is waited for.";
  waiting.replaceChildren(make("details", { open }, make("summary", {}, summary), make("ul", {}, ...items)));
}
