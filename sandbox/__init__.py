"""A Slack, a Telegram and a mail server that run on this machine, for demos and tests of any bot."""

from sandbox.app import Sandbox, create_app
from sandbox.config import Config

__all__ = ["Config", "Sandbox", "create_app"]
