"""The command line: `dutybell`."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from handlers.events import BadEvent, as_moment, read
from handlers.rehearsal import Rehearsal
from schedules.packs import BadPack, load_pack

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Rings before a duty towards a child is missed.")


@app.callback()
def _root() -> None:
    """Dutybell."""


@app.command()
def rehearse(
    events: Annotated[Path, typer.Argument(help="A file of events, one JSON object a line.")],
    policy: Annotated[str, typer.Option(help="A rule pack: a name, or the path of a TOML file.")] = "england",
    until: Annotated[str | None, typer.Option(help="London time at which to stop.")] = None,
    format: Annotated[Literal["jsonl", "table", "summary"], typer.Option(help="What to print.")] = "jsonl",
) -> None:
    """Plays a file of events on a virtual clock and prints what would be owed and said."""
    out = sys.stdout
    try:
        end = as_moment(until) if until else None
        rehearsal = Rehearsal(load_pack(policy), lambda line: print(line, file=out))
        with events.open("rb") as lines:
            asyncio.run(rehearsal.play(read(lines), end))
    except (BadEvent, BadPack) as error:
        out.flush()
        print(f"{events.name}: {error}" if isinstance(error, BadEvent) else error, file=sys.stderr)
        raise SystemExit(2) from None
    except (OSError, ValueError) as error:
        print(f"{events}: {error}", file=sys.stderr)
        raise SystemExit(2) from None


def main() -> None:
    app()
