"""Events about concerns that professionals raise, and about notifications of domestic abuse."""

from typing import Annotated, Literal

from pydantic import Field, StrictInt

from handlers.events.base import Case, Concern, Event, Identifier, Names, Notification, Person, YesNo

ConcernKind = Literal["chair", "partner", "high_risk_family"]


class ConcernRaised(Event):
    event: Literal["concern.raised"] = "concern.raised"
    concern: Annotated[Identifier, Names("concern")]
    case: Case
    by: Person
    kind: ConcernKind
    immediate_risk: YesNo = False


class ConcernAnswered(Event):
    event: Literal["concern.answered"] = "concern.answered"
    concern: Concern
    by: Person


class ConcernNotSatisfied(Event):
    event: Literal["concern.not_satisfied"] = "concern.not_satisfied"
    concern: Concern


class ConcernResolved(Event):
    event: Literal["concern.resolved"] = "concern.resolved"
    concern: Concern


class ConcernSkippedTo(Event):
    event: Literal["concern.skipped_to"] = "concern.skipped_to"
    concern: Concern
    stage: Annotated[StrictInt, Field(ge=1, le=4)]


class NotificationReceived(Event):
    event: Literal["notification.received"] = "notification.received"
    notification: Annotated[Identifier, Names("notification")]
    case: Case | None = None
    high_risk: YesNo = False


class NotificationTriaged(Event):
    event: Literal["notification.triaged"] = "notification.triaged"
    notification: Notification
