"""A person who presses everything there is to press, once of each kind, and looks at what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from handlers.answers.commands import COMMANDS, Command
from handlers.buttons import meant_by
from storage.records import Answered, Item
from tests.conversations.talk import Talk

FIRST_HELP = "Press a button, or send:"
MOVED_ON = "has moved on since"
UNSAVED = "Nothing was saved"
TEN_MINUTES = 600
WAYS = ("Back", "Cancel", "Skip", "Done")


@dataclass(frozen=True, slots=True, order=True)
class State:
    """Where a person is: their role, what stands before them and as what it was said, and the answer they are about to give."""

    role: str
    prompt: str
    verb: str

    def __str__(self) -> str:
        return f"{self.role}: {self.prompt} → {self.verb}"


@dataclass(frozen=True, slots=True)
class Door:
    """One button on the screen; `place` is its message, or "home"."""

    place: str
    action: str
    label: str
    state: State


@dataclass
class Walk:
    live: Talk
    person: str
    role: str
    arguments: dict[str, tuple[str, ...]]
    forms: set[str]
    """The forms whose help and way back have been looked at, by whomever: one form is the same for all."""
    reached: set[State] = field(default_factory=set)
    known: dict[str, tuple[str, str, int | None] | None] = field(default_factory=dict)
    """Of each button seen so far: what it stands before, the answer it gives, and the one that it would take back."""
    _looked: tuple[int, list[dict[str, Any]]] | None = None

    async def everywhere(self, *, administers: bool) -> set[State]:
        """What stands there is pressed before more is asked for: each answer is shown in every message about its matter."""
        await self._presses_all()
        for command in COMMANDS:
            if command.administrators <= administers and (not command.roles or self.role in command.roles):
                await self._asks(command)
                await self._presses_all()
        if self.live.platform == "slack":
            await self.live.sandbox.open_home(self.person)
            await self.live.quiet()
            await self._presses_all()
        return self.reached

    async def _presses_all(self) -> None:
        while (door := await self._unopened()) is not None:
            await self._opens(door)
            self.reached.add(door.state)

    async def _asks(self, command: Command) -> None:
        for rest in self.arguments.get(command.usage, ("",)):
            state = State(self.role, f"/{command.word}", "asked")
            before, answered = self._screen(), await self._answers()
            await self.live.asks(self.person, f"/{command.word} {rest}".strip())
            await self.live.quiet()
            assert self._screen() != before, f"{state}: nothing was said"
            if state not in self.reached and self._form() is not None:
                await self._has_help_and_a_way_back(state)
                await self.live.asks(self.person, f"/{command.word} {rest}".strip())
                await self.live.quiet()
                await self._fills(state)
                await self._takes_back(state, answered)
            self.reached.add(state)

    async def _opens(self, door: Door) -> None:
        before, answered = self._screen(), await self._answers()
        await self._presses(door)
        if self._form() is not None and door.state.verb not in self.forms:
            self.forms.add(door.state.verb)
            await self._has_help_and_a_way_back(door.state)
            assert await self._is_there(door.state), f"{door.state}: after Cancel the button is gone"
            await self._presses(door)
            assert self._form() is not None, f"{door.state}: after Cancel the form does not open again"
        if self._form() is not None:
            await self._fills(door.state)
        assert self._screen() != before, f"{door.state}: nothing was said"
        if await self._takes_back(door.state, answered):
            assert await self._is_there(door.state), f"{door.state}: after Undo the button is not back"
        elif not await self._is_there(door.state):  # it stood there for a matter that has been settled elsewhere
            assert MOVED_ON in str(set(self._screen()[0]) - set(before[0])) + self._notices(), f"{door.state}: the button is gone and nothing was said"

    async def _presses(self, door: Door) -> None:
        await self.live.sandbox.press(self.person, door.place, door.action)
        await self.live.quiet()

    async def _has_help_and_a_way_back(self, state: State) -> None:
        """Help answers beside the form and leaves it open; Cancel leads out of it and keeps nothing."""
        form = self._form()
        assert form is not None
        answered = await self._answers()
        for typed in ("/help", "help"):
            heard = self._count(FIRST_HELP)
            await self.live.asks(self.person, typed) if typed == "/help" else await self.live.says(self.person, typed)
            await self.live.quiet()
            assert self._count(FIRST_HELP) == heard + 1, f"{state}: {typed} in the middle of the form was not answered"
            assert self._form(within=form["id"]) is not None, f"{state}: {typed} lost the form"
        if self.live.platform == "slack":
            assert form["close"]["text"] == "Cancel", f"{state}: no way back"
            await self.live.sandbox.close_modal(self.person)
        else:
            unsaved = self._count(UNSAVED)
            await self.live.sandbox.press(self.person, form["id"], "Cancel")
            await self.live.quiet()
            assert self._count(UNSAVED) == unsaved + 1, f"{state}: Cancel was not answered"
        assert self._form() is None, f"{state}: Cancel did not lead out"
        assert await self._answers() == answered, f"{state}: Cancel kept something"

    async def _takes_back(self, state: State, answered: set[int]) -> bool:
        """Whether anything was answered; then it offers to be taken back for ten minutes, and is."""
        new = await self._answers() - answered
        for name in new:
            given = await self._answer(name)
            assert (given.until - given.at).total_seconds() == TEN_MINUTES, f"{state}: cannot be taken back for ten minutes"
            undo = next((d for d in await self._doors(undo=name)), None)
            assert undo is not None, f"{state}: no Undo"
            await self._presses(undo)
            assert (await self._answer(name)).taken_back_at is not None, f"{state}: Undo took nothing back"
            assert await self._doors(undo=name) == [], f"{state}: Undo is still there"
        return bool(new)

    async def _fills(self, state: State) -> None:
        if self.live.platform == "slack":
            view = self._form()
            assert view is not None
            given = {b["block_id"]: value for b in view["blocks"] if b["type"] == "input" and (value := _given(b)) is not None}
            outcome = await self.live.sandbox.submit(self.person, given)
            assert outcome["action"] in ("closed", "errors"), f"{state}: {outcome}"
            if outcome["action"] == "errors":
                await self.live.sandbox.close_modal(self.person)
        else:
            await self._answers_each()
        await self.live.quiet()

    async def _answers_each(self) -> None:
        last = ""
        while (question := self._form()) is not None:
            labels = [b["text"] for b in question["buttons"]]
            options = [label for label in labels if label not in WAYS]
            if question["id"] == last or question["words"].count("I am not sure"):
                await self.live.sandbox.press(self.person, question["id"], "Cancel")
            elif options and not ("Done" in labels and any(o.startswith("✓") for o in options)):
                await self.live.sandbox.press(self.person, question["id"], options[0])
                if "Done" in labels:
                    await self.live.quiet()
                    await self.live.sandbox.press(self.person, question["id"], "Done")
            elif "Done" in labels:
                await self.live.sandbox.press(self.person, question["id"], "Done")
            elif "Skip" in labels:
                await self.live.sandbox.press(self.person, question["id"], "Skip")
            else:
                await self.live.says(self.person, "tomorrow 10am" if "day?" in question["words"] else "zz77")
            last = question["id"]
            await self.live.quiet()

    # what is on the screen

    def _seen(self) -> list[dict[str, Any]]:
        """Every message that stands there, gathered once until something changes."""
        version = self.live.sandbox.changes.version
        if self._looked is None or self._looked[0] != version:
            self._looked = (version, self.live.seen(self.person))
        return self._looked[1]

    def _screen(self) -> tuple[Any, ...]:
        live = self.live
        modal = live.sandbox.modal(self.person) if live.platform == "slack" else None
        home = live.sandbox.home(self.person) if live.platform == "slack" else None
        messages = [(m["id"], m["words"], str(m["buttons"])) for m in self._seen()]
        return (messages, len(live.sandbox.notices(self.person)), modal and modal["id"], str(home))

    def _notices(self) -> str:
        return "\n".join(self.live.sandbox.notices(self.person)[-1:])

    def _count(self, words: str) -> int:
        return sum(words in m["words"] for m in self._seen())

    def _form(self, within: str = "") -> dict[str, Any] | None:
        """The form that is open: the modal, or the newest question that can still be cancelled."""
        if self.live.platform == "slack":
            found = self.live.sandbox.modal(self.person)
            return found if found is not None and within in ("", found["id"]) else None
        asked = [m for m in self._seen() if any(b["text"] == "Cancel" for b in m["buttons"])]
        return next((m for m in reversed(asked) if within in ("", m["id"])), None)

    async def _is_there(self, state: State) -> bool:
        return any(d.state == state for d in await self._doors())

    async def _unopened(self) -> Door | None:
        return next((d for d in await self._doors() if d.state not in self.reached), None)

    async def _doors(self, undo: int | None = None) -> list[Door]:
        """Every button that stands for an answer, newest message first; or those that take one answer back."""
        seen = list(self._buttons())
        await self._learn({b["value"] for _, b in seen} - set(self.known))
        found = []
        for place, button in seen:
            if (meant := self.known[button["value"]]) is None:
                continue
            prompt, verb, takes_back = meant
            if (takes_back == undo) if undo else verb != "undo":
                where = "home " if place == "home" else ""
                found.append(Door(place, button["action"], button["text"], State(self.role, where + prompt, verb)))
        return found

    async def _learn(self, handles: set[str]) -> None:
        if not handles:
            return
        async with self.live.house.store.reading() as tx:
            for handle in handles:
                action = await meant_by(tx, handle)
                item = await tx.get(Item, action.arguments["item"]) if action else None
                self.known[handle] = None
                if action is not None and item is not None:
                    prompt = f"{item.words} {item.kind} {item.facts.get('verb', '')}".strip()
                    self.known[handle] = (prompt, action.verb, action.arguments.get("answered"))

    def _buttons(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for message in reversed(self._seen()):
            for button in message["buttons"]:
                yield message["id"], button
        home = self.live.sandbox.home(self.person) if self.live.platform == "slack" else None
        for block in (home or {"blocks": []})["blocks"]:
            for element in block.get("elements", ()) if block["type"] == "actions" else ():
                yield "home", {"value": element["value"], "action": element["action_id"], "text": element["text"]["text"]}

    # what the house remembers

    async def _answers(self) -> set[int]:
        async with self.live.house.store.reading() as tx:
            return {a.id for a in await tx.find(Answered, person=self.person) if a.id is not None}

    async def _answer(self, name: int) -> Answered:
        async with self.live.house.store.reading() as tx:
            found = await tx.get(Answered, name)
        assert found is not None
        return found


def _given(block: dict[str, Any]) -> object:
    """An answer that could be right; None for what stands there already or may be left out."""
    element = block["element"]
    if any(name.startswith("initial_") for name in element):
        return None
    match element["type"]:
        case "static_select" | "radio_buttons":
            return element["options"][0]["value"]
        case "multi_static_select":
            return [element["options"][0]["value"]]
        case "datepicker":
            return "2027-03-13"
        case "timepicker":
            return "10:00"
        case _:
            return None if block.get("optional") else "zz77"
