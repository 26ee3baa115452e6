"""No sentence passes the catalogue by: what is put together from parts is put together from translated ones."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.wording.catalogue import SPEAKING

ROOT = Path(__file__).parents[2]
SPOKEN = sorted(
    path
    for pattern in (*SPEAKING, "handlers/forecast.py", "handlers/mondays.py", "handlers/supervision_list.py", "bot/telegram/question.py")
    for path in ROOT.glob(pattern)
    if path.name not in ("catalogue.py", "parcels.py")
)
WORDS = re.compile(r"[A-Za-z]{2,}:? |  ?[A-Za-z]{2,}")
NOT_SAID = ("Trouble", "ValueError", "NotKnown", "BadEvent", "NoSuchPerson", "AssertionError")


def silent(tree: ast.AST) -> Iterator[ast.AST]:
    """What no person reads in chat: troubles and errors of ours, what is logged or asserted."""
    for node in ast.walk(tree):
        match node:
            case ast.Assert() | ast.Call(func=ast.Attribute(value=ast.Name(id="log"))):
                yield from ast.walk(node)
            case ast.Call(func=ast.Name(id=name)) if name in NOT_SAID:
                yield from ast.walk(node)


def put_together(tree: ast.AST) -> Iterator[str]:
    """Words inside an f-string, and gaps filled in a text that was not translated before."""
    quiet = {id(node) for node in silent(tree)}
    for node in ast.walk(tree):
        if id(node) in quiet:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = [part.value for part in node.values if isinstance(part, ast.Constant)]
            yield from (f"{node.lineno}: {part}" for part in parts if WORDS.search(str(part)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "format_map"):
            text = node.func.value
            translated = isinstance(text, ast.Call) and isinstance(text.func, ast.Name) and text.func.id == "_"
            if not translated and not (isinstance(text, ast.Attribute) and isinstance(text.value, ast.Name) and text.value.id == "words"):
                yield f"{node.lineno}: {ast.unparse(node)}"


@pytest.mark.parametrize("path", SPOKEN, ids=[str(p.relative_to(ROOT)) for p in SPOKEN])
def test_no_sentence_is_put_together_past_the_catalogue(path: Path) -> None:
    assert list(put_together(ast.parse(path.read_text("utf-8")))) == []
