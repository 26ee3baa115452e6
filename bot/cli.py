"""The command line: `dutybell`. Each command loads only what it needs, for some of it takes seconds to load."""

import asyncio
import gc
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.people import people_app
from bot.policy import policy_app
from bot.refusing import told

RUBBISH = 10_000
"""Objects more than were let go of, before some are looked through: with Python's 700 that is a fortieth of a burst's time."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Rings before a duty towards a child is missed.",
)
app.add_typer(people_app, name="people")
app.add_typer(policy_app, name="policy")

EventFile = Annotated[Path, typer.Argument(help="A file of events, one JSON object a line.")]
Policy = Annotated[str, typer.Option(help="A rule pack: a name, or the path of a TOML file.")]


@app.command()
def rehearse(
    events: EventFile,
    policy: Policy = "england",
    until: Annotated[str | None, typer.Option(help="London time at which to stop.")] = None,
    format: Annotated[Literal["jsonl", "table", "summary"], typer.Option(help="What to print.")] = "jsonl",
    picture: Annotated[
        Path | None, typer.Option(help="Where the picture of a summary goes; else beside the file of events.")
    ] = None,
    folded: Annotated[bool, typer.Option("--folded", help="What people would get, not what the rules say.")] = False,
) -> None:
    """Plays a file of events on a virtual clock and prints what would be owed and said."""
    gc.disable()  # a rehearsal leaves no rubbish that goes in circles; to look for it takes an eighth of the time
    from handlers.events import BadEvent, as_moment, read
    from handlers.folded import FoldedRehearsal
    from handlers.rehearsal import Rehearsal
    from schedules.packs import BadPack, load_pack

    with told(ValueError):
        end = as_moment(until) if until else None
    said: list[str] = []
    with told(BadEvent, BadPack, OSError), events.open("rb") as lines:
        play = FoldedRehearsal if folded else Rehearsal
        rehearsal = play(load_pack(policy), print if format == "jsonl" else said.append)
        asyncio.run(rehearsal.play(read(lines), end))
    if format != "jsonl":
        from bot.reports import print_summary, print_table

        with told(OSError):
            if format == "table":
                print_table(said)
            else:
                print_summary(said, rehearsal, picture or events.with_suffix(".png"))


@app.command()
def serve() -> None:
    """Runs the bot until it is told to stop, as .env and the environment say."""
    gc.disable()  # what is loaded stays: to look for rubbish among it takes a fifth of the start
    from bot.serving import serve_until_stopped
    from bot.settings import SettingsError
    from schedules.packs import BadPack
    from storage.errors import StoreError

    gc.freeze()
    gc.set_threshold(RUBBISH)
    gc.enable()
    with told(SettingsError, StoreError, BadPack, OSError):
        asyncio.run(serve_until_stopped())


@app.command()
def enter(
    events: EventFile,
    quietly: Annotated[bool, typer.Option("--quietly", help="Take what lies behind as told: nobody hears of it.")] = False,
) -> None:
    """Lets a file of events in by the one door of the authority's own memory: all of it, or none."""
    from bot.clock import RealClock
    from bot.entering import enter_file
    from bot.settings import SettingsError, load_settings
    from handlers.events import BadEvent
    from schedules.packs import BadPack
    from storage.errors import StoreError

    with told(SettingsError, StoreError, BadEvent, BadPack, OSError):
        until = RealClock().now() if quietly else None
        count = asyncio.run(enter_file(load_settings(), events, until))
        print(f"{count} events entered.")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A workbook, a list, a census or a calendar of another system.")],
    kind: Annotated[
        Literal["annex-a", "cin", "people", "absences", "meetings", "ics"] | None, typer.Option(help="What it is; else it is recognised.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be recorded.")] = False,
    to_events: Annotated[Path | None, typer.Option(help="Write a file of events instead of recording them.")] = None,
    quietly: Annotated[bool, typer.Option("--quietly", help="Take what lies behind as told: nobody hears of it.")] = False,
    team: Annotated[str, typer.Option(help="The team of cases for which the file names none.")] = "intake",
) -> None:
    """Turns a file of another system into events and records them, all of them or none; what is known already counts once."""
    from bot.clock import RealClock
    from bot.importing import import_file, read_file, write_events
    from bot.imports.rows import BadFile
    from bot.settings import SettingsError
    from schedules.packs import BadPack
    from storage.errors import StoreError

    with told(SettingsError, StoreError, BadFile, BadPack, OSError):
        if to_events is not None:
            harvest = read_file(file, kind, team, RealClock().now().replace(second=0, microsecond=0))
            count = len(harvest.in_order()) if dry_run else write_events(harvest, to_events)
            notes, said = harvest.notes, f"{count} events {'would be ' if dry_run else ''}written to {to_events}."
        else:
            done = asyncio.run(import_file(file, kind, team, dry_run=dry_run, quietly=quietly))
            would = "would be " if dry_run else ""
            notes, said = done.notes, f"{done.recorded} events {would}recorded, {done.known} known already."
        for note in notes:
            print(note)
        print(said)


@app.command()
def journal(
    mark: Annotated[str | None, typer.Option(help="One kept elsewhere: it must be in the journal.")] = None,
) -> None:
    """Reads the journal through: whether any entry was changed, removed or put in since it was written."""
    from bot.reading_through import read_through
    from bot.settings import SettingsError
    from storage.errors import StoreError

    with told(SettingsError, StoreError, OSError):
        found = asyncio.run(read_through(mark))
    print(found.sentence)
    if not found.stands:
        raise SystemExit(1)


@app.command()
def backup(folder: Annotated[Path, typer.Argument(help="Where the copy goes; the newest fourteen are kept.")]) -> None:
    """Copies an SQLite memory, also while the bot runs: before an upgrade, say."""
    from bot.clock import RealClock
    from bot.settings import SettingsError, load_settings
    from schedules.workdays import london_day
    from storage.backup import back_up
    from storage.errors import StoreError

    with told(SettingsError, StoreError):
        print(back_up(load_settings().database_url, folder, london_day(RealClock().now())))


@app.command()
def slack_manifest(
    request_url: Annotated[
        str | None, typer.Option(help="Where Slack reaches this machine, for DUTYBELL_SLACK_MODE=http.")
    ] = None,
) -> None:
    """Prints the manifest to paste at api.slack.com/apps, made of the table of commands."""
    import json

    from bot.manifest import manifest

    print(json.dumps(manifest(request_url), indent=2))


@app.command()
def week(
    team: Annotated[str, typer.Argument(help="The team.")],
    day: Annotated[str, typer.Argument(help="Any day of the week, such as 2027-03-02.")],
    picture: Annotated[Path | None, typer.Option(help="Where to draw it, too.")] = None,
    outside: Annotated[bool, typer.Option("--outside", help="For readers beyond the team: small counts are not told.")] = False,
) -> None:
    """A manager's week: visits and who came to meetings, in words and as a picture."""
    from datetime import date

    from bot.settings import SettingsError
    from bot.weeks import tell_week
    from storage.errors import StoreError

    with told(SettingsError, StoreError, OSError, ValueError):
        print(tell_week(team, date.fromisoformat(day), picture, leaves_the_team=outside))


def main() -> None:
    app()
