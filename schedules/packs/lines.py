"""On which line of a TOML text a key stands; the standard reader keeps no places."""

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]
TOKEN = re.compile(
    r"(?P<newline>\n)"
    r"|(?P<text>\"{3}(?:\\.|(?!\"{3}).)*\"{3,5}|'{3}(?:(?!'{3}).)*'{3,5}|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*')"
    r"|(?P<mark>[\[\]{}=,.])"
    r"|(?P<bare>[^\s\[\]{}=,.\"'#]+)"
    r"|#[^\n]*|[^\S\n]+",
    re.DOTALL,
)


class Places:
    """The line of every key and every item of a list in a text that is known to be TOML."""

    def __init__(self, text: str) -> None:
        self._found: dict[Path, int] = {(): 1}
        self._repeats: dict[Path, int] = {}
        self._tokens = list(_tokens(text))
        self._next = 0
        section: Path = ()
        while self._kind() != "end":
            if self._kind() == "newline":
                self._next += 1
            elif self._skip("["):
                section = self._header(self._skip("["))
            else:
                self._pair(section)

    def line(self, path: Path) -> int:
        """The line of what stands at `path`, or of the nearest that holds it."""
        while path not in self._found:
            path = path[:-1]
        return self._found[path]

    def _header(self, one_of_many: bool) -> Path:
        path: Path = ()
        names = self._names()
        for name, line in names[:-1]:
            path = self._within((*path, name), line)
        name, line = names[-1]
        path = (*path, name)
        if one_of_many:
            self._repeats[path] = self._repeats.get(path, -1) + 1
        while self._skip("]"):
            pass
        return self._within(path, line)

    def _within(self, path: Path, line: int) -> Path:
        """The table that a heading means: of a list of tables, the last one begun."""
        self._found.setdefault(path, line)
        if path in self._repeats:
            path = (*path, self._repeats[path])
            self._found.setdefault(path, line)
        return path

    def _pair(self, above: Path) -> None:
        path = self._key(above)
        self._skip("=")
        self._value(path)

    def _key(self, above: Path) -> Path:
        path = above
        for name, line in self._names():
            path = (*path, name)
            self._found.setdefault(path, line)
        return path

    def _names(self) -> list[tuple[str, int]]:
        found = []
        while True:
            kind, text, line = self._tokens[self._next]
            found.append((text[1:-1] if kind == "text" else text, line))
            self._next += 1
            if not self._skip("."):
                return found

    def _value(self, path: Path) -> None:
        if self._skip("["):
            number = 0
            while not self._skip("]"):
                if self._gap():
                    continue
                self._found[*path, number] = self._tokens[self._next][2]
                self._value((*path, number))
                number += 1
        elif self._skip("{"):
            while not self._skip("}"):
                if self._gap():
                    continue
                self._pair(path)
        else:
            while self._kind() in ("text", "bare") or self._tokens[self._next][1] == ".":
                self._next += 1

    def _gap(self) -> bool:
        if self._kind() == "newline":
            self._next += 1
            return True
        return self._skip(",")

    def _kind(self) -> str:
        return self._tokens[self._next][0]

    def _skip(self, mark: str) -> bool:
        found = self._tokens[self._next][:2] == ("mark", mark)
        self._next += found
        return found


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    line = 1
    for found in TOKEN.finditer(text):
        if found.lastgroup:
            yield found.lastgroup, found[0], line
        line += found[0].count("\n")
    yield "end", "", line
