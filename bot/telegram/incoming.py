"""What Telegram sends, as Incoming; the keys are Telegram's own of the message or the press, not of the update."""

from telegram import CallbackQuery, ChatMember, Message, Update

from handlers.prompts import Incoming

WANTED = [Update.MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]
PRESS = "press:"
LEFT = (ChatMember.BANNED, ChatMember.LEFT)


def of(update: Update, username: str) -> Incoming | None:
    """None for what nobody said to this bot."""
    if update.message:
        return _written(update.message, username)
    if update.callback_query:
        return _pressed(update.callback_query)
    return None


def gone(update: Update) -> str | None:
    """Who has just blocked the bot."""
    change = update.my_chat_member
    if change and change.chat.type == change.chat.PRIVATE and change.new_chat_member.status in LEFT:
        return str(change.from_user.id)
    return None


def _written(message: Message, username: str) -> Incoming | None:
    """Without words, as for a photo or a voice message, the text is empty."""
    if message.from_user is None:
        return None
    text = message.text or message.caption or ""
    command = text.startswith("/")
    if command:
        name, _, rest = text[1:].partition(" ")
        name, _, addressee = name.partition("@")
        if addressee and addressee.casefold() != username.casefold():
            return None
        text = f"{name} {rest}".strip()
    return Incoming(
        platform="telegram",
        key=f"message:{message.chat.id}:{message.message_id}",
        kind="command" if command else "said",
        sender=str(message.from_user.id),
        chat=str(message.chat.id),
        private=message.chat.type == message.chat.PRIVATE,
        text=text,
        ref=str(message.message_id),
    )


def _pressed(query: CallbackQuery) -> Incoming | None:
    if query.message is None or query.data is None:
        return None
    chat = query.message.chat
    return Incoming(
        platform="telegram",
        key=f"{PRESS}{query.id}",
        kind="pressed",
        sender=str(query.from_user.id),
        chat=str(chat.id),
        private=chat.type == chat.PRIVATE,
        handle=query.data,
        ref=str(query.message.message_id),
    )
