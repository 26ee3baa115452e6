"""Something of each kind open at once, in the week of Monday 8 March 2027."""

from datetime import timedelta

from tests.conversations.talk import MONDAY, Talk

FRIDAY = MONDAY + timedelta(days=4)
BEFORE: tuple[dict[str, object], ...] = (
    {"event": "case.opened", "case": "KX-4", "team": "north"},
    {"event": "case.allocated", "case": "KX-4", "worker": "sw1"},
    {"event": "referral.received", "case": "KX-4"},
    {"event": "strategy.decided", "case": "KX-4"},
    {"event": "handover.requested", "case": "KX-4", "to_team": "south", "on": "2027-03-22", "route": "other", "by": "tm1"},
    {"event": "case.opened", "case": "KX-5", "team": "north"},
    {"event": "case.allocated", "case": "KX-5", "worker": "sw1"},
    {"event": "strategy.held", "case": "KX-5", "s47": True, "conference_needed": True},
    {"event": "case.opened", "case": "KX-6", "team": "north", "status": "unborn", "expected_on": "2027-03-20"},
    {"event": "case.allocated", "case": "KX-6", "worker": "sw1"},
    {"event": "case.born", "case": "KX-6", "on": "2027-03-08"},
    {
        "event": "meeting.booked", "meeting": "KX-2/core_group-1", "case": "KX-2", "kind": "core_group",
        "starts_at": "2027-03-18T11:00", "attendees": ["hv1"], "by": "tm1",
    },
    {
        "event": "meeting.booked", "meeting": "KX-5/core_group-1", "case": "KX-5", "kind": "core_group",
        "starts_at": "2027-03-09T10:00", "attendees": ["sw1", "hv1"], "by": "sw1",
    },
    {
        "event": "meeting.booked", "meeting": "KX-1/review_conference-2", "case": "KX-1", "kind": "review_conference",
        "starts_at": "2027-03-19T10:00", "chair": "ch1", "attendees": ["sw1", "hv1", "hd1"], "by": "unit1",
    },
    {
        "event": "visit.made", "case": "KX-1", "visit": "KX-1/visit-1", "by": "sw1", "seen": True, "address": "differs",
    },
    {"event": "visit.made", "case": "KX-1", "visit": "KX-1/visit-2", "by": "sw1", "seen": True, "address": "same"},
    {
        "event": "visit.written_up", "visit": "KX-1/visit-2", "plan_with_parents": True, "plan_with_child": True,
        "progress": True, "by": "sw1",
    },
    {"event": "notification.received", "notification": "DA-1", "case": "KX-1"},
    {"event": "notice.published", "notice": "P-1", "to": ["social_worker", "health_visitor"], "by": "hos1"},
    {"event": "sweep.called", "sweep": "S-1", "by": "hos1"},
)  # fmt: skip
AFTER: tuple[dict[str, object], ...] = (
    {"event": "meeting.held", "meeting": "KX-5/core_group-1", "attended": ["sw1", "hv1"], "by": "sw1"},
    {"event": "concern.raised", "concern": "KX-1/concern-1", "case": "KX-1", "kind": "chair", "by": "ch1"},
    {"event": "concern.answered", "concern": "KX-1/concern-1", "by": "tm1"},
    {"event": "concern.raised", "concern": "KX-1/concern-2", "case": "KX-1", "kind": "partner", "by": "hv1"},
    {"event": "concern.raised", "concern": "KX-1/concern-3", "case": "KX-1", "kind": "high_risk_family", "by": "hm1"},
    {"event": "concern.raised", "concern": "KX-1/concern-4", "case": "KX-1", "kind": "chair", "by": "ch1"},
    {"event": "attendance.answered", "meeting": "KX-1/core_group-1", "person": "sw1", "answer": "coming", "by": "sw1"},
)


async def open_everything(live: Talk) -> None:
    """The week is lived through, so that the first escalations have come as well."""
    await live.enters(*BEFORE)
    await live.at(FRIDAY)
    await live.enters(*AFTER)
    await live.later(minutes=1)
