"""Health visitor, midwife, GP, school, police and youth offending worker: each answers in their own role, on each platform."""

from storage.records import Invitation
from tests.conversations.talk import Talk

ROLES = {
    "hv1": ("health_visitor", "health"),
    "mw1": ("midwife", "health"),
    "gp1": ("gp", "health"),
    "hd1": ("school", "education"),
    "pc1": ("police", "police"),
    "yo1": ("youth_offending_worker", "youth_offending"),
}
IN_THE_CAST = ("hv1", "hv2", "hd1", "pc1")
COMING, REPORT = "can you come to the review conference", "report to send before the conference"
RISK = "Is a child at risk right now?"
NO_SUCH_CASE = "no such case"


async def partners(live: Talk) -> None:
    """All six are invited to a review conference, and each has a colleague."""
    colleagues = {f"{name[:2]}2": kind for name, kind in ROLES.items()}
    await live.enters(
        *(
            {"event": "person.joined", "person": name, "role": role, "agency": agency}
            for name, (role, agency) in (ROLES | colleagues).items()
            if name not in IN_THE_CAST
        ),
        {
            "event": "meeting.booked", "meeting": "KX-1/review_conference-2", "case": "KX-1", "kind": "review_conference",
            "starts_at": "2027-03-22T10:00", "chair": "ch1", "attendees": ["sw1", *ROLES], "by": "unit1",
        },
    )  # fmt: skip
    await live.comes(*ROLES)
    await live.later(minutes=1)
    await live.quiet()


async def answers(live: Talk) -> dict[str, tuple[str | None, str | None]]:
    async with live.house.store.reading() as tx:
        asked = await tx.find(Invitation, meeting="KX-1/review_conference-2")
    return {i.person: (i.answer, i.deputy) for i in asked if i.person in ROLES}


async def test_every_partner_says_whether_they_come(live: Talk) -> None:
    """Each partner in their own role: coming with one press, taken back, then not coming"""
    await partners(live)
    for person in ROLES:
        await live.press(person, COMING, "Coming")
        await live.is_answered(person, COMING)
    assert set((await answers(live)).values()) == {("coming", None)}
    for person in ROLES:
        await live.takes_back(person, COMING)
        await live.press(person, COMING, "Not coming")
        await live.is_answered(person, COMING)
    assert set((await answers(live)).values()) == {("not_coming", None)}


async def test_every_partner_sends_somebody(live: Talk) -> None:
    """Each partner in their own role sends somebody of their own kind, and of no other"""
    await partners(live)
    for person in ROLES:
        await live.press(person, COMING, "Someone else")
        await live.fills(person, {"Who will come instead?": f"{person[:2]}2"})
        await live.is_answered(person, COMING)
    assert await answers(live) == {person: ("deputy", f"{person[:2]}2") for person in ROLES}


async def test_every_agency_sends_its_report(live: Talk) -> None:
    """Each agency's report, sent with one press by whom it is asked of"""
    await partners(live)
    for person in ("hv1", "hd1", "pc1", "yo1"):
        await live.asks(person, "/case KX-1")
        await live.press(person, REPORT, "Report sent")
        await live.is_answered(person, REPORT)
    assert [d.owner for d in await live.duties("KX-1", "report")] == ["sw1"]


async def test_every_partner_raises_a_concern(live: Talk) -> None:
    """Each partner in their own role raises a concern to the team's manager, from the invitation itself"""
    await partners(live)
    await live.comes("tm1")
    for person in ROLES:
        await live.press(person, COMING, "Raise a concern")
        await live.fills(person, {RISK: "No"})
        await live.hears(person, "Concern raised")
        await live.quiet()
    assert len(await live.duties("KX-1", "partner_concern_step_1")) == len(ROLES)
    await live.later(hours=23)
    await live.hears("tm1", "please answer")


async def test_no_partner_hears_of_a_case_on_which_they_have_no_role(live: Talk) -> None:
    """Need to know: to each partner a case without them is as one that does not exist, also for a concern"""
    await partners(live)
    for person in ROLES:
        for command in ("/case KX-3", "/case NO-9", "/concern KX-3", "/concern NO-9"):
            await live.asks(person, command)
            await live.quiet()
        told = [m["words"] for m in live.seen(person) if NO_SUCH_CASE in m["words"]]
        assert len(told) == 4
        assert len(set(told)) == 1
        assert "KX-3" not in live.words(person)
