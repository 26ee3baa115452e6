"""Makes a year of an authority that does not exist, as an event file: `python -m bench.authority > year.jsonl`."""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from bench.one_plan import Plan, a_year_of
from schedules.workdays import ONE_DAY, Workdays

FIRST, LAST = date(2027, 1, 4), date(2027, 12, 31)
PLANS = 300
WORKERS_IN_A_TEAM = 6
PLANS_A_WORKER = 6
LEAVERS = 0.12
"""Of the workers, those who leave in the year; another comes two weeks later."""

Line = dict[str, object]


@dataclass
class Authority:
    """Who works there, and what has happened. `said` is (when, in what order entered, what)."""

    dice: Random
    days: Workdays = field(default_factory=Workdays)
    said: list[tuple[datetime, int, Line]] = field(default_factory=list)
    managers: list[str] = field(default_factory=list)
    workers: dict[str, list[str]] = field(default_factory=dict)
    left: dict[str, tuple[date, str, date]] = field(default_factory=dict)
    written: dict[str, list[tuple[date, str]]] = field(default_factory=dict)
    chairs: list[str] = field(default_factory=list)
    visitors: list[str] = field(default_factory=list)
    schools: list[str] = field(default_factory=list)

    def say(self, day: date, event: str, at: str = "", /, **fields: object) -> None:
        """Notes an event at an hour of that day, by chance one of the working hours."""
        hour = at or f"{self.dice.randint(9, 16):02}:{self.dice.randrange(0, 60, 5):02}"
        moment = datetime.fromisoformat(f"{day}T{hour}")
        line = {"at": moment.isoformat(timespec="minutes"), "event": event} | fields
        self.said.append((moment, len(self.said), line))

    def after(self, on: date, fewest: int, most: int) -> date:
        """A working day so many calendar days later."""
        return self.days.on_or_after(on + timedelta(days=self.dice.randint(fewest, most)))

    def worker_of(self, worker: str, on: date) -> str | None:
        """Who has this worker's cases that day: the worker, nobody, or who came after."""
        if worker not in self.left or on < self.left[worker][0]:
            return worker
        _, successor, came = self.left[worker]
        return successor if on >= came else None

    def lines(self, last: date = LAST) -> Iterator[str]:
        for moment, _, line in sorted(self.said, key=lambda said: said[:2]):
            if moment.date() <= last:
                yield json.dumps(line)


def make(plans: int = PLANS, first: date = FIRST, last: date = LAST, seed: int = 1) -> Authority:
    """The same numbers make the same year."""
    made = Authority(Random(seed))
    teams = max(1, round(plans / (WORKERS_IN_A_TEAM * PLANS_A_WORKER)))
    _people(made, teams, first)
    _turnover(made, first, last)
    _absences(made, first, last)
    for number in range(plans):
        team = f"team{number % teams + 1}"
        workers = made.workers[team]
        plan = Plan(
            f"KX-{number:04}",
            team,
            workers[number // teams % len(workers)],
            visitor=made.visitors[number % len(made.visitors)],
            school=made.schools[number % len(made.schools)],
            chair=made.chairs[number % len(made.chairs)],
            manager=made.managers[number % teams],
        )
        a_year_of(made, plan, first, last)
    _supervision(made, first, last)
    return made


def _people(made: Authority, teams: int, first: date) -> None:
    def joins(person: str, role: str, agency: str = "social_care", **more: object) -> str:
        made.say(first, "person.joined", "07:00", person=person, role=role, agency=agency, **more)
        return person

    for role in ("director", "assistant_director", "head_of_service", "group_manager", "quality_assurance_manager"):
        joins(f"{role}1", role)
    unit = joins("unit1", "conference_unit")
    joins("duty1", "duty_team")
    joins("edt1", "emergency_duty_team")
    joins("police1", "police", "police")
    joins("health_manager1", "health_manager", "health")
    made.chairs = [joins(f"chair{n + 1}", "conference_chair", manager=unit) for n in range(max(2, teams))]
    made.visitors = [
        joins(f"visitor{n + 1}", "health_visitor", "health", manager="health_manager1") for n in range(4 * teams)
    ]
    made.schools = [joins(f"school{n + 1}", "school", "education") for n in range(5 * teams)]
    made.managers = [joins(f"manager{n + 1}", "team_manager") for n in range(teams)]
    for number, manager in enumerate(made.managers, 1):
        team = f"team{number}"
        made.say(
            first, "team.formed", "07:10", team=team, manager=manager, group_manager="group_manager1",
            head_of_service="head_of_service1",
        )  # fmt: skip
        made.workers[team] = [
            joins(f"worker{number}{letter}", "social_worker", team=team) for letter in "abcdef"[:WORKERS_IN_A_TEAM]
        ]
    made.say(
        first, "organisation.set", "07:20", conference_unit=unit, duty_team="duty1", emergency_duty_team="edt1",
        quality_assurance_manager="quality_assurance_manager1", assistant_director="assistant_director1",
        director="director1",
    )  # fmt: skip


def _turnover(made: Authority, first: date, last: date) -> None:
    everyone = [(team, worker) for team, workers in made.workers.items() for worker in workers]
    for team, worker in made.dice.sample(everyone, round(len(everyone) * LEAVERS)):
        leaves = made.days.on_or_after(first + timedelta(days=made.dice.randint(60, (last - first).days - 60)))
        comes, successor = made.after(leaves, 10, 16), f"{worker}2"
        made.left[worker] = (leaves, successor, comes)
        made.say(leaves, "person.left", "08:30", person=worker)
        made.say(
            comes, "person.joined", "08:00", person=successor, role="social_worker", agency="social_care", team=team
        )


def _absences(made: Authority, first: date, last: date) -> None:
    length = (last - first).days
    for workers in made.workers.values():
        for place, worker in enumerate(workers):
            cover = workers[(place + 1) % len(workers)]
            for quarter in range(4):
                begins = first + timedelta(days=quarter * length // 4 + made.dice.randint(7, length // 4 - 8))
                _away(made, worker, begins, made.dice.choice((2, 4, 6)), cover=cover, reason="leave", told=14)
            for _ in range(2):
                begins = first + timedelta(days=made.dice.randint(1, length))
                _away(made, worker, begins, made.dice.randint(0, 3), reason="sick", told=0)
    for person in (*made.visitors, *made.schools, *made.managers, *made.chairs):
        begins = first + timedelta(days=made.dice.randint(30, length - 20))
        _away(made, person, begins, 6, reason="leave", told=14)


def _away(made: Authority, person: str, begins: date, days: int, told: int, **more: object) -> None:
    """Nobody who has left, or has not come yet, is away; leave is known two weeks before."""
    if made.worker_of(person, begins) != person:
        return
    known = max(begins - timedelta(days=told), FIRST)
    made.say(known, "absence.recorded", person=person, **{"from": str(begins), "to": str(begins + days * ONE_DAY)}, **more)


def _supervision(made: Authority, first: date, last: date) -> None:
    """Every four weeks, with what was written up since countersigned there and then."""
    for number, workers in enumerate(made.workers.values()):
        for worker in workers:
            on = made.after(first, 3, 26)
            while on <= last:
                if (who := made.worker_of(worker, on)) is not None:
                    made.say(on, "supervision.held", "14:00", worker=who, by=made.managers[number])
                    ready = [visit for visit in made.written.get(who, ()) if visit[0] < on]
                    made.written[who] = [visit for visit in made.written.get(who, ()) if visit[0] >= on]
                    for _, visit in ready:
                        made.say(on, "visit.countersigned", "14:30", visit=visit, by=made.managers[number])
                on = made.after(on, 25, 29)


def main() -> None:
    given = argparse.ArgumentParser(prog="python -m bench.authority", description=__doc__)
    given.add_argument("--plans", type=int, default=PLANS)
    for line in make(given.parse_args().plans).lines():
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
