"""How long a year of an authority takes to rehearse."""

import resource
import subprocess
import sys
from pathlib import Path

from bench.authority import make

COMMAND = "from bot.cli import main; main()"


def measure(folder: str, plans: int) -> float:
    """CPU seconds of `dutybell rehearse --format summary`, from its start to the last line and the picture."""
    year = Path(folder) / "year.jsonl"
    year.write_text("\n".join(make(plans).lines()) + "\n", "utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = subprocess.run(
        [sys.executable, "-c", COMMAND, "rehearse", str(year), "--format", "summary"], check=True, capture_output=True, text=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"a year of {plans} plans rehearsed in {took:.1f} s of CPU, {len(said.stdout.splitlines())} lines of summary", flush=True)
    return took
