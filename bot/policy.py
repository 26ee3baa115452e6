"""`dutybell policy`: whether a rule pack can be used, how two differ, how a duty was counted."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from schedules.packs import RulePack

policy_app = typer.Typer(
    no_args_is_help=True, help="Rule packs: whether one can be used, and how two differ."
)

Pack = Annotated[str, typer.Argument(help="A rule pack: a name, or the path of a TOML file.")]


@policy_app.command()
def check(pack: Pack) -> None:
    """Says that a rule pack can be used, or which line of it cannot and why."""
    found = _load(pack)
    print(f"{pack}: can be used: {len(found.duties)} limits, {len(found.ladders)} ladders.")


@policy_app.command()
def diff(first: Pack, second: Pack) -> None:
    """Says what the second rule pack has otherwise than the first, in the words of the rules."""
    from schedules.packs.compare import differences

    found = differences(_load(first), _load(second))
    print(f"{second} is as {first}, but:" if found else f"{second} is as {first}.")
    for difference in found:
        print(f"  {difference}")


@policy_app.command()
def explain(
    duty: Annotated[str, typer.Argument(help="The duty's name, for example visit.")],
    about: Annotated[str, typer.Argument(metavar="CASE", help="The case; for supervision and the like the person.")],
    events: Annotated[Path | None, typer.Option(help="A file of events; else the authority's own memory.")] = None,
    at: Annotated[str | None, typer.Option(help="London time to look at; else the last event, or now.")] = None,
    policy: Annotated[str | None, typer.Option(help="A rule pack: a name, or the path of a TOML file.")] = None,
) -> None:
    """Shows the working: day 0 and why, the days counted and skipped, act-by, every rung and who would hear."""
    from bot.policies import explain_from_file, explain_from_memory
    from bot.settings import SettingsError
    from handlers.events import BadEvent, as_moment
    from handlers.explaining import NothingOpen
    from schedules.packs import BadPack
    from storage.errors import StoreError

    try:
        moment = as_moment(at) if at else None
        if events is not None:
            found = asyncio.run(explain_from_file(events, policy or "england", duty, about, moment))
        else:
            found = asyncio.run(explain_from_memory(policy, duty, about, moment))
    except (BadEvent, BadPack, NothingOpen, SettingsError, StoreError, OSError, ValueError) as error:
        print(f"dutybell: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    print("\n".join(found))


@policy_app.command()
def switch(
    pack: Pack,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would change.")] = False,
) -> None:
    """Derives the duties of the authority's own memory again under another rule pack, without a flood. Stop the bot first."""
    from bot.policies import switch_memory
    from bot.settings import SettingsError
    from schedules.packs import BadPack
    from storage.errors import StoreError

    try:
        before, found = asyncio.run(switch_memory(pack, dry_run=dry_run))
    except (BadPack, SettingsError, StoreError, OSError) as error:
        print(f"dutybell: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    would = "would " if dry_run else ""
    print(f"{before} to {pack}: {found.opened} duties {would}open, {found.moved} {would}move, {found.ended} {would}end.")
    print(f"Messages: {found.now} now, {found.soon} in the next 5 working days ({found.soon_before} under {before}).")
    if dry_run:
        print("Nothing was changed.")
    else:
        print(f"Done. Set DUTYBELL_POLICY={pack} in .env before the bot is started again.")


def _load(name: str) -> "RulePack":
    from schedules.packs import BadPack, load_pack

    try:
        return load_pack(name)
    except BadPack as error:
        print(f"dutybell: {error}", file=sys.stderr)
        raise SystemExit(2) from None
