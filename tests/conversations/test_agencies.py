"""What health visitors, chairs, the conference unit and administrators say and press, on each platform."""

from datetime import timedelta

from tests.conversations.talk import MONDAY, Talk

COMING = "can you come to the core group"


async def test_an_invitation_is_answered_with_one_press(live: Talk) -> None:
    """Coming, with one press, and taken back"""
    await live.comes("hv1")
    await live.asks("hv1", "/week")
    await live.hears("hv1", "Nothing is due")
    await live.asks("hv1", "/case KX-1")
    await live.press("hv1", COMING, "Coming")
    await live.is_answered("hv1", COMING)
    assert [d for d in await live.duties("KX-1", "attendance_reply") if d.owner == "hv1"] == []
    await live.takes_back("hv1", COMING)
    assert len([d for d in await live.duties("KX-1", "attendance_reply") if d.owner == "hv1"]) == 1


async def test_someone_else_is_sent(live: Talk) -> None:
    """Someone else comes instead"""
    await live.comes("hv1")
    await live.asks("hv1", "/case KX-1")
    await live.press("hv1", COMING, "Someone else")
    await live.fills("hv1", {"Who will come instead?": "hv2"})
    await live.is_answered("hv1", COMING)


async def test_a_concern_is_raised(live: Talk) -> None:
    """A concern raised to the team's manager"""
    await live.comes("hv1", "tm1")
    await live.asks("hv1", "/concern KX-1")
    await live.fills("hv1", {"Is a child at risk right now?": "No"})
    await live.is_answered("hv1", "Concern raised")
    assert len(await live.duties("KX-1", "partner_concern_step_1")) == 1
    await live.takes_back("hv1", "Concern raised")
    assert await live.duties("KX-1", "partner_concern_step_1") == []
    await live.asks("hv1", "/concern KX-3")
    await live.hears("hv1", "no such case")


async def test_who_comes_and_what_is_in_at_a_glance(live: Talk) -> None:
    """Quorum, who comes and which papers are in, at a glance"""
    await live.comes("unit1")
    await live.asks("unit1", "/case KX-1")
    await live.press("unit1", "what would you like to do?", "Meetings")
    await live.press("unit1", "core group booked", "Who comes, what is in")
    message = await live.hears("unit1", "No answer:")
    assert "hv1" in message["words"]


async def test_a_meeting_is_booked_and_moved(live: Talk) -> None:
    """A conference booked, and a meeting moved"""
    await live.comes("unit1")
    await live.asks("unit1", "/case KX-1")
    await live.press("unit1", "what would you like to do?", "Book a meeting")
    when = {"Which day?": "2027-05-10", "At what time?": "10:00"}
    if live.platform == "telegram":
        when = {"Which day?": "10 May at 10am"}
    await live.fills(
        "unit1",
        {"Which kind of meeting?": "review conference", **when, "Who chairs, if somebody does?": "ch1"},
    )
    if live.platform == "telegram":
        await live.press("unit1", "Mon 10 May 2027, 10:00. Is that right?", "Yes, that is right")
    await live.is_answered("unit1", "Booked: Mon 10 May 2027, 10:00")
    await live.press("unit1", "what would you like to do?", "Meetings")
    await live.press("unit1", "review conference booked", "Move")
    again = {"Which day?": "2027-05-11", "At what time?": "11:30"}
    if live.platform == "telegram":
        again = {"Which day?": "11/5", "At what time?": "half eleven"}
    await live.fills("unit1", again)
    if live.platform == "telegram":
        await live.press("unit1", "Tue 11 May 2027, 11:30. Is that right?", "Yes, that is right")
    await live.is_answered("unit1", "Moved: Tue 11 May 2027, 11:30")


async def test_a_date_that_is_not_certain_is_asked_again(live: Talk) -> None:
    """A date that is not certain is asked again"""
    await live.comes("sw1")
    await live.asks("sw1", "/away from friday 5 to whenever")
    await live.hears("sw1", "I am not sure which day")
    await live.fills("sw1", {"To which day?": "2027-03-12"})
    await live.press("sw1", "Away Mon 8 Mar 2027 to Fri 12 Mar 2027. Is that right?", "Yes, that is right")
    await live.is_answered("sw1", "Away Mon 8 Mar 2027")


async def test_administrators_keep_people_and_codes(live: Talk) -> None:
    """Administrators: people, codes, leavers, failed deliveries; and nobody else"""
    await live.comes("tm2", "sw1")
    await live.asks("tm2", "/people sw1")
    await live.hears("tm2", f"sw1, social worker: {live.platform}")
    await live.asks("tm2", "/code hv2")
    await live.hears("tm2", "Code for hv2:")
    await live.asks("tm2", "/failed")
    await live.hears("tm2", "cannot be reached")
    await live.asks("tm2", "/left hv2")
    await live.press("tm2", "hv2 has left today. Is that right?", "Yes, that is right")
    await live.is_answered("tm2", "hv2 has left today")
    assert (await live.directory()).people["hv2"].left_on is not None
    await live.takes_back("tm2", "hv2 has left today")
    assert (await live.directory()).people["hv2"].left_on is None
    await live.asks("sw1", "/code hv2")
    await live.hears("sw1", "That is for administrators")


async def test_a_conference_is_recorded_with_who_came_and_what_was_decided(live: Talk) -> None:
    """A meeting recorded: who came; taken back"""
    await live.comes("unit1", "sw1")
    await live.at(MONDAY + timedelta(days=10, hours=2))
    await live.asks("unit1", "/case KX-1")
    await live.press("unit1", "what would you like to do?", "Meetings")
    await live.press("unit1", "core group booked", "Held: who came")
    await live.fills("unit1", {"Who came?": "sw1,hv1"})
    await live.is_answered("unit1", "core group booked")
    assert len(await live.duties("KX-1", "core_group_minutes")) == 1
    await live.asks("sw1", "/case KX-1")
    await live.press("sw1", "core group minutes", "Minutes filed")
    await live.is_answered("sw1", "core group minutes")
    await live.asks("unit1", "/undo")
    await live.hears("unit1", "More was recorded since")
