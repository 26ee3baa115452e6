"""Any sequence of valid events, in any order, at any pace."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from handlers.events import VOCABULARY, Event
from handlers.outbox import minute
from handlers.rehearsal import Rehearsal
from schedules.packs import load_pack
from schedules.workdays import at
from tests.properties.drawing import Small
from tests.properties.watched import Watched, at_once

PACES = (0, 0, 1, 20, 180, 60 * 24, 60 * 24 * 4, 60 * 24 * 15)
"""Minutes from one event to the next."""
AFTER = timedelta(days=40)


class Anything(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.small, self.watched = Small(), Watched()
        self.events: list[Event] = []
        self.now, self.whole = at(date(2027, 3, 1)), False

    @initialize(hour=st.sampled_from((7, 9, 13, 20)), day=st.sampled_from((1, 6, 26)))
    def an_authority(self, hour: int, day: int) -> None:
        for event in self.small.prelude():
            self._enter(event)
        self.now = at(self.events[-1].at.date().replace(day=day), max(hour, 9 if day == 1 else hour), 5)

    @rule(data=st.data(), pace=st.sampled_from(PACES))
    def something_happens(self, data: st.DataObject, pace: int) -> None:
        def choose(among: Any) -> Any:
            return data.draw(st.sampled_from(list(among)))

        self.now += timedelta(minutes=pace)
        self._enter(self.small.draw(choose(self.small.possible()), self.now, choose))

    def _enter(self, event: Event) -> None:
        self.events.append(event)
        self.whole = False
        refused = self.watched.take(event) is not None
        self.whole = True
        if not refused:
            self.small.remember(event)

    def teardown(self) -> None:
        if not self.whole:
            return  # what broke has been said already
        self.watched.end(AFTER)
        whole = played(self.events)
        assert whole == played(self.events), "the same events said something else the second time"
        part = self.events[: len(self.events) * 2 // 3]
        until = minute(part[-1].at)
        assert before(played(part), until) == before(whole, until), "what came later changed what was said before"


def played(events: list[Event]) -> list[str]:
    lines: list[str] = []
    at_once(Rehearsal(load_pack("england"), lines.append).play(enumerate(events), events[-1].at + AFTER))
    return lines


def before(lines: list[str], until: datetime) -> list[str]:
    return [raw for raw in lines if datetime.fromisoformat(raw[7:32]) < until]


Anything.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=30,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # a failure prints its events; shrinking them would take minutes
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
TestAnything = Anything.TestCase


@pytest.mark.parametrize("name", sorted(VOCABULARY))
def test_every_event_of_the_vocabulary_is_drawn(name: str) -> None:
    small = Small()
    for sort in ("meeting", "visit", "concern", "notification", "notice", "sweep"):
        small.names[sort] = [f"{sort}-0"]
    event = small.draw(name, small.prelude()[-1].at, lambda among: next(iter(among)))
    assert event.event == name
