"""Time passes: files are looked at again, duties speak, tellings are said."""

from datetime import datetime, timedelta

from handlers.reconcile import settle_duties, verdicts
from handlers.rulebook import Rulebook
from handlers.speak import speak
from handlers.tellings import say
from storage.records import Case, Telling
from storage.store import Store, Transaction

AT_A_TIME = 50
EVERY_ONE = 100_000
SET_ASIDE = timedelta(hours=1)
"""For how long what fails is left alone, so that it is not tried with every beat."""


async def tick(store: Store, rulebook: Rulebook, now: datetime) -> int:
    """Does all that is due at `now`, in transactions of fifty files; returns how many files and tellings it did."""
    done = 0
    while True:
        async with store.writing() as tx:
            scopes = await tx.due_scopes(now, AT_A_TIME)
            for scope in scopes:
                await _look(tx, scope, rulebook, now)
            tellings = await tx.due_tellings(now, AT_A_TIME)
            for telling in tellings:
                await say(tx, rulebook.rules(await tx.directory()), telling, now)
        done += len(scopes) + len(tellings)
        if not scopes and not tellings:
            return done


async def all_due(store: Store, now: datetime) -> list[str | int]:
    """Everything that is due: files by name, tellings by number."""
    async with store.reading() as tx:
        tellings = await tx.due_tellings(now, EVERY_ONE)
        return [*await tx.due_scopes(now, EVERY_ONE), *(t.id for t in tellings if t.id is not None)]


async def tick_one(store: Store, rulebook: Rulebook, due: str | int, now: datetime) -> None:
    """As `tick`, for one file or telling by itself."""
    async with store.writing() as tx:
        if isinstance(due, str):
            await _look(tx, due, rulebook, now)
        elif (telling := await tx.get(Telling, due)) is not None and telling.state == "waiting":
            await say(tx, rulebook.rules(await tx.directory()), telling, now)


async def set_aside(tx: Transaction, due: str | int, now: datetime) -> None:
    """Leaves what failed alone for a while; it is not lost, and heals when its cause is mended."""
    later = now + SET_ASIDE
    if isinstance(due, int):
        if (telling := await tx.get(Telling, due)) is not None:
            telling.at = later
            await tx.save(telling)
        return
    for duty in await tx.open_duties(due):
        if duty.next_at is not None and duty.next_at <= now:
            duty.next_at = later
            await tx.save(duty)
    case = await tx.get(Case, due.removeprefix("case:"))
    if case is not None and case.look_at is not None and case.look_at <= now:
        case.look_at = later
        await tx.save(case)


async def _look(tx: Transaction, scope: str, rulebook: Rulebook, now: datetime) -> None:
    rules = rulebook.rules(await tx.directory())
    file, said = await verdicts(tx, scope, rules, now)
    await settle_duties(tx, scope, file, said, rules, now)
    await speak(tx, scope, file, said, rules, now)
