"""How many routine messages a person gets a day: a term of 300 plans as it would arrive. `python -m bench.folding`."""

import argparse
import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from statistics import median

from bench.authority import PLANS, make
from handlers.events import as_moment, read
from handlers.folded import FoldedRehearsal
from schedules.packs import load_pack
from schedules.workdays import ONE_DAY, Workdays

FIRST, LAST = date(2027, 1, 4), date(2027, 3, 25)
NOT_ROUTINE = ("escalation", "refusal")


def counted(lines: Iterable[str]) -> list[int]:
    """Separate routine messages beside the digest: one number for each person and working day."""
    heard: dict[str, Counter[str]] = defaultdict(Counter)
    for line in map(json.loads, lines):
        if line["line"] == "message":
            heard[line["to"]][line["at"][:10]] += line["kind"] not in NOT_ROUTINE and not line.get("digest")
    every = (FIRST + n * ONE_DAY for n in range((LAST - FIRST).days + 1))
    days = [day.isoformat() for day in every if Workdays().is_working_day(day)]
    return [per_day[day] for per_day in heard.values() for day in days]


def main() -> None:
    given = argparse.ArgumentParser(prog="python -m bench.folding", description=__doc__)
    given.add_argument("--plans", type=int, default=PLANS)
    plans = given.parse_args().plans
    events = (f"{line}\n".encode() for line in make(plans).lines(LAST))
    lines: list[str] = []
    asyncio.run(FoldedRehearsal(load_pack("england"), lines.append).play(read(events), as_moment(f"{LAST}T18:00")))
    counts = counted(lines)
    shares = ", ".join(f"{n}: {share / len(counts):.1%}" for n, share in sorted(Counter(counts).items()))
    print(f"{plans} plans, {FIRST} to {LAST}: routine messages a person a working day beside the digest")
    print(f"median {median(counts):g}, most {max(counts)} ({shares})")


if __name__ == "__main__":
    main()
