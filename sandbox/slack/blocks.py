"""What Slack refuses in blocks and views, with the pointers it names."""

from collections.abc import Iterator
from typing import Any

from sandbox.chats import Json

PLAIN, MRKDWN = "plain_text", "mrkdwn"
SELECTS = {
    f"{how}{what}_select"
    for how in ("", "multi_")
    for what in ("static", "external", "users", "conversations", "channels")
}
PICKERS = {"datepicker", "timepicker", "datetimepicker", "checkboxes", "radio_buttons"}
IN_ACTIONS = SELECTS | PICKERS | {"button", "overflow", "workflow_button"}
IN_INPUT = SELECTS | PICKERS | {
    "plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input",
}  # fmt: skip
OPTIONS_ALLOWED = {"checkboxes": 10, "radio_buttons": 10, "overflow": 5}


class Complaints:
    """What is wrong, each with the place where it is."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, what: str, at: str) -> None:
        self.said.append(f"[ERROR] {what} [json-pointer:{at}]")

    def length(self, value: object, most: int, at: str, least: int = 1) -> None:
        if not isinstance(value, str):
            self.say("must provide a string", at)
        elif len(value) > most:
            self.say(f"must be less than {most + 1} characters", at)
        elif len(value) < least:
            self.say(f"must be more than {least - 1} characters", at)

    def text(self, value: object, most: int, at: str, kinds: tuple[str, ...] = (PLAIN,)) -> None:
        if not isinstance(value, dict) or value.get("type") not in kinds:
            self.say(f"must provide an object of type {' or '.join(kinds)}", at)
        else:
            self.length(value.get("text"), most, f"{at}/text")

    def count(self, value: object, most: int, at: str) -> list[Any]:
        if not isinstance(value, list) or not value:
            self.say("must provide a non-empty array", at)
            return []
        if len(value) > most:
            self.say(f"no more than {most} items allowed", at)
        return value


def complaints_about(blocks: object, most: int = 50, at: str = "/blocks") -> list[str]:
    """Everything Slack would say against these blocks; empty when they may pass."""
    said = Complaints()
    if not isinstance(blocks, list):
        said.say("must provide an array", at)
        return said.said
    if len(blocks) > most:
        said.say(f"no more than {most} items allowed", at)
    ids: set[str] = set()
    for number, block in enumerate(blocks):
        _block(said, block, f"{at}/{number}")
        block_id = block.get("block_id") if isinstance(block, dict) else None
        if block_id in ids:
            said.say(f"`block_id` {block_id} already exists", f"{at}/{number}/block_id")
        if isinstance(block_id, str):
            ids.add(block_id)
    return said.said


def _block(said: Complaints, block: object, at: str) -> None:
    if not isinstance(block, dict):
        return said.say("must provide an object", at)
    if "block_id" in block:
        said.length(block["block_id"], 255, f"{at}/block_id")
    match block.get("type"):
        case "section":
            _section(said, block, at)
        case "header":
            said.text(block.get("text"), 150, f"{at}/text")
        case "actions":
            _elements(said, said.count(block.get("elements"), 25, f"{at}/elements"), IN_ACTIONS, at)
        case "context":
            for number, item in enumerate(said.count(block.get("elements"), 10, f"{at}/elements")):
                if not isinstance(item, dict) or item.get("type") != "image":
                    said.text(item, 3000, f"{at}/elements/{number}", (PLAIN, MRKDWN))
        case "input":
            said.text(block.get("label"), 2000, f"{at}/label")
            _element(said, block.get("element"), IN_INPUT, f"{at}/element")
            if "hint" in block:
                said.text(block["hint"], 2000, f"{at}/hint")
        case "image":
            said.length(block.get("alt_text"), 2000, f"{at}/alt_text")
            if "slack_file" not in block:
                said.length(block.get("image_url"), 3000, f"{at}/image_url")
        case "divider" | "rich_text" | "markdown" | "file" | "video" | "table":
            pass
        case other:
            said.say(f"unsupported type: {other}", f"{at}/type")


def _section(said: Complaints, block: Json, at: str) -> None:
    if "text" in block:
        said.text(block["text"], 3000, f"{at}/text", (PLAIN, MRKDWN))
    elif "fields" not in block:
        said.say("must provide either text or fields", at)
    if "fields" in block:
        for number, item in enumerate(said.count(block["fields"], 10, f"{at}/fields")):
            said.text(item, 2000, f"{at}/fields/{number}", (PLAIN, MRKDWN))
    if "accessory" in block:
        _element(said, block["accessory"], IN_ACTIONS | {"image"}, f"{at}/accessory")


def _elements(said: Complaints, elements: list[Any], allowed: set[str], at: str) -> None:
    ids: set[str] = set()
    for number, element in enumerate(elements):
        _element(said, element, allowed, f"{at}/elements/{number}")
        action_id = element.get("action_id") if isinstance(element, dict) else None
        if action_id in ids:
            said.say(f"`action_id` {action_id} already exists", f"{at}/elements/{number}/action_id")
        if isinstance(action_id, str):
            ids.add(action_id)


def _element(said: Complaints, element: object, allowed: set[str], at: str) -> None:
    if not isinstance(element, dict) or element.get("type") not in allowed:
        kind = element.get("type") if isinstance(element, dict) else element
        return said.say(f"unsupported type: {kind}", f"{at}/type")
    if "action_id" in element:
        said.length(element["action_id"], 255, f"{at}/action_id")
    if element["type"] == "button":
        _button(said, element, at)
    if "placeholder" in element:
        said.text(element["placeholder"], 150, f"{at}/placeholder")
    needs_options = element["type"] in ("static_select", "multi_static_select", *OPTIONS_ALLOWED)
    if needs_options and "option_groups" not in element:
        most = OPTIONS_ALLOWED.get(element["type"], 100)
        for number, option in enumerate(said.count(element.get("options"), most, f"{at}/options")):
            _option(said, option, f"{at}/options/{number}")
    if isinstance(element.get("confirm"), dict):
        said.text(element["confirm"].get("text"), 300, f"{at}/confirm/text", (PLAIN, MRKDWN))


def _button(said: Complaints, element: Json, at: str) -> None:
    said.text(element.get("text"), 75, f"{at}/text")
    if "value" in element:
        said.length(element["value"], 2000, f"{at}/value", least=0)
    if "url" in element:
        said.length(element["url"], 3000, f"{at}/url")
    if element.get("style", "primary") not in ("primary", "danger"):
        said.say("must be one of: primary, danger", f"{at}/style")


def _option(said: Complaints, option: object, at: str) -> None:
    if not isinstance(option, dict):
        return said.say("must provide an object", at)
    said.text(option.get("text"), 75, f"{at}/text", (PLAIN, MRKDWN))
    said.length(option.get("value"), 150, f"{at}/value")


def complaints_about_view(view: object, kind: str) -> list[str]:
    """The same for a modal or a home: title, buttons, private metadata and up to 100 blocks."""
    said = Complaints()
    if not isinstance(view, dict) or view.get("type") != kind:
        said.say(f"must provide a view of type {kind}", "/view")
        return said.said
    for name, most in (("callback_id", 255), ("private_metadata", 3000), ("external_id", 255)):
        if view.get(name) is not None:
            said.length(view[name], most, f"/{name}", least=0)
    if kind == "modal":
        said.text(view.get("title"), 24, "/title")
        for name in ("submit", "close"):
            if view.get(name) is not None:
                said.text(view[name], 24, f"/{name}")
        has_input = any(b.get("type") == "input" for b in _dicts(view.get("blocks")))
        if has_input and not view.get("submit"):
            said.say("`submit` is required when an `input` block is within the `blocks` array", "/submit")
    return said.said + complaints_about(view.get("blocks"), most=100)


def _dicts(blocks: object) -> Iterator[Json]:
    return (block for block in blocks if isinstance(block, dict)) if isinstance(blocks, list) else iter(())


def elements_of(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with the block it stands in."""
    for block in blocks:
        inside = [*block.get("elements", []), block.get("accessory"), block.get("element")]
        if block.get("type") in ("section", "actions", "input"):
            yield from ((block, e) for e in inside if isinstance(e, dict) and e.get("type") != "image")
