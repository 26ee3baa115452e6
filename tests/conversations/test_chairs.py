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


async def test_whoever_raised_a_concern_skips_a_stage(live: Talk) -> None:
    """A chair's concern: a stage skipped before its answer, never back; then resolved"""
    await live.comes("ch1", "tm1", "hos1")
    await live.enters(REVIEW, {"event": "concern.raised", "concern": "KX-1/concern-1", "case": "KX-1", "kind": "chair", "by": "ch1"})
    await live.asks("ch1", "/case KX-1")
    await live.press("ch1", "chair's concern, stage 1", "Skip to a stage")
    await live.fills("ch1", {"To which stage?": "Stage 2"})
    await live.hears("ch1", "Skipped to a later stage")
    assert [len(await live.duties("KX-1", f"concern_stage_{n}")) for n in (1, 2)] == [0, 1]
    await live.later(minutes=1)
    await live.shows("hos1", "chair's concern, stage 2", "Answered")
    await live.asks("ch1", "/case KX-1")
    await live.press("ch1", "chair's concern, stage 2", "Resolved")
    await live.is_answered("ch1", "chair's concern, stage 2")
    assert await live.duties("KX-1", "concern_stage_2") == []


async def test_a_manager_passes_a_concern_on(live: Talk) -> None:
    """A chair's concern: the team manager passes it on to a later stage"""
    await live.comes("ch1", "tm1")
    await live.enters(REVIEW, {"event": "concern.raised", "concern": "KX-1/concern-1", "case": "KX-1", "kind": "chair", "by": "ch1"})
    await live.asks("tm1", "/case KX-1")
    await live.press("tm1", "chair's concern, stage 1", "Skip to a stage")
    await live.fills("tm1", {"To which stage?": "Stage 3"})
    await live.hears("tm1", "Skipped to a later stage")
    assert len(await live.duties("KX-1", "concern_stage_3")) == 1


async def test_a_conference_is_refused_for_its_chair(live: Talk) -> None:
    """A conference refused for its chair, the linked family's chair and their free days named; then booked with a reason"""
    await live.comes("unit1", "tm1")
    await live.enters(
        {"event": "person.joined", "person": "ch2", "role": "conference_chair", "agency": "social_care"},
        {"event": "case.opened", "case": "KX-7", "team": "south", "family": "F2"},
        {"event": "case.opened", "case": "KX-8", "team": "north", "family": "F1"},
        {"event": "case.allocated", "case": "KX-8", "worker": "sw1"},
        {"event": "family.linked", "family": "F1", "with": "F2"},
        {
            "event": "meeting.booked", "meeting": "KX-7/initial_conference-1", "case": "KX-7", "kind": "initial_conference",
            "starts_at": "2027-03-16T10:00", "chair": "ch1", "attendees": ["hv1"], "by": "unit1",
        },
        {"event": "strategy.held", "case": "KX-8", "s47": True, "conference_needed": True},
    )  # fmt: skip
    booked = "Thu 18 Mar 2027, 10:00"
    when = {"Which day?": "2027-03-18", "At what time?": "10:00"} if live.platform == "slack" else {"Which day?": "18 March 10am"}
    form = {"Which kind of meeting?": "initial conference", **when, "Who chairs, if somebody does?": "ch2"}
    refused = "Not booked: ch1 chairs the linked family. Choose them, or record why not."
    why = {"Not the linked family's chair? If so, why? No names.": "they are on leave"}
    await live.asks("unit1", "/case KX-8")
    await live.press("unit1", "what would you like to do?", "Book a meeting")
    if live.platform == "slack":
        await live.sandbox.until(lambda: live.sandbox.modal("unit1"))
        outcome = await live.sandbox.submit("unit1", form)
        said = " ".join(outcome["errors"].values())
        await live.sandbox.submit("unit1", form | why)
    else:
        await live.fills("unit1", form)
        await live.press("unit1", f"{booked}. Is that right?", "Yes, that is right")
        said = (await live.hears("unit1", "Not booked"))["words"]
        await live.press("unit1", f"{booked}. Is that right?", "Change")
        await live.fills("unit1", {"Which kind of meeting?": "initial conference", "Who chairs, if somebody does?": "ch2", **why})
    assert said.startswith(f"{refused} · ch1 is free on Mon 8 Mar, Tue 9 Mar")
    await live.is_answered("unit1", f"Booked: {booked}")
    await live.hears("unit1", "the linked family's chair is ch1; another chair was accepted")


async def test_a_conference_at_a_glance(live: Talk) -> None:
    """A conference at a glance: quorum, who comes, which papers are in and which are missing"""
    await live.comes("ch1", "hv1")
    await live.enters(
        REVIEW,
        *({"event": "attendance.answered", "meeting": "KX-1/review_conference-2", "person": p, "answer": "coming"} for p in ("sw1", "hd1")),
        {"event": "document.filed", "case": "KX-1", "document": "school_report", "meeting": "KX-1/review_conference-2", "by": "hd1"},
    )  # fmt: skip
    await live.asks("ch1", "/case KX-1")
    await live.press("ch1", "what would you like to do?", "Meetings")
    await live.press("ch1", "review conference booked", "Who comes, what is in")
    glance = (await live.hears("ch1", "Quorum: not yet"))["words"]
    assert "Coming: sw1, hd1" in glance
    assert "No answer: hv1" in glance
    assert "In: school report. Missing: social work report, health report" in glance
    await live.enters({"event": "attendance.answered", "meeting": "KX-1/review_conference-2", "person": "hv1", "answer": "coming"})
    await live.press("ch1", "review conference booked", "Who comes, what is in")
    await live.hears("ch1", "Quorum: yes")
