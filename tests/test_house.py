"""What the house keeps and import-linter cannot see."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
OURS = ("bot", "handlers", "schedules", "storage", "sandbox")
LONGEST = 300
CLOCKS = {"bot/clock.py", "sandbox/clock.py"}
READS_THE_CLOCK = re.compile(r"\bdatetime\.(now|utcnow|today)\(|\bdate\.today\(|\btime\.time(_ns)?\(")
GUARDS = {  # docs/decisions/008
    "bot/pulse.py",  # one bad row never stops the others
    "bot/clerk.py",  # one bad message never stops the others
    "bot/carrying.py",  # nor does one that breaks on its way: the round ends with its error
    "bot/telegram/listening.py",  # a bot that stops listening says nothing
}
BROAD = {"Exception", "BaseException"}


def sources(*folders: str) -> Iterator[tuple[str, str]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def nodes(*folders: str) -> Iterator[tuple[str, ast.AST]]:
    for name, text in sources(*folders):
        for node in ast.walk(ast.parse(text)):
            yield name, node


def place(name: str, node: ast.AST) -> str:
    return f"{name}:{getattr(node, 'lineno', 0)}"


def test_the_real_clock_is_read_in_one_place() -> None:
    found = [
        f"{name}:{number}: {line.strip()}"
        for name, text in sources(*OURS)
        if name not in CLOCKS
        for number, line in enumerate(text.splitlines(), 1)
        if READS_THE_CLOCK.search(line)
    ]
    assert found == []


def test_the_rules_await_nothing() -> None:
    waits = (ast.AsyncFunctionDef, ast.Await, ast.AsyncWith, ast.AsyncFor)
    assert [place(name, node) for name, node in nodes("schedules") if isinstance(node, waits)] == []


def test_the_rules_import_of_the_memory_the_records_only() -> None:
    found = []
    for name, node in nodes("schedules"):
        imported = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if isinstance(node, ast.Import):
            imported = [alias.name for alias in node.names]
        found += [place(name, node) for module in imported if re.match(r"storage(?!\.records\b)", module)]
    assert found == []


def broad(handler: ast.ExceptHandler) -> bool:
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or ast.unparse(kind) in BROAD for kind in caught)


def goes_on_up(handler: ast.ExceptHandler) -> bool:
    """It only puts something right on the way, and what was caught travels on."""
    return isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None


def test_nothing_is_caught_broadly_but_where_a_decision_says_so() -> None:
    found = []
    for name, node in nodes(*OURS):
        if (
            isinstance(node, ast.ExceptHandler)
            and name not in GUARDS
            and broad(node)
            and not goes_on_up(node)
        ):
            found.append(place(name, node))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress"):
            found += [place(name, node) for kind in node.args if ast.unparse(kind) in BROAD]
    assert found == []


def test_only_the_bot_asks_which_platform_it_is() -> None:
    found = [
        place(name, node)
        for name, node in nodes("handlers", "schedules", "storage")
        if isinstance(node, ast.Compare)
        for part in (node.left, *node.comparators)
        if isinstance(part, ast.Constant) and part.value in ("slack", "telegram")
    ]
    assert found == []


def test_the_tests_neither_mock_nor_sleep() -> None:
    found = []
    for name, node in nodes("tests"):
        if isinstance(node, ast.Import | ast.ImportFrom):
            modules = [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
            found += [place(name, node) for module in modules if "mock" in module.split(".")]
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "sleep":
            found.append(place(name, node))
    assert found == []


def test_no_file_is_a_lot() -> None:
    lengths = {name: len(text.splitlines()) for name, text in sources(*OURS)}
    written_once = "storage/migrations/versions/"
    assert {
        n: length for n, length in lengths.items() if length > LONGEST and not n.startswith(written_once)
    } == {}


def test_every_module_opens_with_what_it_is_for() -> None:
    found = [
        name for name, text in sources(*OURS) if text.strip() and ast.get_docstring(ast.parse(text)) is None
    ]
    assert found == []


def normal(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    assert name is not None
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def test_what_is_asked_for_is_locked_with_its_hash_and_from_no_named_index() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {normal(r) for r in [*project["dependencies"], *project["optional-dependencies"]["dev"]]}
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pins = {normal(pin) for pin in re.findall(r"^[\w.-]+==.*\\\n    --hash=sha256:", lock, re.MULTILINE)}
    assert asked - pins == set()
    assert "://" not in lock
