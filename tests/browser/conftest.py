"""The demo, started as `make demo` starts it, and a browser on its page."""

import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

ROOT = Path(__file__).parents[2]
PATIENCE = 30_000
"""Milliseconds: a busy machine takes its time to move a clock over a weekend."""
expect.set_options(timeout=PATIENCE)
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture
def demo() -> Iterator[str]:
    """The address it prints."""
    command = [sys.executable, "-m", "bot.demo", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline().split()
        try:
            yield next(word for word in first if word.startswith("http://"))
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)
    assert process.returncode == 0


@pytest.fixture
async def page(chromium: str, demo: str) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        page = await browser.new_page(viewport={"width": 1480, "height": 900}, locale="en-GB")
        page.set_default_timeout(PATIENCE)
        await page.goto(f"{demo}?people=gwen,vera,ulla,maeve")
        yield page
        await browser.close()


@pytest.fixture
def picture(page: Page, tmp_path: Path) -> Callable[[str], object]:
    """Saves what the browser shows; where PICTURES names a folder, there, else where pytest keeps its own."""
    folder = Path(os.environ.get("PICTURES") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return lambda name: page.screenshot(path=folder / f"{name}.png")


@pytest.fixture
def portrait(page: Page, tmp_path: Path) -> Callable[[str, str], Awaitable[Path]]:
    """Saves one person's column under a name, in the same folder."""
    folder = Path(os.environ.get("PICTURES") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)

    async def take(person: str, name: str) -> Path:
        await page.wait_for_load_state("networkidle")
        path = folder / f"{name}.png"
        await page.get_by_test_id(f"column-{person}").screenshot(path=path, animations="disabled")
        return path

    return take
