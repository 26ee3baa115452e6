"""What everybody may say and press, whatever their work, on each platform."""

from storage.records import Preference
from tests.conversations.talk import Talk


async def wish_of(live: Talk, person: str) -> tuple[str, str | None, str | None] | None:
    async with live.house.store.reading() as tx:
        wish = await tx.get(Preference, person)
    return None if wish is None else (wish.language, wish.quiet_from, wish.quiet_to)


async def test_a_language_and_quiet_hours_of_ones_own(live: Talk) -> None:
    """A language and quiet hours of one's own; taken back"""
    await live.comes("sw1")
    await live.asks("sw1", "/prefer")
    if live.platform == "slack":
        await live.fills("sw1", {"Which language?": "Cymraeg", "Quiet from what time?": "16:00", "Quiet until what time?": "10:00"})
    else:
        await live.fills("sw1", {"Which language?": "Cymraeg", "Quiet from what time?": "4pm", "Quiet until what time?": "ten o'clock"})
        await live.press("sw1", "Cymraeg, quiet from 16:00 to 10:00. Is that right?", "Yes, that is right")
    await live.sandbox.until(lambda: "Cymraeg" in live.words("sw1"))
    await live.hears("sw1", "✓")
    assert await wish_of(live, "sw1") == ("cy", "16:00", "10:00")
    await live.asks("sw1", "/today")
    await live.shows("sw1", "ymweliad: gweld y plentyn", "Wedi ymweld")
    await live.press("sw1", "Y bore yma", "Os na wneir dim")
    await live.hears("sw1", "Os na wneir dim, KX-1 ymweliad:")
    await live.press("sw1", "ymweliad: gweld y plentyn", "Wedi ymweld")
    if live.platform == "slack":
        view = await live.sandbox.until(lambda: live.sandbox.modal("sw1"))
        assert view is not None
        assert (view["close"]["text"], "Ie" in str(view)) == ("Canslo", True)
        await live.sandbox.close_modal("sw1")
    else:
        question = await live.hears("sw1", "Canslo")
        await live.sandbox.press("sw1", question["id"], "Canslo")
        await live.hears("sw1", "Ni chadwyd dim")
    await live.asks("sw1", "/undo")
    await live.hears("sw1", "Wedi'i dynnu'n ôl")
    assert await wish_of(live, "sw1") in (None, ("en", None, None))


async def test_an_hour_alone_is_asked_again(live: Talk) -> None:
    """Quiet hours: one hour alone is asked again"""
    await live.comes("hv1")
    await live.asks("hv1", "/prefer")
    if live.platform == "slack":
        await live.sandbox.until(lambda: live.sandbox.modal("hv1"))
        outcome = await live.sandbox.submit("hv1", {"Quiet from what time?": "16:00"})
        assert outcome["action"] == "errors"
        outcome = await live.sandbox.submit("hv1", {"Quiet from what time?": "16:00", "Quiet until what time?": "08:30"})
        assert outcome["action"] == "closed"
    else:
        await live.fills("hv1", {"Which language?": "English", "Quiet from what time?": "16:00"})
        again = await live.hears("hv1", "Give both hours, or neither.")
        assert "Quiet until what time?" in again["words"]
        await live.says("hv1", "08:30")
    await live.hears("hv1", "quiet from 16:00 to 08:30")
    await live.is_answered("hv1", "how I write to you")


async def test_a_change_of_language_repeats_nothing_that_was_read(live: Talk) -> None:
    """A change of language: /today repeats nothing that was read in the other"""
    await live.comes("sw1")
    await live.hears("sw1", "can you come to the core group")
    await live.asks("sw1", "/prefer")
    await live.fills("sw1", {"Which language?": "Cymraeg"})
    await live.hears("sw1", "Cymraeg")
    await live.asks("sw1", "/today")
    await live.hears("sw1", "ymweliad: gweld y plentyn")
    await live.quiet()
    assert [m["words"] for m in live.seen("sw1") if "allwch chi ddod" in m["words"] and "hwyr" not in m["words"]] == []
