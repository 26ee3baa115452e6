// A modal in front of one person: its fields, its errors, and sending it off.
import { blocksOf } from "./blocks.js";
import { slackText } from "./text.js";
import { act, make } from "./wire.js";

// Drawn anew only when the view is another one, so that what was typed stays while errors come.
export function drawModal(host, person, view, errors) {
  const key = view ? `${view.id} ${view.hash}` : "";
  if (host.dataset.key !== key) {
    host.dataset.key = key;
    host.replaceChildren(...(view ? [modalOf(person, view)] : []));
    host.hidden = !view;
    host.querySelector("input, textarea, select")?.focus();
  }
  for (const spot of host.querySelectorAll("[data-error]")) {
    spot.textContent = errors[spot.dataset.error] || "";
  }
}

function modalOf(person, view) {
  const press = (action, chosen, carried) => act("press", { person, message: "modal", action, chosen, carried });
  const form = make("form", { class: "modal", "data-testid": `modal-${person}`, role: "dialog", novalidate: true },
    make("header", {}, make("h3", {}, view.title.text)),
    make("div", { class: "modal-body" }, ...view.blocks.flatMap((block) =>
      block.type === "input" ? [inputOf(block)] : blocksOf([block], press))),
    make("footer", {},
      make("button", {
        type: "button", "data-testid": `modal-close-${person}`, onclick: () => act("close_modal", { person }),
      }, view.close?.text || "Cancel"),
      view.submit
        ? make("button", { class: "primary", "data-testid": `modal-submit-${person}` }, view.submit.text)
        : null));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const send = form.querySelector("footer .primary");
    send.disabled = true;
    await act("submit", { person, values: valuesOf(form, view) });
    send.disabled = false;
  });
  return form;
}

function inputOf(block) {
  const element = block.element;
  return make("div", { class: "input" },
    make("label", { for: idOf(block) }, block.label.text,
      block.optional ? make("span", { class: "quiet" }, " (optional)") : null),
    fieldOf(block, element),
    block.hint ? make("small", { html: slackText(block.hint) }) : null,
    make("span", { class: "error", "data-error": block.block_id }));
}

function idOf(block) {
  return `input-${block.block_id}`;
}

function fieldOf(block, element) {
  const common = { id: idOf(block), name: block.block_id, "data-testid": `field-${element.action_id}` };
  const placeholder = element.placeholder?.text;
  const options = [...(element.options || []), ...(element.option_groups || []).flatMap((g) => g.options)];
  switch (element.type) {
    case "plain_text_input":
      return element.multiline
        ? make("textarea", { ...common, rows: 4, placeholder }, element.initial_value || "")
        : make("input", { ...common, placeholder, value: element.initial_value });
    case "email_text_input":
      return make("input", { ...common, type: "email", placeholder, value: element.initial_value });
    case "datepicker":
      return make("input", { ...common, type: "date", value: element.initial_date });
    case "timepicker":
      return make("input", { ...common, type: "time", value: element.initial_time });
    case "number_input":
      return make("input", { ...common, type: "number", step: "any", value: element.initial_value });
    case "static_select":
    case "multi_static_select": {
      const several = element.type === "multi_static_select";
      const start = [element.initial_option, ...(element.initial_options || [])].map((o) => o?.value);
      return make("select", { ...common, multiple: several },
        several ? null : make("option", { value: "" }, placeholder || "Choose…"),
        ...options.map((o) => make("option", { value: o.value, selected: start.includes(o.value) }, o.text.text)));
    }
    case "radio_buttons":
    case "checkboxes":
      return choicesOf(block, element, options);
    default:
      return make("input", { ...common, placeholder, value: element.initial_value });
  }
}

function choicesOf(block, element, options) {
  const type = element.type === "checkboxes" ? "checkbox" : "radio";
  const start = [element.initial_option, ...(element.initial_options || [])].map((o) => o?.value);
  return make("div", { class: "choices", id: idOf(block), "data-testid": `field-${element.action_id}` },
    ...options.map((o) => make("label", {},
      make("input", { type, name: block.block_id, value: o.value, checked: start.includes(o.value) }),
      make("span", { html: slackText(o.text) }))));
}

function valuesOf(form, view) {
  const given = new FormData(form);
  const values = {};
  for (const block of view.blocks.filter((b) => b.type === "input")) {
    const several = ["checkboxes", "multi_static_select"].includes(block.element.type);
    values[block.block_id] = several ? given.getAll(block.block_id) : (given.get(block.block_id) ?? "");
  }
  return values;
}
