"""What a morning's digest had no room for, on each platform: nothing of it is lost."""

from datetime import timedelta

from tests.conversations.talk import MONDAY, Talk

MONDAY_AFTER = MONDAY - timedelta(hours=1) + timedelta(days=7)
ASKED = "your concern was answered: is it resolved?"


def cases(*names: str, worker: str = "sw1") -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for name in names:
        found.append({"event": "case.opened", "case": name, "team": "north"})
        found.append({"event": "case.allocated", "case": name, "worker": worker})
        found.append({"event": "plan.started", "case": name, "on": "2027-02-22"})
    return found


async def test_what_falls_out_of_a_digest_is_in_today(live: Talk) -> None:
    """Today: all that the morning's digest had no room for, over as many messages as it takes"""
    await live.comes("sw1")
    names = [f"KX-{n}" for n in range(10, 24)]
    await live.enters(*cases(*names))
    await live.at(MONDAY - timedelta(hours=1) + timedelta(days=1))
    digest = await live.hears("sw1", "This morning, most urgent first:")
    assert not all(name in digest["words"] for name in names)
    await live.asks("sw1", "/today")
    await live.sandbox.until(lambda: all(f"{name} · " in live.words("sw1") for name in names), 10)
    await live.quiet()
    assert all(len(m["text"]) <= 280 for m in live.seen("sw1"))


async def test_a_chair_is_asked_whether_a_concern_is_resolved_however_full_the_morning(live: Talk) -> None:
    """A chair is asked five working days after an answer whether it is resolved, and finds it in /today too"""
    await live.comes("ch1")
    asked_for = [f"KX-{n}" for n in range(10, 17)]
    conferences: list[dict[str, object]] = [
        {
            "event": "meeting.booked", "meeting": f"{case}/review", "case": case, "kind": "review_conference",
            "starts_at": f"2027-03-17T{9 + index % 8:02}:00", "chair": "ch1", "attendees": ["sw1", "hv1", "hd1"], "by": "unit1",
        }
        for index, case in enumerate(asked_for)
    ]  # fmt: skip
    await live.enters(*cases(*asked_for), *conferences)
    await live.enters(
        {"event": "concern.raised", "concern": "C-1", "case": "KX-10", "kind": "chair", "by": "ch1"},
        {"event": "concern.answered", "concern": "C-1", "by": "tm1"},
    )
    await live.at(MONDAY_AFTER)
    await live.hears("ch1", "more: /today")
    assert ASKED not in live.words("ch1")
    await live.asks("ch1", "/today")
    await live.press("ch1", ASKED, "Resolved")
    await live.is_answered("ch1", ASKED)
