"""The table of conversations and platforms, made of the suite itself: `python -m tests.conversations.parity` writes it."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import tests.conversations
from tests.conversations.talk import PLATFORMS

PAGE = Path(__file__).parents[2] / "docs" / "parity.md"
HEAD = """# Same on every platform

Each line is one conversation of `tests/conversations/`, held on each platform over real HTTP: Slack by Socket Mode,
Telegram by polling. The table is made by the suite (`python -m tests.conversations.parity`), and a test fails when it is old.
Only the App Home is left out: it is Slack's own, and shows what `/today` says.
"""


def conversations() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Module, name, and the platforms on which it is held: all of them unless it is marked otherwise."""
    for module in pkgutil.iter_modules(tests.conversations.__path__):
        if not module.name.startswith("test_"):
            continue
        found = importlib.import_module(f"tests.conversations.{module.name}")
        for name, test in inspect.getmembers(found, inspect.iscoroutinefunction):
            if name.startswith("test_") and test.__doc__ and test.__module__ == found.__name__:
                yield module.name.removeprefix("test_"), test.__doc__.strip(), _platforms(test)


def _platforms(test: object) -> tuple[str, ...]:
    for mark in getattr(test, "pytestmark", []):
        if mark.name == "parametrize" and mark.args[0] == "platform":
            return tuple(mark.args[1])
    return PLATFORMS


def page() -> str:
    held = list(conversations())
    lines = [HEAD, f"| who | conversation | {' | '.join(PLATFORMS)} |", "|---|---|" + "---|" * len(PLATFORMS)]
    for who, name, platforms in held:
        lines.append(
            f"| {who.replace('_', ' ')} | {name} | {' | '.join('yes' if p in platforms else 'no' for p in PLATFORMS)} |"
        )
    on_all = sum(set(platforms) == set(PLATFORMS) for *_, platforms in held)
    lines.append(
        f"\n{on_all} of {len(held)} conversations on every platform: {100 * on_all // len(held)}%.\n"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
