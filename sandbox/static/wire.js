// Talking to the control API, and small pieces of HTML made safely.

export async function read(word) {
  const answer = await fetch(`/control/${word}`);
  return (await answer.json()).result;
}

export async function act(word, given = {}) {
  const answer = await fetch(`/control/${word}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(given),
  });
  const said = await answer.json();
  trouble(said.ok ? "" : said.error);
  return said.result;
}

export function trouble(text) {
  const box = document.getElementById("trouble");
  box.textContent = text;
  box.hidden = !text;
}

export function make(tag, attributes = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "html") element.innerHTML = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...inside.filter((piece) => piece !== null && piece !== undefined));
  return element;
}

// What stays is not touched, so that neither a press half made nor the focus is lost.
export function settle(host, rows) {
  for (const child of [...host.children]) if (!rows.includes(child)) child.remove();
  rows.forEach((row, place) => {
    if (host.children[place] !== row) host.insertBefore(row, host.children[place] || null);
  });
}

export function escaped(text) {
  return text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
}

export function safeAddress(address) {
  return /^(https?:|mailto:|tg:)/i.test(address) ? address : "#";
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// The wall clock as it was written, not as the browser's own zone would have it.
export function day(iso) {
  const [year, month, date] = iso.slice(0, 10).split("-").map(Number);
  return `${DAYS[new Date(Date.UTC(year, month - 1, date)).getUTCDay()]} ${date} ${MONTHS[month - 1]}`;
}

export function hour(iso) {
  return iso.slice(11, 16);
}
