"""Telegram: plain text, inline keyboards and forms as conversations, by polling or webhook."""

from bot.telegram.adapter import Telegram
from bot.telegram.entrance import Polling, Webhook
from bot.telegram.forms import FormStore

__all__ = ["FormStore", "Polling", "Telegram", "Webhook"]
