"""Collects every text that can be said into a gettext catalogue: `python -m handlers.wording.catalogue`.

Writes `locale/dutybell.pot` and brings each language's `dutybell.po` up to date, keeping what is translated.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from handlers.wording.language import ENGLISH, LOCALE, languages

ROOT = Path(__file__).parents[2]
DOMAIN = "dutybell"
HERE = f"{__name__}:extract"
SPEAKING = (
    "handlers/wording/*.py", "handlers/answers/*.py", "handlers/verbs/*.py", "handlers/offers.py", "handlers/press.py",
    "handlers/prompts.py", "handlers/parcels.py", "handlers/unsaid.py", "handlers/undo.py", "bot/words.py", "bot/answer.py",
    "schedules/privacy/kinds.py",
)  # fmt: skip
"""The modules that say something."""
TABLES = ("NAMES", "OWED", "TOLD", "REFUSED", "ASKED", "AROUND", "WEEK", "KIND_WORDS", "WAYS")
NOT_SAID = ("language.py", "catalogue.py")
Found = tuple[int, str, str, list[str]]


def extract(file: IO[bytes], keywords: object, comment_tags: object, options: Mapping[str, str]) -> Iterator[Found]:
    """Babel's way of asking a module for its texts: sentences, titles and labels, but no docstring, key or message of a bug."""
    tree = ast.parse(file.read())
    silent = {id(node) for node in _silent(tree)}
    worded = {id(node) for node in _worded(tree)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in silent:
            continue
        if id(node) in worded or _is_said(node.value):
            yield node.lineno, "_", node.value, []


def _silent(tree: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, what is asserted or logged, keys, parts of f-strings and annotations."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()):
                yield node.value
            case ast.Assert():
                yield from ast.walk(node)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="log"))) | ast.Call(func=ast.Name(id="Trouble")):
                yield from ast.walk(node)
            case ast.JoinedStr():
                yield from ast.walk(node)
            case ast.Subscript(value=ast.Name(id="Literal")):
                yield from ast.walk(node)
            case ast.Dict():
                yield from (key for key in node.keys if key is not None)


def _worded(tree: ast.AST) -> Iterator[ast.AST]:
    """The values of a table of words: even one small word is said."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in TABLES and isinstance(node.value, ast.Dict):
            yield from node.value.values


def _is_said(text: str) -> bool:
    """Words for people: a sentence, or a label with a capital."""
    plain = text.strip()
    return any(c.isalpha() for c in plain) and (" " in plain or plain[0].isupper()) and "\\\\" not in plain


def collected() -> Catalog:
    """Every text, with where it stands, in English."""
    found = Catalog(project="Dutybell", charset="utf-8", copyright_holder="", fuzzy=False)
    mapping = [(pattern, HERE) for pattern in SPEAKING]
    for folder in ("handlers", "bot", "schedules"):
        for name, _, text, _, _ in extract_from_dir(ROOT / folder, [(p.split("/", 1)[1], how) for p, how in mapping if p.startswith(folder)]):
            if not name.endswith(NOT_SAID):
                found.add(text, locations=[(f"{folder}/{name}", 0)])
    return found


def bring_up_to_date() -> None:
    template = collected()
    with (LOCALE / f"{DOMAIN}.pot").open("wb") as out:
        write_po(out, template, omit_header=True, sort_output=True, include_lineno=False, width=110)
    for language in languages():
        if language == ENGLISH:
            continue
        path = LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"
        with path.open("rb") as file:
            known = read_po(file, locale=language)
        known.update(template, no_fuzzy_matching=True)
        with path.open("wb") as out:
            write_po(out, known, omit_header=True, sort_output=True, include_lineno=False, ignore_obsolete=True, width=110)


if __name__ == "__main__":
    bring_up_to_date()
    print(f"{len(collected())} texts in {LOCALE.relative_to(ROOT)}")
