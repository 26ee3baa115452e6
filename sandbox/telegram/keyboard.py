"""What Telegram refuses in a keyboard under a message."""

import json

from sandbox.chats import Json
from sandbox.wire import Refusal

MOST_BUTTONS = 100
LONGEST_DATA = 64
OTHER_PURPOSES = (
    "url", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip


def bad_request(what: str) -> Refusal:
    return Refusal(400, {"ok": False, "error_code": 400, "description": f"Bad Request: {what}"})


def read(given: object) -> Json:
    """The reply markup, checked; empty when there is none."""
    if given in (None, ""):
        return {}
    try:
        markup = json.loads(given) if isinstance(given, str) else given
    except ValueError:
        raise bad_request("can't parse reply keyboard markup JSON object") from None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        _check_inline(markup["inline_keyboard"])
        if not any(markup["inline_keyboard"]):
            return {}
    return markup


def _check_inline(rows: object) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" must be of type Array')
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)


def _check_button(button: object) -> None:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not str(button.get("text") or "").strip():
        raise bad_request("can't parse inline keyboard button: Button text must not be empty")
    data = button.get("callback_data")
    if data:
        if len(str(data).encode()) > LONGEST_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
    elif not any(purpose in button for purpose in OTHER_PURPOSES):
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
