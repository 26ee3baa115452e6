"""What a social worker arranges and hands in, on each platform: visits and core groups moved, papers filed, reminders put off."""

from datetime import timedelta

from storage.records import Meeting
from tests.conversations.talk import MONDAY, Talk
from tests.conversations.test_social_workers import VISIT

MENU = "what would you like to do?"
SURE = "Is that right?"
REMIND = "Remind you on which morning?"


async def says_when(live: Talk, person: str, picked: dict[str, str], typed: dict[str, str], said: str, **more: str) -> None:
    """A day and an hour by pickers where the platform has them, else in words, which are said back first."""
    asked = {name.replace("_", " "): value for name, value in more.items()}
    await live.fills(person, {**(picked if live.platform == "slack" else typed), **asked})
    if live.platform == "telegram":
        await live.press(person, f"{said}. {SURE}", "Yes, that is right")


async def test_a_planned_visit_is_moved(live: Talk) -> None:
    """A planned visit moved; taken back, the first day stands again"""
    await live.comes("sw1")
    await live.asks("sw1", "/today")
    await live.press("sw1", VISIT, "Plan visit")
    first = "Tue 9 Mar 2027, 14:00"
    await says_when(live, "sw1", {"Which day?": "2027-03-09", "At what time?": "14:00"}, {"Which day?": "tomorrow 2pm"}, first)
    await live.is_answered("sw1", f"Visit planned: {first}")
    await live.press("sw1", VISIT, "Plan visit")
    then = "Wed 10 Mar 2027, 09:30"
    await says_when(live, "sw1", {"Which day?": "2027-03-10", "At what time?": "09:30"}, {"Which day?": "Wed at half nine"}, then)
    await live.is_answered("sw1", f"Visit planned: {then}")
    (visit,) = await live.visits("KX-1")
    assert visit.planned_at == MONDAY.replace(day=10, hour=9, minute=30)
    await live.takes_back("sw1", f"Visit planned: {then}")
    (visit,) = await live.visits("KX-1")
    assert visit.planned_at == MONDAY.replace(day=9, hour=14)


async def test_a_core_group_is_booked_moved_and_held_and_its_minutes_filed(live: Talk) -> None:
    """A core group booked and moved by its worker, then recorded with who came, its minutes filed"""
    await live.comes("sw1", "hv1")
    await live.asks("sw1", "/case KX-1")
    await live.press("sw1", MENU, "Book a meeting")
    booked = "Thu 1 Apr 2027, 10:00"
    when = {"Which day?": "2027-04-01", "At what time?": "10:00"} if live.platform == "slack" else {"Which day?": "1 April 10am"}
    await live.fills("sw1", {"Which kind of meeting?": "core group", **when})
    if live.platform == "telegram":
        await live.press("sw1", f"{booked}. {SURE}", "Yes, that is right")
    await live.is_answered("sw1", f"Booked: {booked}")
    asked = await live.hears("hv1", "core group on Thu 1 Apr")
    assert "Coming" in [b["text"] for b in asked["buttons"]]
    await live.press("sw1", MENU, "Meetings")
    await live.press("sw1", "core group booked · Thu 1 Apr 10:00", "Move")
    moved = "Thu 25 Mar 2027, 15:00"
    await says_when(live, "sw1", {"Which day?": "2027-03-25", "At what time?": "15:00"}, {"Which day?": "25/3 3pm"}, moved)
    await live.is_answered("sw1", f"Moved: {moved}")
    await live.hears("hv1", "core group on Thu 25 Mar 15:00")
    await live.at(MONDAY.replace(day=25, hour=17))
    await live.asks("sw1", "/case KX-1")
    await live.quiet()
    await live.press("sw1", MENU, "Meetings")
    await live.press("sw1", "core group booked · Thu 25 Mar 15:00", "Held: who came")
    await live.fills("sw1", {"Who came?": "hv1"})
    await live.is_answered("sw1", "core group booked")
    async with live.house.store.reading() as tx:
        (held,) = await tx.find(Meeting, case="KX-1", state="held")
    assert "hv1" in held.attended
    await live.asks("sw1", "/today")
    await live.asks("sw1", "/case KX-1")
    await live.press("sw1", "core group minutes to file", "Minutes filed")
    await live.is_answered("sw1", "core group minutes to file")
    assert await live.duties("KX-1", "core_group_minutes") == []


async def test_papers_are_filed(live: Talk) -> None:
    """Papers filed: the report with one press, the chronology and the plan by naming them"""
    await live.comes("sw1")
    await live.enters(
        {
            "event": "meeting.booked", "meeting": "KX-1/review_conference-2", "case": "KX-1", "kind": "review_conference",
            "starts_at": "2027-03-19T10:00", "chair": "ch1", "attendees": ["sw1", "hv1", "hd1"], "by": "unit1",
        }
    )  # fmt: skip
    await live.asks("sw1", "/case KX-1")
    await live.press("sw1", "report to send before the conference", "Report sent")
    await live.is_answered("sw1", "report to send before the conference")
    await live.press("sw1", "review pack lacks:", "Papers filed")
    await live.fills("sw1", {"Which are on file now?": "Core assessment,Current plan,Chronology"})
    await live.is_answered("sw1", "review pack lacks:")
    assert [d for d in await live.duties("KX-1", "report") if d.owner == "sw1"] == []
    assert await live.duties("KX-1", "review_pack") == []


async def test_a_reminder_is_put_off_but_never_past_the_due_day(live: Talk) -> None:
    """Remind me later: on a morning before it is due; a later one is refused in one sentence, before it is said back"""
    await live.comes("sw1")
    await live.enters({"event": "visit.made", "case": "KX-1", "visit": "KX-1/visit-1", "by": "sw1", "seen": True, "address": "same"})
    await live.at(MONDAY + timedelta(days=1))
    written_up = "visit record · due Wed 10 Mar 2027"
    await live.press("sw1", written_up, "Remind me later")
    too_late = "Not snoozed: it is due Wed 10 Mar 2027. Choose a day no later than that."
    if live.platform == "slack":
        await live.sandbox.until(lambda: live.sandbox.modal("sw1"))
        outcome = await live.sandbox.submit("sw1", {REMIND: "2027-03-15"})
        assert (outcome["action"], list(outcome["errors"].values())) == ("errors", [too_late])
        await live.sandbox.submit("sw1", {REMIND: "2027-03-10"})
    else:
        await live.fills("sw1", {REMIND: "next Monday"})
        await live.hears("sw1", too_late)
        await live.says("sw1", "tomorrow")
        await live.press("sw1", f"Later: Wed 10 Mar 2027. {SURE}", "Yes, that is right")
    await live.is_answered("sw1", "Later: Wed 10 Mar 2027")
    (owed,) = await live.duties("KX-1", "visit_record")
    assert owed.snoozed_to == MONDAY.replace(day=10, hour=9)


async def test_what_is_due_today_can_be_put_off_no_further(live: Talk) -> None:
    """Remind me later is not offered on the day it is due"""
    await live.comes("sw1")
    await live.asks("sw1", "/today")
    message = await live.shows("sw1", VISIT, "If nothing is done")
    assert "Remind me later" not in [b["text"] for b in message["buttons"]]


async def test_of_a_child_who_was_not_seen_less_is_asked(live: Talk) -> None:
    """A visit where the child was not seen: nothing is asked that only who saw the child can say; the manager hears"""
    await live.comes("sw1", "tm1")
    await live.asks("sw1", "/today")
    await live.press("sw1", VISIT, "Visit made")
    not_seen = {
        "Was the child seen?": "No",
        "Is the address the same as on file?": "Yes",
        "Plan discussed with the parents?": "Yes",
        "Progress against the plan noted on file?": "Yes",
    }
    if live.platform == "slack":
        not_seen |= {"Was the child seen alone?": "No", "Plan discussed with the child?": "No"}
    await live.fills("sw1", not_seen)
    await live.is_answered("sw1", VISIT)
    (visit,) = await live.visits("KX-1")
    assert (visit.seen, visit.seen_alone) == (False, False)
    assert not visit.plan_with_child
    await live.hears("tm1", "visit made, child not seen")
