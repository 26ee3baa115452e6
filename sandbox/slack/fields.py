"""What a person fills into a form: from plain values to the state Slack reports, and back."""

from sandbox.chats import Json, NoSuchThing
from sandbox.slack.blocks import elements_of

SIMPLE = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
}
INITIAL = {
    "value": "initial_value",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
}
ONE = ("static_select", "external_select", "radio_buttons", "overflow")


def key_of(kind: str) -> str:
    if kind in SIMPLE:
        return SIMPLE[kind]
    return "selected_option" if kind in ONE else "selected_options"


def filled(element: Json, given: object) -> Json:
    """One element's state. Options are named by their value or by the text a person sees."""
    key = key_of(element["type"])
    if key == "selected_option":
        chosen: object = None if given in (None, "") else _option(element, given)
    elif key == "selected_options":
        several = given if isinstance(given, list) else [] if given in (None, "") else [given]
        chosen = [_option(element, one) for one in several]
    else:
        chosen = given if given != "" else None
    return {"type": element["type"], key: chosen}


def options_of(element: Json) -> list[Json]:
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def _option(element: Json, wanted: object) -> Json:
    for option in options_of(element):
        if wanted in (option["value"], option["text"]["text"]):
            return {"text": option["text"], "value": option["value"]}
    raise NoSuchThing(f"there is no option {wanted!r} in {element.get('action_id')}")


def state(blocks: list[Json], given: dict[str, object]) -> Json:
    """`view.state.values`: what was given by action id, block id or label, else what stood there."""
    values: Json = {}
    known: set[str] = set()
    for block, element in elements_of(blocks):
        if element["type"] in ("button", "overflow"):
            continue
        names = (element["action_id"], block["block_id"], block.get("label", {}).get("text", ""))
        known.update(names)
        name = next((n for n in names if n in given), None)
        if name is not None:
            now = filled(element, given[name])
        else:
            key = key_of(element["type"])
            now = {
                "type": element["type"],
                key: element.get(INITIAL.get(key, ""), [] if key.endswith("options") else None),
            }
        values.setdefault(block["block_id"], {})[element["action_id"]] = now
    if unknown := set(given) - known:
        raise NoSuchThing(f"the form has no field {', '.join(sorted(unknown))}")
    return values


def missing(blocks: list[Json], values: Json) -> dict[str, str]:
    """What Slack itself holds against a form before the app sees it."""
    errors = {}
    for block in blocks:
        if block["type"] == "input" and not block.get("optional"):
            (now,) = values[block["block_id"]].values()
            if not now[key_of(now["type"])]:
                errors[block["block_id"]] = "Please complete this required field."
    return errors
