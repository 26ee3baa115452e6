"""Events about visits to a child, and what is written of them."""

from typing import Annotated, Literal

from handlers.events.base import Case, Event, Identifier, Moment, Names, Person, Visit, YesNo

Address = Literal["same", "differs"]


class VisitPlanned(Event):
    event: Literal["visit.planned"] = "visit.planned"
    case: Case
    visit: Annotated[Identifier, Names("visit")]
    on_at: Moment


class VisitMade(Event):
    """It may have been planned under the same name, or never."""

    event: Literal["visit.made"] = "visit.made"
    case: Case
    visit: Annotated[Identifier, Names("visit")]
    by: Person
    seen: YesNo
    seen_alone: YesNo | None = None
    address: Address | None = None


class VisitWrittenUp(Event):
    """Each is what this note says, None when it says nothing of it; notes add up."""

    event: Literal["visit.written_up"] = "visit.written_up"
    visit: Visit
    plan_with_parents: YesNo | None = None
    plan_with_child: YesNo | None = None
    progress: YesNo | None = None


class VisitCountersigned(Event):
    event: Literal["visit.countersigned"] = "visit.countersigned"
    visit: Visit
    by: Person


class AddressUpdated(Event):
    event: Literal["address.updated"] = "address.updated"
    case: Case
