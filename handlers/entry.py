"""What an event's effect works with: the records it touches, the rules, and who must hear of it."""

from datetime import date, datetime
from typing import Any

from handlers.events import Event
from handlers.refusals import NotKnown, Refused
from handlers.tellings import tell
from schedules.packs import Rules
from schedules.people import Line
from schedules.workdays import london_day
from storage.files import casefile
from storage.records import (
    CONFERENCES,
    Case,
    Casefile,
    Concern,
    Directory,
    Happening,
    Invitation,
    Meeting,
    Notification,
    Telling,
    Visit,
)
from storage.store import R, Transaction

SAID_BY_THEMSELVES = ("prompt.", "chat.", "attendance.", "notice.")


class Entry:
    """One event on its way through the door. `touched` are the files whose duties must be derived again."""

    def __init__(self, tx: Transaction, event: Event, rules: Rules, now: datetime, directory: Directory) -> None:
        self.tx, self.event, self.rules, self.now, self.directory = tx, event, rules, now, directory
        self.touched: dict[str, None] = {}

    @property
    def on(self) -> date:
        return self.event.happened_on

    @property
    def today(self) -> date:
        return london_day(self.now)

    async def need(self, kind: type[R], key: str, noun: str) -> R:
        found = await self.tx.get(kind, key)
        if found is None:
            raise NotKnown(f"there is no {noun} {key!r}; enter it before this line")
        return found

    async def case(self, name: str) -> Case:
        """The case, open. Raises Refused when it is closed."""
        found = await self.need(Case, name, "case")
        self.touch_case(name)
        if found.closed_at is not None:
            raise Refused("case", "case_closed", name)
        return found

    async def file(self, name: str) -> Casefile:
        return await casefile(self.tx, await self.need(Case, name, "case"))

    async def meeting(self, name: str) -> Meeting:
        """The meeting, still booked. Raises Refused when it was held, cancelled or adjourned."""
        found = await self.need(Meeting, name, "meeting")
        self.touch_case(found.case)
        if found.state != "booked":
            raise Refused("booking", "meeting_over", found.case, name, {"state": found.state})
        return found

    def touch_case(self, name: str) -> None:
        self.touched[f"case:{name}"] = None

    def touch_person(self, name: str | None) -> None:
        if name:
            self.touched[f"person:{name}"] = None

    async def happened(self, kind: str | None = None, **fields: Any) -> Happening:
        """Notes that it happened."""
        data = fields.pop("data", {})
        row = Happening(kind=kind or self.event.event, on=self.on, at=self.now, by=self.event.by, data=data, **fields)
        await self.tx.save(row)
        return row

    async def invite(self, meeting: Meeting, person: str, *, answer: str | None = None) -> Invitation:
        """Asks a person to a meeting; where one of their agency has left, that is who comes instead."""
        who = self.directory.people[person]
        others = list(await self.tx.find(Invitation, meeting=meeting.id))
        known = [i for i in others if i.person == person]
        row = known[0] if known else Invitation(meeting=meeting.id, case=meeting.case, person=person, asked_at=self.now)
        for gone in others if not known else ():
            if self.directory.has_left(gone.person, self.today) and self.directory.people[gone.person].agency == who.agency:
                gone.replaced = True
                await self.tx.save(gone)
        if answer is not None:
            row.answer, row.answered_at = answer, self.now
        await self.tx.save(row)
        if who.role in ("health_visitor", "midwife") and not await self._is_supervised(person):
            self.touch_person(person)
        return row

    async def _is_supervised(self, practitioner: str) -> bool:
        """Whether their next practice supervision is owed already: then one more invitation changes nothing about it."""
        return any(d.name == "practice_supervision" for d in await self.tx.open_duties(f"person:{practitioner}"))

    def line(self, file: Casefile | None, duty: str = "", meeting: str | None = None) -> Line:
        return Line(self.directory, file, self.today, (), duty, meeting)

    async def entered_by(self) -> str | None:
        """Who typed it: `by`, else for conferences the unit, else the allocated worker, else the team manager."""
        event, organisation = self.event, self.directory.organisation
        if event.by is not None and not self.had_left(event.by, self.today):
            return event.by
        person = getattr(event, "person", None)
        if person is not None and event.event.startswith(SAID_BY_THEMSELVES) and not self.had_left(person, self.today):
            return str(person)
        case, kind = getattr(event, "case", None), getattr(event, "kind", None)
        if case is None:
            case, kind = await self._about()
        is_conference = kind in CONFERENCES
        if organisation and (is_conference or event.event.startswith(("conference.", "transfer_in."))):
            return organisation.conference_unit
        row = await self.tx.get(Case, case) if case else None
        if row is not None:
            return (await casefile(self.tx, row)).responsible(self.today)
        if organisation and event.event.startswith("notification."):
            return organisation.duty_team
        return str(person) if person is not None and not self.had_left(person, self.today) else await self._of_nobody_else()

    def had_left(self, person: str, on: date) -> bool:
        """Left on an earlier day, so that somebody else did this, or is typing; on the day itself one may still act."""
        who = self.directory.people.get(person)
        return who is not None and who.left_on is not None and who.left_on < on

    async def _of_nobody_else(self) -> str | None:
        """Of a family its first case's worker or manager; of what belongs to no case the head of service."""
        family = getattr(self.event, "family", None)
        for row in await self.tx.find(Case, family=family) if family else ():
            return (await casefile(self.tx, row)).responsible(self.today)
        return self.line(None).head_of_service()

    async def _about(self) -> tuple[str | None, str | None]:
        """Case and kind of what the event names instead of a case."""
        for sort in (Meeting, Visit, Concern, Notification):
            name = getattr(self.event, sort.__name__.lower(), None)
            if name is not None and (found := await self.tx.get(sort, name)) is not None:
                return getattr(found, "case", None), getattr(found, "kind", None)
        return None, None

    async def tell(
        self,
        to: str | None,
        kind: str,
        duty: str,
        words: str,
        *,
        case: str | None = None,
        subject: str | None = None,
        due_at: datetime | None = None,
        urgent: bool = False,
        owner: str | None = None,
        facts: dict[str, str] | None = None,
        suggest: list[str] | None = None,
    ) -> None:
        """Lets a person hear of what was just entered; nobody meant, nobody told."""
        if to is None:
            return
        telling = Telling(
            at=self.now,
            made_at=self.now,
            to=to,
            kind=kind,
            duty=duty,
            case=case,
            subject=subject,
            due_at=due_at,
            urgent=urgent,
            owner=owner,
            words=words,
            facts=facts or {},
            suggest=suggest or [],
        )
        await tell(self.tx, self.rules, telling)
