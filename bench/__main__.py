"""Every measurement, one after another: `make bench`. Four to six minutes on two cores; `--short` is a tenth of it."""

import argparse
import asyncio
import time
from tempfile import TemporaryDirectory

from bench import burst, cold, pace, pressing, ticks
from bench.rehearsal import measure as rehearse


async def run(short: bool) -> None:
    await cold.measure()
    count = 600 if short else 6000
    await pace.lateness(5 if short else 20)
    await burst.measure(count)
    await pressing.measure(count, 20 if short else 100)
    await ticks.measure(10_000, 100_000 if short else 1_000_000)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a tenth of the load")
    given = parser.parse_args()
    began = time.perf_counter()
    asyncio.run(run(given.short))
    with TemporaryDirectory() as folder:
        rehearse(folder, 30 if given.short else 300)
    print(f"all in {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
