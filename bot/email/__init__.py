"""E-mail: the way that is left when no chat reaches a person. It only speaks."""

from bot.email.adapter import Email, Post

__all__ = ["Email", "Post"]
