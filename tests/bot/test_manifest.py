"""The app manifest: every command, what it may do and hear, and both ways in."""

from bot.manifest import manifest
from handlers.answers.commands import COMMANDS, registered


def test_the_manifest_names_every_command_of_the_table() -> None:
    found = manifest()["features"]["slash_commands"]  # type: ignore[index]
    assert [(c["command"], c["description"]) for c in found] == [(f"/{word}", what) for word, what in registered()]


def test_by_socket_no_address_is_named_and_by_http_everywhere() -> None:
    socket, http = manifest(), manifest("https://dutybell.example/slack/events")
    assert socket["settings"]["socket_mode_enabled"] is True  # type: ignore[index]
    assert "request_url" not in str(socket)
    assert str(http).count("https://dutybell.example/slack/events") == len(COMMANDS) + 2


def test_every_word_is_one_that_both_platforms_take() -> None:
    for word, what in registered():
        assert word.islower()
        assert word.isalpha()
        assert 3 <= len(what) <= 100
