// One person's column: their chat as their platform shows it, and where they type.
import { blocksOf } from "./blocks.js";
import { drawModal } from "./form.js";
import { mrkdwn, telegramText } from "./text.js";
import { act, day, hour, make, safeAddress, settle } from "./wire.js";

const BADGES = { slack: "Slack", telegram: "Telegram", email: "E-mail" };

export class Column {
  constructor(person, app) {
    this.app = app;
    this.name = person.name;
    this.platform = person.platform;
    this.tab = "messages";
    this.drawn = new Map();
    this.list = make("div", { class: "messages", tabindex: 0 });
    this.modal = make("div", { class: "veil", hidden: true });
    this.notice = make("div", { class: "notice", hidden: true, role: "status", "data-testid": `notice-${this.name}` });
    this.tools = make("div", { class: "tools" });
    this.blocking = make("button", {
      class: "blocking", "data-testid": `block-${this.name}`, title: "Whether anything reaches them here",
      onclick: () => act("block", { person: this.name, blocked: !this.person.blocked }),
    });
    this.noticed = (person.notices || []).length;
    this.element = make("section", {
      class: `column ${person.platform}`, "data-testid": `column-${this.name}`, "aria-label": person.label,
    }, this.headOf(person), this.tools, this.list, this.notice, this.platform === "email" ? null : this.composer(), this.modal);
  }

  headOf(person) {
    const initials = person.label.split(/\s+/).map((word) => word[0]).slice(0, 2).join("");
    return make("header", {},
      make("span", { class: "avatar", "aria-hidden": true }, initials),
      make("div", { class: "who" }, make("strong", {}, person.label), make("small", {}, person.note || person.name)),
      this.blocking,
      make("span", { class: "badge" }, BADGES[person.platform]));
  }

  composer() {
    const input = make("input", {
      placeholder: this.platform === "slack" ? `Message ${this.app}, or /command` : "Message",
      "aria-label": "Message", "data-testid": `composer-${this.name}`, autocomplete: "off",
    });
    const form = make("form", { class: "composer" }, input,
      make("button", { "data-testid": `send-${this.name}`, "aria-label": "Send" }, "➤"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = input.value.trim();
      if (!text) return;
      input.value = "";
      this.say(text);
    });
    return form;
  }

  say(text) {
    if (this.platform === "slack" && text.startsWith("/")) {
      const [command, ...rest] = text.split(" ");
      return act("command", { person: this.name, command, text: rest.join(" ") });
    }
    return act("write", { person: this.name, text });
  }

  draw(person) {
    this.person = person;
    this.blocking.textContent = person.blocked ? "Unblock" : "Block";
    this.element.classList.toggle("blocked", person.blocked);
    this.drawTools(person);
    if (this.tab === "home") this.drawHome(person);
    else this.drawMessages(person);
    drawModal(this.modal, this.name, person.modal, person.modal_errors);
    this.drawNotice(person.notices);
  }

  drawTools(person) {
    if (this.platform === "email") return;
    if (this.platform === "slack") {
      const tab = (name, text) => make("button", {
        class: this.tab === name ? "chosen" : "", "data-testid": `tab-${name}-${this.name}`,
        onclick: () => this.show(name),
      }, text);
      return this.tools.replaceChildren(tab("home", "Home"), tab("messages", "Messages"));
    }
    const commands = person.commands.map((c) => make("button", {
      title: c.description, onclick: () => this.say(`/${c.command}`),
    }, `/${c.command}`));
    const start = person.started ? null : make("button", {
      class: "start", "data-testid": `start-${this.name}`, onclick: () => act("start", { person: this.name }),
    }, "START");
    this.tools.replaceChildren(...[start, ...commands].filter(Boolean));
  }

  show(tab) {
    this.tab = tab;
    if (tab === "home") act("open_home", { person: this.name });
    this.draw(this.person);
  }

  drawHome(person) {
    const press = (action, chosen, carried) => act("press", { person: this.name, message: "home", action, chosen, carried });
    this.list.replaceChildren(make("div", { class: "home", "data-testid": `home-${this.name}` },
      ...(person.home ? blocksOf(person.home.blocks, press) : [make("p", { class: "quiet" }, "Nothing here yet.")])));
  }

  drawMessages(person) {
    const { scrollTop, scrollHeight, clientHeight } = this.list;
    const atEnd = scrollHeight - scrollTop - clientHeight < 80;
    const grown = person.messages.at(-1)?.id !== this.last;
    this.last = person.messages.at(-1)?.id;
    const rows = [];
    let date = "";
    for (const message of person.messages) {
      if (message.deleted) continue;
      if (message.at.slice(0, 10) !== date) {
        date = message.at.slice(0, 10);
        rows.push(this.once(date, "", () => make("div", { class: "date" }, make("span", {}, day(message.at)))));
      }
      rows.push(this.once(message.id, JSON.stringify(message), () => this.messageOf(message)));
    }
    if (!rows.length) rows.push(make("p", { class: "nothing quiet" }, `${this.app} has not written to ${person.label} yet.`));
    settle(this.list, rows);
    this.list.scrollTop = atEnd || grown ? this.list.scrollHeight : scrollTop;
  }

  // The element of last time, unless what it shows has changed.
  once(name, state, draw) {
    const known = this.drawn.get(name);
    if (known?.state === state) return known.element;
    const element = draw();
    this.drawn.set(name, { state, element });
    return element;
  }

  messageOf(message) {
    const mine = message.by === this.name;
    const press = (action, chosen, carried) => act("press", { person: this.name, message: message.id, action, chosen, carried });
    const body = this.bodyOf(message, press);
    return make("article", {
      class: `message ${message.from_bot ? "bot" : mine ? "mine" : "other"} ${message.ephemeral ? "ephemeral" : ""}`,
      "data-testid": `message-${message.id}`,
    },
    this.platform === "slack" ? make("span", { class: "avatar small" }, message.from_bot ? this.app[0] : message.by_label[0]) : null,
    make("div", { class: "content" },
      make("div", { class: "meta" },
        make("strong", {}, message.sender || (message.from_bot ? this.app : message.by_label)),
        make("time", {}, hour(message.at)),
        message.edits ? make("span", { class: "edited" }, "edited") : null,
        message.ephemeral ? make("span", { class: "only" }, "only visible to you") : null),
      ...body));
  }

  bodyOf(message, press) {
    if (this.platform === "email") return letterBody(message);
    return this.platform === "slack" ? slackBody(message, press) : telegramBody(message, press, this);
  }

  drawNotice(notices) {
    if (notices.length <= this.noticed) return;
    this.noticed = notices.length;
    this.notice.textContent = notices.at(-1);
    this.notice.hidden = false;
    clearTimeout(this.fading);
    this.fading = setTimeout(() => { this.notice.hidden = true; }, 5000);
  }
}

function slackBody(message, press) {
  if (message.blocks.length) return blocksOf(message.blocks, press);
  return [make("div", { class: "text", html: mrkdwn(message.text) }), pictureOf(message)].filter(Boolean);
}

function pictureOf(message) {
  const file = [message.file].flat()[0];
  if (!file || !file.picture) return null;
  return make("img", { class: "picture", src: file.picture, alt: file.alt_text || message.text, "data-testid": `picture-${message.id}` });
}

function letterBody(message) {
  return [make("h4", { class: "subject" }, message.subject), make("div", { class: "text letter" }, message.text)];
}

function telegramBody(message, press, column) {
  const rows = (message.markup.inline_keyboard || []).map((row) => make("div", { class: "keys" }, ...row.map((b) =>
    b.url
      ? make("a", { class: "key", href: safeAddress(b.url), target: "_blank", rel: "noreferrer" }, `${b.text} ↗`)
      : make("button", { class: "key", "data-testid": `button-${b.text}`, onclick: () => press(b.callback_data, undefined, b.callback_data) }, b.text))));
  const replies = (message.markup.keyboard || []).map((row) => make("div", { class: "keys" }, ...row.map((b) => {
    const text = typeof b === "string" ? b : b.text;
    return make("button", { class: "key", "data-testid": `button-${text}`, onclick: () => column.say(text) }, text);
  })));
  const file = message.file && !pictureOf(message) ? make("div", { class: "file" }, `📎 ${message.file.file_name || "photo"}`) : null;
  const bubble = make("div", { class: "bubble" }, ...[pictureOf(message), file].filter(Boolean),
    make("div", { class: "text", html: telegramText(message.text, message.entities) }));
  return [bubble, ...rows, ...replies];
}
