"""Events of the conversation: prompts answered, notices read, sweeps, chat, and the bot's own silence."""

from typing import Annotated, Literal

from handlers.events.base import Case, Day, Event, Identifier, Names, Notice, Person, PersonOrRole, Words

Channel = Literal["slack", "telegram"]


class SweepCalled(Event):
    event: Literal["sweep.called"] = "sweep.called"
    sweep: Annotated[Identifier, Names("sweep")]
    by: Person


class NoticePublished(Event):
    event: Literal["notice.published"] = "notice.published"
    notice: Annotated[Identifier, Names("notice")]
    to: tuple[PersonOrRole, ...]


class NoticeRead(Event):
    event: Literal["notice.read"] = "notice.read"
    notice: Notice
    person: Person


class PromptAcknowledged(Event):
    event: Literal["prompt.acknowledged"] = "prompt.acknowledged"
    person: Person
    duty: Identifier
    case: Case


class PromptSnoozed(Event):
    event: Literal["prompt.snoozed"] = "prompt.snoozed"
    person: Person
    duty: Identifier
    case: Case
    until: Day


class ChatSaid(Event):
    event: Literal["chat.said"] = "chat.said"
    person: Person
    channel: Channel
    text: Words


class BotStopped(Event):
    event: Literal["bot.stopped"] = "bot.stopped"


class BotStarted(Event):
    event: Literal["bot.started"] = "bot.started"
