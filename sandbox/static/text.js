// Slack's mrkdwn and Telegram's entities as HTML.
import { escaped, safeAddress } from "./wire.js";

const EMOJI = {
  bell: "🔔", white_check_mark: "✅", warning: "⚠️", calendar: "📅", wave: "👋", x: "❌", clock1: "🕐",
  hourglass: "⌛", rotating_light: "🚨", house: "🏠", zzz: "💤", memo: "📝", eyes: "👀", tada: "🎉",
  red_circle: "🔴", large_blue_circle: "🔵", heavy_check_mark: "✔️", speech_balloon: "💬", alarm_clock: "⏰",
};

export function mrkdwn(raw) {
  const kept = [];
  const keep = (html) => `\u0001${kept.push(html) - 1}\u0002`;
  let text = raw.replace(/<([^<>\n]+)>/g, (_, inside) => keep(reference(inside)));
  text = escaped(text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&"));
  text = text
    .replace(/```([\s\S]+?)```/g, (_, code) => keep(`<pre>${code}</pre>`))
    .replace(/`([^`\n]+)`/g, (_, code) => keep(`<code>${code}</code>`))
    .replace(/(^|[\s(>])\*([^*\n]+)\*(?=$|[\s).,:;!?])/g, "$1<strong>$2</strong>")
    .replace(/(^|[\s(>])_([^_\n]+)_(?=$|[\s).,:;!?<])/g, "$1<em>$2</em>")
    .replace(/(^|[\s(>])~([^~\n]+)~(?=$|[\s).,:;!?<])/g, "$1<s>$2</s>")
    .replace(/^(?:&gt;) ?(.*)$/gm, "<blockquote>$1</blockquote>")
    .replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] || whole)
    .replace(/\n/g, "<br>");
  return text.replace(/\u0001(\d+)\u0002/g, (_, number) => kept[number]);
}

function reference(inside) {
  const [target, label] = inside.split("|");
  if (/^[@#!]/.test(target)) return `<span class="mention">${escaped(label || target)}</span>`;
  return `<a href="${escaped(safeAddress(target))}" target="_blank" rel="noreferrer">${escaped(label || target)}</a>`;
}

export function slackText(object) {
  if (!object) return "";
  return object.type === "mrkdwn" ? mrkdwn(object.text) : escaped(object.text).replace(/\n/g, "<br>");
}

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", spoiler: "span",
};

// Entities nest and never cross, so the text is cut at each start and end.
export function telegramText(text, entities, from = 0, to = text.length) {
  let html = "";
  let at = from;
  const inside = entities.filter((e) => e.offset >= from && e.offset + e.length <= to);
  while (inside.length) {
    const entity = inside.shift();
    if (entity.offset < at) continue;
    const end = entity.offset + entity.length;
    html += plain(text.slice(at, entity.offset));
    html += wrapped(entity, telegramText(text, entities.slice(entities.indexOf(entity) + 1), entity.offset, end));
    at = end;
  }
  return html + plain(text.slice(at, to));
}

function plain(text) {
  return escaped(text).replace(/\n/g, "<br>");
}

function wrapped(entity, html) {
  if (entity.type === "text_link") {
    return `<a href="${escaped(safeAddress(entity.url))}" target="_blank" rel="noreferrer">${html}</a>`;
  }
  if (entity.type === "bot_command") return `<span class="mention">${html}</span>`;
  const tag = TAGS[entity.type];
  if (!tag) return html;
  return `<${tag}${entity.type === "spoiler" ? ' class="spoiler"' : ""}>${html}</${tag}>`;
}
