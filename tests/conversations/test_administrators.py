"""What administrators keep from their chat, on each platform; and nobody else."""

from tests.conversations.talk import Talk

MENU = "teams: north, south"


async def test_someone_is_added_and_gets_a_code(live: Talk) -> None:
    """Someone is added, and gets a code; taken back"""
    await live.comes("tm2")
    await live.asks("tm2", "/people")
    await live.press("tm2", MENU, "Add someone")
    await live.fills(
        "tm2",
        {
            "By what name are they known here?": "sw9",
            "What is their role?": "social worker",
            "Which agency?": "social care",
            "Which team?": "north",
            "Who manages them?": "tm1",
        },
    )
    await live.is_answered("tm2", MENU)
    added = (await live.directory()).people["sw9"]
    assert (added.role, added.team, added.manager) == ("social_worker", "north", "tm1")
    await live.asks("tm2", "/code sw9")
    await live.hears("tm2", "Code for sw9:")
    await live.takes_back("tm2", MENU)
    assert "sw9" not in (await live.directory()).people


async def test_a_team_is_formed(live: Talk) -> None:
    """A team is formed; taken back"""
    await live.comes("tm2")
    await live.asks("tm2", "/people")
    await live.press("tm2", MENU, "A new team")
    leaders = {"Who manages it?": "tm2", "Who is the group manager?": "gm1", "Who is the head of service?": "hos1"}
    await live.fills("tm2", {"What is the team called?": "east", **leaders})
    await live.is_answered("tm2", MENU)
    assert (await live.directory()).teams["east"].manager == "tm2"
    await live.takes_back("tm2", MENU)
    assert "east" not in (await live.directory()).teams


async def test_a_notice_is_published_and_read(live: Talk) -> None:
    """A notice is published, and read with one press"""
    await live.comes("tm2", "sw1")
    await live.asks("tm2", "/people")
    await live.press("tm2", MENU, "Publish a notice")
    await live.fills("tm2", {"What is the notice called?": "P-12", "Who should read it?": "social worker"})
    await live.is_answered("tm2", MENU)
    await live.press("sw1", "notice P-12 was published", "I have read it")
    await live.is_answered("sw1", "notice P-12 was published")
