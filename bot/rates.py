"""Keeps the platforms' rates: so many a second in all, one a second in one chat, and a platform's own wait obeyed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.parcels import Parcel
from storage.records import RateBucket
from storage.store import Transaction


@dataclass(frozen=True, slots=True)
class Rate:
    """`in_all` a second for the bot, `in_chat` seconds between two messages of one chat, `in_group` of one group."""

    in_all: float
    in_chat: float
    in_group: float


RATES = {"slack": Rate(1000, 1, 1), "telegram": Rate(30, 1, 3)}
UNLIMITED = Rate(1e9, 0, 0)


def is_group(address: str) -> bool:
    return address.startswith("-")


async def admit(
    tx: Transaction, parcels: Iterable[Parcel], rates: dict[str, Rate], now: datetime
) -> tuple[list[Parcel], list[tuple[Parcel, float]]]:
    """Those that may go now, and those that must wait, with the seconds. The buckets are rows, shared by all processes."""
    found = list(parcels)
    limited = [p for p in found if rates.get(p.platform, UNLIMITED) is not UNLIMITED]
    names = {p.platform for p in limited} | {_chat(p) for p in limited}
    buckets = {b.name: b for b in await tx.find_in(RateBucket, "name", names)}
    go: list[Parcel] = []
    wait: list[tuple[Parcel, float]] = []
    for parcel in found:
        rate = rates.get(parcel.platform, UNLIMITED)
        seconds = 0.0 if rate is UNLIMITED else _wait(buckets, parcel, rate, now)
        if seconds > 0:
            wait.append((parcel, seconds))
        else:
            go.append(parcel)
    for bucket in buckets.values():
        await tx.save(bucket)
    return go, wait


def _chat(parcel: Parcel) -> str:
    """Named by the person: where they are written to stands in the clear nowhere but with the message."""
    return f"{parcel.platform}:{parcel.person}"


def _wait(buckets: dict[str, RateBucket], parcel: Parcel, rate: Rate, now: datetime) -> float:
    """Takes a token of the bot's and of the chat's bucket; when there is none, says how long until there is."""
    whole = buckets.setdefault(parcel.platform, RateBucket(name=parcel.platform, tokens=rate.in_all, refilled_at=now))
    chat = buckets.setdefault(_chat(parcel), RateBucket(name=_chat(parcel), tokens=0, refilled_at=now))
    if chat.refilled_at > now:
        return (chat.refilled_at - now).total_seconds()
    if whole.refilled_at > now:
        return (whole.refilled_at - now).total_seconds()
    tokens = min(rate.in_all, whole.tokens + (now - whole.refilled_at).total_seconds() * rate.in_all)
    if tokens < 1:
        return (1 - tokens) / rate.in_all
    whole.tokens, whole.refilled_at = tokens - 1, now
    pause = rate.in_group if is_group(parcel.address or "") else rate.in_chat
    chat.refilled_at = now + timedelta(seconds=pause)
    return 0.0


async def hold_back(tx: Transaction, parcel: Parcel, until: datetime, *, everywhere: bool) -> None:
    """A platform said when to come again: for this chat, or for the whole bot."""
    name = parcel.platform if everywhere else _chat(parcel)
    bucket = await tx.get(RateBucket, name) or RateBucket(name=name, tokens=0, refilled_at=until)
    bucket.tokens, bucket.refilled_at = 0, max(bucket.refilled_at, until)
    await tx.save(bucket)
