"""What a person does in Telegram, and the update the bot gets for it."""

import re

from sandbox.chats import Json, Message, NoSuchThing, Person
from sandbox.telegram.station import Station
from sandbox.telegram.updates import Updates

COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(@\w+)?")


class TelegramActs:
    def __init__(self, station: Station, updates: Updates) -> None:
        self.station = station
        self.updates = updates

    async def write(self, person: Person, text: str, chat: str = "") -> str:
        place = self.station.chats.chats[chat or person.chat]
        command = COMMAND.match(text)
        entities = [{"type": "bot_command", "offset": 0, "length": command.end()}] if command else []
        if command and command[0] == "/start":
            person.started = True
        message = self.station.add_message(place, person.name, text, {"entities": entities})
        self.updates.add("message", self.station.message_json(message))
        return message.id

    async def start(self, person: Person, payload: str = "") -> str:
        """Presses Start, as a link `https://t.me/bot?start=PAYLOAD` does."""
        return await self.write(person, f"/start {payload}".strip())

    async def press(self, person: Person, message_id: str, action: str, chosen: object = None) -> str:
        """Presses the button with this data or this visible text; gives the callback query's id."""
        message = self._message(person, message_id)
        for row in message.rich.get("markup", {}).get("inline_keyboard", []):
            for button in row:
                if action in (button.get("callback_data"), button["text"]) and button.get("callback_data"):
                    return self._query(person, message, button["callback_data"])
        raise NoSuchThing(f"there is nothing to press called {action!r}")

    async def press_stale(self, person: Person, message_id: str, data: str) -> str:
        """A press that was on its way while the button went: old clients send it all the same."""
        return self._query(person, self._message(person, message_id), data)

    def block(self, person: Person, blocked: bool) -> None:
        """Tells the bot too, as Telegram does, with `my_chat_member`."""
        person.blocked = blocked
        member: Json = {"user": self.station.me(), "status": "kicked" if blocked else "member"}
        if blocked:
            member["until_date"] = 0
        chat = self.station.chats.chats[person.chat]
        self.updates.add("my_chat_member", {
            "chat": self.station.chat_json(chat), "from": self.station.user_json(person),
            "date": int(self.station.clock.now().timestamp()),
            "old_chat_member": {"user": self.station.me(), "status": "member"},
            "new_chat_member": member,
        })  # fmt: skip
        self.station.touch(chat)

    def _message(self, person: Person, message_id: str) -> Message:
        for chat in self.station.chats.of(person):
            message = self.station.chats.living(chat.id, message_id)
            if message is not None:
                return message
        raise NoSuchThing(f"{person.name} sees no message {message_id}")

    def _query(self, person: Person, message: Message, data: str) -> str:
        query = self.station.ask(person, message.id)
        content: Json = {
            "id": query, "from": self.station.user_json(person), "chat_instance": message.chat, "data": data,
            "message": self.station.message_json(message),
        }  # fmt: skip
        self.updates.add("callback_query", content)
        return query
