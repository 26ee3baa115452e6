"""`dutybell policy`: whether a rule pack can be used, and what two packs say differently."""

import sys
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


def _load(name: str) -> "RulePack":
    from schedules.packs import BadPack, load_pack

    try:
        return load_pack(name)
    except BadPack as error:
        print(f"dutybell: {error}", file=sys.stderr)
        raise SystemExit(2) from None
