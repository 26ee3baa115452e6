"""What team managers and those above them say and press, on each platform."""

from datetime import timedelta

from tests.conversations.talk import MONDAY, Talk
from tests.conversations.test_social_workers import SEEN, VISIT


async def test_the_board_lists_what_has_no_worker_and_it_is_allocated_there(live: Talk) -> None:
    """The team's board; a case is allocated from it, least loaded first"""
    await live.comes("tm1")
    await live.asks("tm1", "/team")
    await live.press("tm1", "north: 1 without a worker", "No worker")
    await live.press("tm1", "no allocated worker", "Allocate")
    await live.fills("tm1", {"Who takes the case?": "sw2"})
    await live.is_answered("tm1", "no allocated worker")
    assert await live.duties("KX-2", "allocate") == []
    await live.takes_back("tm1", "no allocated worker")
    assert len(await live.duties("KX-2", "allocate")) == 1


async def test_records_are_countersigned_all_at_once(live: Talk) -> None:
    """The supervision list of one worker, countersigned all at once"""
    await live.comes("sw1", "tm1")
    await live.asks("sw1", "/today")
    await live.press("sw1", VISIT, "Visit made")
    await live.fills("sw1", SEEN)
    await live.is_answered("sw1", VISIT)
    await live.asks("tm1", "/team")
    await live.press("tm1", "north:", "For supervision")
    await live.fills("tm1", {"Whose records?": "sw1"})
    await live.press("tm1", "visit records to countersign", "I read all: countersign")
    await live.is_answered("tm1", "visit records to countersign")
    assert await live.duties("KX-1", "countersign") == []


async def test_someone_acts_up(live: Talk) -> None:
    """Someone acts up"""
    await live.comes("tm1")
    await live.asks("tm1", "/team")
    await live.press("tm1", "north:", "Acting manager")
    await live.fills("tm1", {"Who acts up while the manager is away?": "sw3"})
    await live.is_answered("tm1", "north:")
    assert (await live.directory()).teams["north"].acting_manager == "sw3"
    await live.takes_back("tm1", "north:")
    assert (await live.directory()).teams["north"].acting_manager is None


async def test_an_escalation_tells_its_story(live: Talk) -> None:
    """The story so far of what reached a manager"""
    await live.comes("sw1", "tm1", "gm1")
    await live.at(MONDAY + timedelta(days=4))
    await live.press("tm1", VISIT, "Story so far")
    message = await live.hears("tm1", "KX-1 visit, so far")
    assert "sw1 asked" in message["words"]
    await live.press("tm1", VISIT, "I am on it")
    await live.is_answered("tm1", "On it")
    await live.asks("gm1", "/story")
    await live.hears("gm1", VISIT)


async def test_a_case_is_handed_over_on_a_day_said_back(live: Talk) -> None:
    """A handover is asked for"""
    await live.comes("tm1")
    await live.asks("tm1", "/case KX-1")
    await live.press("tm1", "what would you like to do?", "Hand over")
    day = "2027-03-22" if live.platform == "slack" else "in 10 working days"
    await live.fills(
        "tm1",
        {
            "To which team?": "south",
            "On which day is it to move?": day,
            "Is it the usual move from duty to child in need?": "No",
        },
    )
    if live.platform == "telegram":
        await live.press("tm1", "Mon 22 Mar 2027. Is that right?", "Yes, that is right")
    await live.is_answered("tm1", "Handover asked for: Mon 22 Mar 2027")
    assert len(await live.duties("KX-1", "handover_meeting")) == 1


async def test_who_leads_no_team_has_no_board(live: Talk) -> None:
    """Need to know: no board for who leads no team"""
    await live.comes("hv1")
    await live.asks("hv1", "/team")
    await live.hears("hv1", "You lead no team")


async def test_only_who_is_free_then_is_offered(live: Talk) -> None:
    """Someone is sent: only those free then are offered, least loaded first"""
    await live.comes("tm1")
    core_group = {
        "event": "meeting.booked", "meeting": "KX-2/core_group-1", "case": "KX-2", "kind": "core_group",
        "starts_at": "2027-03-18T11:00", "attendees": ["hv1"], "by": "tm1",
    }  # fmt: skip
    coming = {"event": "attendance.answered", "meeting": "KX-1/core_group-1", "person": "sw1", "answer": "coming", "by": "sw1"}
    await live.enters(core_group, coming)
    await live.at(MONDAY + timedelta(days=8))
    await live.press("tm1", "name who will attend the core group", "Send someone")
    if live.platform == "slack":
        offered = str(await live.sandbox.until(lambda: live.sandbox.modal("tm1")))
    else:
        offered = str((await live.question("tm1"))["buttons"])
    assert "sw1" not in offered
    assert offered.index("sw2") < offered.index("sw3")
    await live.fills("tm1", {"Who will attend?": "sw2"})
    await live.is_answered("tm1", "name who will attend the core group")


async def test_a_case_is_transferred_once_the_managers_have_met(live: Talk) -> None:
    """A transfer: not before the managers have met, then done"""
    await live.comes("tm1")
    await live.enters({"event": "handover.requested", "case": "KX-1", "to_team": "south", "on": "2027-03-22", "route": "other", "by": "tm1"})
    await live.asks("tm1", "/case KX-1")
    await live.press("tm1", "what would you like to do?", "Transfer now")
    await live.fills("tm1", {"To which team?": "south"})
    await live.sandbox.until(lambda: "record the meeting of both managers" in f"{live.words('tm1')} {live.sandbox.notices('tm1')}")
    await live.press("tm1", "handover: both managers to meet", "We met")
    await live.is_answered("tm1", "handover: both managers to meet")
    await live.press("tm1", "what would you like to do?", "Transfer now")
    await live.fills("tm1", {"To which team?": "south"})
    await live.is_answered("tm1", "what would you like to do?")
    assert await live.duties("KX-1", "handover_meeting") == []


async def test_the_board_shows_the_forecast(live: Talk) -> None:
    """The team's board: the forecast, with the press that would put it right"""
    await live.comes("tm1")
    await live.asks("tm1", "/team")
    await live.press("tm1", "north:", "What lies ahead")
    await live.hears("tm1", "Nothing is foreseen in the next 20 working days")
    await live.enters({"event": "absence.recorded", "person": "sw1", "from": "2027-03-15", "to": "2027-03-19", "by": "sw1"})
    await live.press("tm1", "north:", "What lies ahead")
    await live.press("tm1", "nobody will be at the core group", "Send someone")
    await live.fills("tm1", {"Who will attend?": "sw2"})
    await live.is_answered("tm1", "nobody will be at the core group")


async def test_what_was_foreseen_shows_that_it_was_answered(live: Talk) -> None:
    """The forecast: answered elsewhere, it shows the answer; taken back, it asks again"""
    await live.comes("tm1")
    await live.enters(
        {
            "event": "meeting.booked", "meeting": "KX-2/core_group-1", "case": "KX-2", "kind": "core_group",
            "starts_at": "2027-03-18T11:00", "attendees": ["hv1"], "by": "tm1",
        }
    )  # fmt: skip
    await live.asks("tm1", "/forecast")
    foreseen = "nobody will be at the core group"
    await live.shows("tm1", foreseen, "Send someone")
    await live.asks("tm1", "/case KX-2")
    await live.press("tm1", "name who will attend the core group", "I will attend")
    await live.is_answered("tm1", "name who will attend the core group")
    await live.sandbox.until(lambda: any(foreseen in m["words"] and "✓ I will attend" in m["words"] for m in live.seen("tm1")))
    await live.takes_back("tm1", "name who will attend the core group")
    await live.press("tm1", foreseen, "Send someone")
    if live.platform == "slack":
        asked = str(await live.sandbox.until(lambda: live.sandbox.modal("tm1")))
    else:
        asked = (await live.question("tm1"))["words"]
    assert "KX-2 core group, Thu 18 Mar 11:00" in asked
    await live.fills("tm1", {"Who will attend?": "sw2"})
    await live.is_answered("tm1", foreseen)
