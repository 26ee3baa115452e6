"""What social workers say and press, on each platform."""

from datetime import date

from tests.conversations.talk import Talk

VISIT = "child to be seen"


async def test_today_says_what_is_owed_and_each_line_can_be_answered(live: Talk) -> None:
    """Today: what is owed, each item answerable in place"""
    await live.comes("sw1")
    await live.asks("sw1", "/today")
    await live.press("sw1", VISIT, "Visit made")
    await live.fills("sw1", SEEN)
    await live.is_answered("sw1", VISIT)
    (visit,) = await live.visits("KX-1")
    assert (visit.made_on, visit.seen, visit.by) == (date(2027, 3, 8), True, "sw1")


SEEN = {
    "Was the child seen?": "Yes",
    "Was the child seen alone?": "Yes",
    "Is the address the same as on file?": "Yes",
    "Plan discussed with the parents?": "Yes",
    "Plan discussed with the child?": "No",
    "Progress against the plan noted on file?": "Yes",
}


async def test_a_visit_taken_back_stands_open_again_and_can_be_answered_again(live: Talk) -> None:
    """Undo: a visit taken back is owed again"""
    await live.comes("sw1")
    (owed,) = await live.duties("KX-1", "visit")
    await live.asks("sw1", "/today")
    await live.press("sw1", VISIT, "Visit made")
    await live.fills("sw1", SEEN)
    await live.is_answered("sw1", VISIT)
    assert (await live.duties("KX-1", "visit"))[0].id != owed.id
    await live.takes_back("sw1", VISIT)
    (again,) = await live.duties("KX-1", "visit")
    assert (again.id, again.due_at) == (owed.id, owed.due_at)
    assert await live.visits("KX-1") == []
    await live.shows("sw1", VISIT, "Visit made")


async def test_undo_goes_after_ten_minutes(live: Talk) -> None:
    """Undo: after ten minutes the button goes"""
    await live.comes("sw1")
    await live.asks("sw1", "/today")
    await live.press("sw1", VISIT, "Visit made")
    await live.fills("sw1", SEEN)
    message = await live.is_answered("sw1", VISIT)
    await live.later(minutes=11)
    await live.sandbox.until(
        lambda: not next(m for m in live.seen("sw1") if m["id"] == message["id"])["buttons"]
    )
    await live.asks("sw1", "/undo")
    await live.hears("sw1", "nothing of the last ten minutes")


async def test_a_visit_is_planned(live: Talk) -> None:
    """A visit planned, its day said back in full"""
    await live.comes("sw1")
    await live.asks("sw1", "/today")
    await live.press("sw1", VISIT, "Plan visit")
    if live.platform == "slack":
        await live.fills("sw1", {"Which day?": "2027-03-09", "At what time?": "14:00"})
    else:
        await live.fills("sw1", {"Which day?": "tomorrow 2pm"})
        await live.press("sw1", "Tue 9 Mar 2027, 14:00. Is that right?", "Yes, that is right")
    await live.is_answered("sw1", "Tue 9 Mar 2027, 14:00")
    (visit,) = await live.visits("KX-1")
    assert visit.planned_at is not None
    await live.shows("sw1", VISIT, "Visit made")


async def test_away_is_said_back_before_it_counts(live: Talk) -> None:
    """Away, typed in one line"""
    await live.comes("sw1")
    await live.asks("sw1", "/away from 15 March to Friday, cover sw2")
    await live.press(
        "sw1", "Away Mon 15 Mar 2027 to Fri 19 Mar 2027, cover sw2. Is that right?", "Yes, that is right"
    )
    await live.is_answered("sw1", "Away Mon 15 Mar 2027")
    directory = await live.directory()
    absence = directory.absence("sw1", date(2027, 3, 17))
    assert absence is not None
    assert (absence.from_on, absence.to_on, absence.cover) == (date(2027, 3, 15), date(2027, 3, 19), "sw2")
    await live.takes_back("sw1", "Away Mon 15 Mar 2027")
    assert (await live.directory()).absence("sw1", date(2027, 3, 17)) is None


async def test_away_by_a_form(live: Talk) -> None:
    """Away, by a form"""
    await live.comes("sw1")
    await live.asks("sw1", "/away")
    await live.fills("sw1", {"To which day?": "2027-03-12", "Who covers for you?": "sw2"})
    await live.press("sw1", "Away Mon 8 Mar 2027 to Fri 12 Mar 2027, cover sw2", "Yes, that is right")
    await live.is_answered("sw1", "Away Mon 8 Mar 2027")


async def test_what_happens_if_nothing_is_done(live: Talk) -> None:
    """What happens if I do nothing"""
    await live.comes("sw1")
    await live.asks("sw1", "/case KX-1")
    await live.press("sw1", "what would you like to do?", "If nothing is done")
    message = await live.hears("sw1", "If nothing is done in KX-1")
    assert "visit: Fri 5 Mar 2027" not in message["words"]
    assert "tm1 told" in message["words"]


async def test_help_is_there_in_the_middle_of_a_form(live: Talk) -> None:
    """Help from any state"""
    await live.comes("sw1")
    await live.asks("sw1", "/away")
    await live.asks("sw1", "/help")
    await live.hears("sw1", "/undo: take back your last answer")
    if live.platform == "slack":
        await live.sandbox.close_modal("sw1")
    else:
        await live.asks("sw1", "/cancel")
        await live.hears("sw1", "Nothing was saved")


async def test_words_with_personal_details_are_refused(live: Talk) -> None:
    """Free text with details is refused"""
    await live.comes("sw1")
    await live.says("sw1", "Daisy Flower was seen today")
    await live.hears("sw1", "Not kept")
    wrote = next(m for m in live.sandbox.chat("sw1") if "Daisy" in m["words"])
    assert wrote["deleted"] == (live.platform == "telegram")


async def test_someone_elses_case_is_as_one_that_does_not_exist(live: Talk) -> None:
    """Need to know: another's case is as one that does not exist"""
    await live.comes("sw1")
    await live.asks("sw1", "/case KX-3")
    await live.hears("sw1", "no such case")
    await live.asks("sw1", "/case NO-9")
    await live.sandbox.until(lambda: live.words("sw1").count("no such case") == 2)
    answers = [m["words"] for m in live.seen("sw1") if "no such case" in m["words"]]
    assert len(set(answers)) == 1
