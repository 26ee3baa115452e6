// Block Kit in messages and in the home: what is shown and what can be pressed.
import { slackText } from "./text.js";
import { make, safeAddress } from "./wire.js";

// `press(action, chosen, carried)` is told what the person pressed, and what the button carries as it is drawn here.
export function blocksOf(blocks, press) {
  return blocks.map((block) => blockOf(block, press));
}

function blockOf(block, press) {
  switch (block.type) {
    case "header":
      return make("h4", { class: "block header", html: slackText(block.text) });
    case "divider":
      return make("hr", { class: "block" });
    case "context":
      return make("div", { class: "block context" }, ...block.elements.map((e) =>
        e.type === "image" ? pictureOf(e) : make("span", { html: slackText(e) })));
    case "section":
      return sectionOf(block, press);
    case "actions":
      return make("div", { class: "block actions" }, ...block.elements.map((e) => elementOf(e, press)));
    case "image":
      return pictureOf(block);
    case "input":
      return make("div", { class: "block" }, make("label", { html: slackText(block.label) }));
    default:
      return make("div", { class: "block quiet" }, `(${block.type})`);
  }
}

function sectionOf(block, press) {
  const fields = (block.fields || []).map((field) => make("div", { class: "field-text", html: slackText(field) }));
  return make("div", { class: "block section" },
    make("div", { class: "section-text" },
      block.text ? make("div", { html: slackText(block.text) }) : null,
      fields.length ? make("div", { class: "fields" }, ...fields) : null),
    block.accessory ? elementOf(block.accessory, press) : null);
}

function pictureOf(block) {
  return make("span", { class: "quiet" }, `🖼 ${block.alt_text}`);
}

function elementOf(element, press) {
  if (element.type === "image") return pictureOf(element);
  if (element.type === "button") return buttonOf(element, press);
  const options = [...(element.options || []), ...(element.option_groups || []).flatMap((g) => g.options)];
  if (/picker$/.test(element.type)) {
    const kind = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" }[element.type];
    const start = element.initial_date || element.initial_time || "";
    return make("input", {
      type: kind, value: start, "data-testid": `field-${element.action_id}`,
      onchange: (event) => press(element.action_id, event.target.value),
    });
  }
  const chosen = element.initial_option?.value;
  return make("select", {
    "data-testid": `field-${element.action_id}`,
    onchange: (event) => event.target.value && press(element.action_id, event.target.value),
  },
  make("option", { value: "" }, element.placeholder?.text || "Choose…"),
  ...options.map((o) => make("option", { value: o.value, selected: o.value === chosen }, o.text.text)));
}

function buttonOf(element, press) {
  const text = element.text.text;
  return make("button", {
    class: `pressable ${element.style || ""}`,
    "data-testid": `button-${text}`,
    onclick: () => {
      if (element.confirm && !window.confirm(element.confirm.text?.text || text)) return;
      if (element.url) window.open(safeAddress(element.url), "_blank", "noreferrer");
      press(element.action_id, undefined, element.value || "");
    },
    html: slackText(element.text),
  });
}
