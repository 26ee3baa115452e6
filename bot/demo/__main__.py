"""Runs the demo until it is told to stop: `python -m bot.demo`."""

import argparse
import asyncio
import secrets
import signal
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from bot import logs
from bot.clock import DrivenClock
from bot.demo.cast import BY_EMAIL, ONLY_BY_EMAIL, cast, platform_of
from bot.demo.invented import AUTHORITY, FRIDAY
from bot.demo.scene import NoScene, Scene
from bot.entering import enter
from bot.house import House
from bot.settings import Settings
from handlers.enrolment import enrol
from handlers.events import read
from handlers.ways import reach_by_email
from schedules.workdays import LONDON
from storage import migrate

FRIDAY_AFTERNOON = datetime(2027, 3, 5, 17, 25, tzinfo=LONDON)
MONDAY_MORNING = datetime(2027, 3, 8, 7, 55, tzinfo=LONDON)
TRY_FIRST = """\
Dutybell is up: open {url}/  (Ctrl-C stops it)
  1. Press "Next morning": it is Monday 8 March, 09:00. jonah left on Friday, quinn is ill; people hear what is due.
  2. gwen, team manager on Slack: nobody will be at the core group of NB-104. "Send someone", a form: choose kezia.
     Then "NB-104: Allocate", so that the case has a worker again. iris, on Telegram, can attend for quinn herself.
  3. vera, health visitor on Telegram, was asked on Friday: press "Coming". What ulla, her manager, was told changes.
  4. maeve, social worker on Slack: "Visit made", a form. kezia on Telegram: the same, one question at a time.
  5. Move the clock on past Wednesday 10:00: now kezia can press "Core group held".
  6. Press "Block" over vera: what she would hear next comes by e-mail, and dorian, the administrator, hears of it.\
"""


async def run(port: int, house_port: int) -> None:
    """Until cancelled, by Ctrl-C or by a signal to end."""
    itself = asyncio.current_task()
    assert itself is not None, "it runs as a task"
    for wanted in (signal.SIGINT, signal.SIGTERM):  # a shell may have had the first ignored in what it put into the background
        asyncio.get_running_loop().add_signal_handler(wanted, itself.cancel)
    with tempfile.TemporaryDirectory(prefix="dutybell-demo-") as folder:
        async with Scene(port) as scene:
            house = House(await settings_for(scene, Path(folder), house_port), DrivenClock(FRIDAY_AFTERNOON))
            try:
                await furnish(house, scene)
                print(TRY_FIRST.format(url=scene.url), flush=True)
                await asyncio.wait((house.carrying,))
            finally:
                await house.stop()


async def settings_for(scene: Scene, folder: Path, port: int) -> Settings:
    known = {name: value for name, value in (await scene.ask("way_in")).items() if name in Settings.model_fields}
    return Settings(
        database_url=f"sqlite:///{folder / 'demo.sqlite'}", data_key=secrets.token_hex(32), port=port,
        slack_mode="socket", telegram_mode="polling", administrators="dorian",
        smtp_from="dutybell@council.example", **known,
    )  # fmt: skip


async def furnish(house: House, scene: Scene) -> None:
    """Its authority entered, its people within reach, running, and last Friday behind it."""
    await migrate.upgrade(house.settings.database_url)
    with AUTHORITY.open("rb") as lines:
        await enter(house.store, house.rulebook, lines, told_until=FRIDAY_AFTERNOON)
    await scene.tell("clock", now=FRIDAY_AFTERNOON.isoformat())
    await gather_people(scene, house)
    await house.start()
    await scene.tell("clock", url=f"http://127.0.0.1:{house.port}/clock")
    await live_through_friday(house)


async def gather_people(scene: Scene, house: House) -> None:
    shown = [
        (person, await scene.tell("add_person", name=person, platform=platform_of(person), label=person, note=note))
        for person, note in cast().items()
        if person not in ONLY_BY_EMAIL
    ]
    for person, address in BY_EMAIL.items():
        note = f"{cast()[person]}, by e-mail"
        await scene.tell("add_person", name=address, platform="email", id=address, label=person, note=note)
    async with house.store.writing() as tx:
        for person, they in shown:
            await enrol(tx, person, they["platform"], they["id"], they["chat"], house.clock.now())
        for person, address in BY_EMAIL.items():
            await reach_by_email(tx, person, address, house.clock.now())


async def live_through_friday(house: House) -> None:
    assert house.driver is not None, "the demo's clock is driven"
    for line in FRIDAY.read_bytes().splitlines(keepends=True):
        [(_, event)] = read([line])
        await house.driver.move_to(event.at)
        await enter(house.store, house.rulebook, [line])
    await house.driver.move_to(MONDAY_MORNING)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bot.demo", description="Dutybell at work, all of it invented.")
    parser.add_argument("--port", type=int, default=8080, help="of the page with everyone's chats; 0 is any free one")
    parser.add_argument("--house-port", type=int, default=0, help="of Dutybell's own web process; 0 is any free one")
    given = parser.parse_args()
    logs.configure("warning")
    try:
        asyncio.run(run(given.port, given.house_port))
    except (KeyboardInterrupt, asyncio.CancelledError):
        print("Stopped; nothing is kept.")
    except NoScene as why:
        print(f"demo: {why}", file=sys.stderr)
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
