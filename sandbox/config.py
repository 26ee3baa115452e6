"""What a sandbox is told before it starts: tokens, limits and waits."""

from dataclasses import dataclass


@dataclass
class Config:
    """Waits are in seconds. A request URL for Slack means the Events API; without one, Socket Mode."""

    app_name: str = "App"
    """What people see the bot called."""

    slack_bot_token: str = "xoxb-1000000001-1000000002-sandboxsandboxsandbox"
    slack_app_token: str = "xapp-1-A0SANDBOX-1000000003-sandboxsandboxsandbox"
    slack_signing_secret: str = "5a9db0c5a9db0c5a9db0c5a9db0c5a9d"
    slack_request_url: str = ""
    slack_ack_within: float = 3.0
    slack_retry_after: tuple[float, ...] = (0.0, 60.0, 300.0)
    slack_trigger_lifetime: float = 3.0

    telegram_token: str = "7000000001:AAsandbox-sandbox-sandbox-sandbox-0"
    telegram_username: str = "sandbox_bot"
    telegram_webhook_backoff: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)

    rate_limits: bool = True
    slack_burst: int = 1
    telegram_burst: int = 30
    telegram_chat_burst: int = 3
    telegram_group_burst: int = 20
    tolerance: float = 0.1
    """How much early a message may be, so that a sender who paces exactly is not refused for jitter."""
