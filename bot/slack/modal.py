"""A Form as a modal, and the answers in it as text."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.slack.render import LABEL, Block, clip, plain
from bot.words import FormWords
from handlers.prompts import Field, Form

TITLE = 24
ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Origin:
    """What the modal carries along unseen: the form's handle, and the chat and message it was opened from."""

    handle: str
    chat: str
    ref: str | None

    def packed(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> "Origin":
        return cls(**json.loads(view["private_metadata"]))


def modal(form: Form, origin: Origin, words: FormWords) -> Block:
    words = words.said_in(form.language)
    blocks: list[Block] = [{"type": "section", "text": plain(form.intro)}] if form.intro else []
    return {
        "type": "modal",
        "private_metadata": origin.packed(),
        "title": plain(clip(form.title, TITLE)),
        "submit": plain(clip(form.submit, TITLE)),
        "close": plain(clip(words.cancel, TITLE)),
        "blocks": blocks + [_input(field, words) for field in form.fields],
    }


def answers(view: Mapping[str, Any]) -> dict[str, str]:
    """By field name; what was left empty is left out."""
    given = {name: _answer(state[ANSWER]) for name, state in view["state"]["values"].items()}
    return {name: answer for name, answer in given.items() if answer}


def _input(field: Field, words: FormWords) -> Block:
    block: Block = {
        "type": "input",
        "block_id": field.name,
        "label": plain(field.label),
        "optional": field.optional,
        "element": _element(field, words) | {"action_id": ANSWER},
    }
    if field.hint:
        block["hint"] = plain(field.hint)
    return block


def _element(field: Field, words: FormWords) -> Block:
    first: object = field.default
    match field.kind:
        case "text":
            element, first_is = Block(type="plain_text_input"), "initial_value"
        case "email":
            element, first_is = Block(type="email_text_input"), "initial_value"
        case "date":
            element, first_is = Block(type="datepicker"), "initial_date"
        case "time":
            element, first_is = Block(type="timepicker"), "initial_time"
        case "many":
            element, first_is = Block(type="multi_static_select"), "initial_options"
            element["options"], first = _options(field.options, field.default)
        case "one":
            element, first_is = Block(type="static_select"), "initial_option"
            element["options"], chosen = _options(field.options, field.default)
            first = chosen and chosen[0]
        case "yes_no":
            element, first_is = Block(type="radio_buttons"), "initial_option"
            element["options"], chosen = _options((("yes", words.yes), ("no", words.no)), field.default)
            first = chosen and chosen[0]
    return element | {first_is: first} if first else element


def _options(pairs: tuple[tuple[str, str], ...], default: str | None) -> tuple[list[Block], list[Block]]:
    """All, and those of them that are chosen to begin with."""
    chosen = (default or "").split(",")
    options: list[Block] = [{"text": plain(clip(label, LABEL)), "value": value} for value, label in pairs]
    return options, [option for option in options if option["value"] in chosen]


def _answer(state: Mapping[str, Any]) -> Any:
    match state["type"]:
        case "plain_text_input" | "email_text_input":
            return (state.get("value") or "").strip()
        case "datepicker":
            return state.get("selected_date") or ""
        case "timepicker":
            return state.get("selected_time") or ""
        case "multi_static_select":
            return ",".join(option["value"] for option in state.get("selected_options") or ())
        case _:
            chosen = state.get("selected_option")
            return chosen["value"] if chosen else ""
