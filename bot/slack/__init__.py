"""Slack: Block Kit, modals and the App Home, by Socket Mode or signed HTTP."""

from bot.slack.adapter import Slack
from bot.slack.entrance import SignedHttp, SocketMode

__all__ = ["SignedHttp", "Slack", "SocketMode"]
