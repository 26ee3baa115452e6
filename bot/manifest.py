"""The app manifest that Slack asks for, made of the same table of commands as everything else."""

from handlers.answers.commands import COMMANDS

Json = dict[str, object]
SCOPES = ["chat:write", "commands", "files:write", "im:history", "im:read", "im:write"]
EVENTS = ["app_home_opened", "message.im"]
DESCRIPTION = "Rings before a duty towards a child is missed, and keeps ringing up the line until a person answers."


def manifest(request_url: str | None = None) -> Json:
    """For Socket Mode; with the address at which Slack reaches this machine, for signed HTTP."""
    reach: Json = {"url": request_url} if request_url else {}
    where: Json = {"request_url": request_url} if request_url else {}
    commands: list[Json] = [
        {
            "command": f"/{c.word}",
            "description": c.what,
            **({"usage_hint": c.usage} if c.usage else {}),
            "should_escape": False,
            **reach,
        }
        for c in COMMANDS
    ]
    return {
        "display_information": {"name": "Dutybell", "description": DESCRIPTION},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": "Dutybell", "always_online": True},
            "slash_commands": commands,
        },
        "oauth_config": {"scopes": {"bot": SCOPES}},
        "settings": {
            "event_subscriptions": {**where, "bot_events": EVENTS},
            "interactivity": {"is_enabled": True, **where},
            "org_deploy_enabled": False,
            "socket_mode_enabled": request_url is None,
            "token_rotation_enabled": False,
        },
    }
