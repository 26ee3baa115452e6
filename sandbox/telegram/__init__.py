"""Telegram's Bot API with one bot."""
