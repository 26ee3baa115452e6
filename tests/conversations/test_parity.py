"""What can be done on one platform can be done on the other."""

from tests.conversations.parity import PAGE, conversations, page
from tests.conversations.talk import PLATFORMS


def test_every_conversation_is_held_on_every_platform() -> None:
    assert [name for _, name, platforms in conversations() if set(platforms) != set(PLATFORMS)] == []


def test_the_table_of_conversations_is_as_the_suite_has_it() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python -m tests.conversations.parity"
