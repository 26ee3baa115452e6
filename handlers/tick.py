"""Time passes: files are looked at again, duties speak, tellings are said."""

from datetime import datetime

from handlers.reconcile import settle_duties, verdicts
from handlers.rulebook import Rulebook
from handlers.speak import speak
from handlers.tellings import say
from storage.store import Store

AT_A_TIME = 50


async def tick(store: Store, rulebook: Rulebook, now: datetime) -> int:
    """Does all that is due at `now`, in transactions of fifty files; returns how many files and tellings it did."""
    done = 0
    while True:
        async with store.writing() as tx:
            rules = rulebook.rules(await tx.directory())
            scopes = await tx.due_scopes(now, AT_A_TIME)
            for scope in scopes:
                file, said = await verdicts(tx, scope, rules, now)
                await settle_duties(tx, scope, file, said, rules, now)
                await speak(tx, scope, file, said, rules, now)
            tellings = await tx.due_tellings(now, AT_A_TIME)
            for telling in tellings:
                await say(tx, rules, telling, now)
        done += len(scopes) + len(tellings)
        if not scopes and not tellings:
            return done
