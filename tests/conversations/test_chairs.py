"""What chairs and the conference unit say and press, on each platform."""

from datetime import timedelta

from tests.conversations.talk import MONDAY, Talk

REVIEW = {
    "event": "meeting.booked", "meeting": "KX-1/review_conference-2", "case": "KX-1", "kind": "review_conference",
    "starts_at": "2027-03-19T10:00", "chair": "ch1", "attendees": ["sw1", "hv1", "hd1"], "by": "unit1",
}  # fmt: skip
RAISED = "Concern raised"


async def test_a_chairs_concern_goes_up_by_its_stages(live: Talk) -> None:
    """A chair's concern: raised, answered, not satisfied, the next stage"""
    await live.comes("ch1", "tm1", "sw1", "hv1", "hd1", "unit1")
    await live.enters(REVIEW)
    await live.asks("ch1", "/concern KX-1")
    await live.fills("ch1", {"Is a child at risk right now?": "No"})
    await live.is_answered("ch1", RAISED)
    assert len(await live.duties("KX-1", "concern_stage_1")) == 1
    await live.later(minutes=1)
    await live.press("tm1", "chair's concern, stage 1", "Answered")
    await live.is_answered("tm1", "chair's concern, stage 1")
    await live.asks("ch1", "/case KX-1")
    await live.press("ch1", "your concern was answered: is it resolved?", "Not satisfied")
    await live.is_answered("ch1", "is it resolved?")
    assert len(await live.duties("KX-1", "concern_stage_2")) == 1


async def test_a_conference_is_recorded_with_its_outcome(live: Talk) -> None:
    """A conference recorded: who came, what was decided, why below quorum"""
    await live.comes("unit1")
    await live.enters(REVIEW)
    await live.at(MONDAY + timedelta(days=11, hours=3))
    await live.asks("unit1", "/case KX-1")
    await live.press("unit1", "what would you like to do?", "Meetings")
    await live.press("unit1", "review conference booked", "Held: who came")
    reason = "Held below quorum? If so, why? No names."
    await live.fills("unit1", {"Who came?": "sw1", "What was decided?": "The plan continues", reason: "agreed to proceed"})
    await live.is_answered("unit1", "review conference booked")
    assert len(await live.duties("KX-1", "decision_letter")) == 1
    assert len(await live.duties("KX-1", "first_review")) == 0
