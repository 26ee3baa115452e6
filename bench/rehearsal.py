"""How long a year of an authority takes to rehearse."""

import asyncio
import time
from pathlib import Path

from bench.authority import make
from handlers.events import read
from handlers.rehearsal import Rehearsal
from schedules.packs import load_pack


def measure(folder: str, plans: int) -> float:
    """CPU seconds on one core, from reading the file to the last line."""
    year = Path(folder) / "year.jsonl"
    year.write_text("\n".join(make(plans).lines()) + "\n", "utf-8")
    said = 0

    def out(line: str) -> None:
        nonlocal said
        said += 1

    began = time.process_time()
    with year.open("rb") as lines:
        asyncio.run(Rehearsal(load_pack("england"), out).play(read(lines), None))
    took = time.process_time() - began
    print(f"a year of {plans} plans rehearsed in {took:.1f} s of CPU, {said} lines", flush=True)
    return took
