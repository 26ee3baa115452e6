"""What names a person is refused wherever it is typed, and is kept nowhere."""

import json

import pytest

from storage.records.record import Record
from tests.conversations.talk import Talk

NAMED = "Daisy Flower told me"
SWEEP = {"event": "sweep.called", "sweep": "sweep-1", "by": "hos1"}


async def test_a_name_typed_into_a_form_is_refused_and_kept_nowhere(live: Talk, capfd: pytest.CaptureFixture[str]) -> None:
    """A name typed into a form: refused, taken away where it can be, kept nowhere"""
    await live.comes("tm1")
    await live.enters(SWEEP)
    await live.asks("tm1", "/case KX-1")
    await live.press("tm1", "check whether the plan is adequate", "Plan checked")
    changes = "If not: what changes? No names, no addresses."
    if live.platform == "slack":
        await live.fills("tm1", {"Is the plan adequate?": "No", changes: NAMED})
        await live.sandbox.until(lambda: any("Not kept" in s for s in [*live.sandbox.notices("tm1"), live.words("tm1")]))
    else:
        first = await live.question("tm1")
        await live.sandbox.press("tm1", first["id"], "No")
        second = await live.question("tm1", after=first["id"])
        await live.says("tm1", NAMED)
        third = await live.question("tm1", after=second["id"])
        assert "Not kept" in third["words"]
        assert changes in third["words"]
        await live.sandbox.until(lambda: all(m["deleted"] for m in live.sandbox.chat("tm1") if "Daisy" in m["text"]))
    await no_trace(live, "Daisy", capfd)
    assert len(await live.duties("KX-1", "register_review")) == 1
    if live.platform == "telegram":
        await live.says("tm1", "contact is now weekly")
        await live.hears("tm1", "✓")
        assert await live.duties("KX-1", "register_review") == []


async def test_a_name_typed_where_a_button_was_meant_is_refused(live: Talk, capfd: pytest.CaptureFixture[str]) -> None:
    """A name typed in the middle of anything: refused, kept nowhere"""
    await live.comes("sw1")
    await live.asks("sw1", "/today")
    await live.press("sw1", "child to be seen", "Visit made")
    if live.platform == "telegram":
        day = await live.question("sw1")
        await live.sandbox.press("sw1", day["id"], next(b["text"] for b in day["buttons"] if b["text"].startswith("Keep")))
        await live.question("sw1", after=day["id"])
    await live.says("sw1", NAMED)
    await live.hears("sw1", "Not kept")
    wrote = next(m for m in live.sandbox.chat("sw1") if "Daisy" in m["text"])
    await live.sandbox.until(lambda: wrote["deleted"] or live.platform == "slack" or _now(live, wrote["id"])["deleted"])
    await no_trace(live, "Daisy", capfd)


def _now(live: Talk, message: str) -> dict[str, object]:
    return next(m for m in live.sandbox.chat("sw1") if m["id"] == message)


async def no_trace(live: Talk, word: str, capfd: pytest.CaptureFixture[str]) -> None:
    """In no table, whatever seal it is kept under, and in no line of the log."""
    async with live.house.store.reading() as tx:
        for kind in Record.__subclasses__():
            rows = [json.dumps(row.model_dump(mode="json"), default=str) for row in await tx.find(kind)]
            assert [row for row in rows if word in row] == [], kind
    out, err = capfd.readouterr()
    assert word not in out + err
