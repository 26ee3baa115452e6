"""Every button leads somewhere, every answer has a name under which it is shown, and every way on has a way back."""

from handlers.answers.commands import COMMANDS, HELP
from handlers.answers.looking import LOOKS
from handlers.offers import FORMS, LABELS, MENU, ONE_PRESS
from handlers.verbs import VERBS
from tests.conversations.talk import Talk

NO_LABEL = {"left"}
"""Said in the words in which it was asked back."""


def test_every_button_leads_somewhere() -> None:
    offered = {
        *MENU,
        *(verb for _, verb in ONE_PRESS.values()),
        *(v for pairs in FORMS.values() for _, v in pairs),
    }
    assert offered - {*VERBS, *LOOKS} == set()


def test_every_answer_has_a_name() -> None:
    assert {*VERBS} - {*LABELS} - NO_LABEL == set()


def test_help_fits_one_message_for_everybody() -> None:
    words = {c.word for c in COMMANDS}
    assert {"today", "week", "case", "team", "away", "help", "undo"} <= words
    lines = [f"/{c.word} {c.usage}: {c.what}" for c in COMMANDS if not c.roles and not c.administrators]
    assert len("\n".join([HELP, *lines])) <= 280


async def test_a_form_can_be_left_at_every_question_and_begun_again(live: Talk) -> None:
    """A form: back, cancel, and begun again"""
    await live.comes("sw1")
    await live.asks("sw1", "/away")
    if live.platform == "slack":
        await live.sandbox.until(lambda: live.sandbox.modal("sw1"))
        await live.sandbox.close_modal("sw1")
    else:
        first = await live.question("sw1")
        await live.sandbox.press(
            "sw1", first["id"], next(b["text"] for b in first["buttons"] if b["text"].startswith("Keep"))
        )
        second = await live.question("sw1", after=first["id"])
        await live.sandbox.press("sw1", second["id"], "Back")
        third = await live.question("sw1", after=second["id"])
        assert "From which day?" in third["words"]
        await live.sandbox.press("sw1", third["id"], "Cancel")
        await live.hears("sw1", "Nothing was saved")
    await live.asks("sw1", "/away sick tomorrow")
    await live.press("sw1", "Away Tue 9 Mar 2027 until you say you are back. Is that right?", "Change")
    await live.fills("sw1", {"From which day?": "2027-03-10", "To which day?": "2027-03-11"})
    await live.press("sw1", "Away Wed 10 Mar 2027 to Thu 11 Mar 2027. Is that right?", "Yes, that is right")
    await live.is_answered("sw1", "Away Wed 10 Mar 2027")


async def test_a_press_is_checked_again_when_the_case_has_gone_to_another(live: Talk) -> None:
    """Need to know: a press is checked again"""
    await live.comes("sw1", "tm1")
    await live.asks("sw1", "/today")
    asked = await live.shows("sw1", "child to be seen", "Visit made")
    await live.asks("tm1", "/case KX-1")
    await live.press("tm1", "what would you like to do?", "Allocate")
    await live.fills("tm1", {"Who takes the case?": "sw2"})
    await live.is_answered("tm1", "what would you like to do?")
    await live.sandbox.press("sw1", asked["id"], live.button(asked, "Visit made") or "")
    await live.sandbox.until(lambda: refused(live))
    assert await live.visits("KX-1") == []


def refused(live: Talk) -> bool:
    said = [*live.sandbox.notices("sw1"), live.words("sw1")]
    return any("not yours" in s or "moved on since" in s for s in said)
