"""What administrators keep from their chat, on each platform; and nobody else."""

from storage.records import Contact, JournalEntry
from tests.conversations.talk import Talk

NEW = "ann.new@council.example"
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


async def contact_of(live: Talk, person: str, platform: str) -> Contact | None:
    async with live.house.store.reading() as tx:
        return await tx.get(Contact, (person, platform))


async def test_an_address_is_given_and_nobody_reads_it_again(live: Talk) -> None:
    """An e-mail address given from chat: kept sealed, said to nobody; taken back"""
    await live.comes("tm2", "sw1")
    about = f"sw1, social worker: {live.platform}"
    await live.asks("tm2", "/people sw1")
    await live.press("tm2", about, "E-mail address")
    await live.fills("tm2", {"Which e-mail address?": NEW})
    await live.is_answered("tm2", about)
    given = await contact_of(live, "sw1", "email")
    assert given is not None
    assert (given.address, given.verified_at is not None) == (NEW, True)
    await live.quiet()
    assert NEW not in live.words("tm2")
    if live.platform == "telegram":
        assert [m["deleted"] for m in live.sandbox.chat("tm2") if NEW in m["words"]] == [True]
    async with live.house.store.reading() as tx:
        assert [e.body for e in await tx.find(JournalEntry) if NEW in e.body] == []
    for file in live.folder.glob("house.sqlite*"):
        assert NEW.encode() not in file.read_bytes()
    await live.takes_back("tm2", about)
    assert await contact_of(live, "sw1", "email") is None


async def test_an_address_that_is_none_is_asked_again(live: Talk) -> None:
    """An e-mail address: what is none is asked again, and a name in its place is refused"""
    await live.comes("tm2")
    await live.asks("tm2", "/people sw1")
    await live.press("tm2", "sw1, social worker", "E-mail address")
    if live.platform == "slack":
        await live.sandbox.until(lambda: live.sandbox.modal("tm2"))
        outcome = await live.sandbox.submit("tm2", {"Which e-mail address?": "nobody"})
        assert outcome["action"] == "errors"
        await live.sandbox.close_modal("tm2")
    else:
        await live.question("tm2")
        await live.says("tm2", "nobody")
        await live.hears("tm2", "Give it in full, with its @")
        await live.says("tm2", "Daisy Flower, born 3/2/2019")
        await live.hears("tm2", "Not kept")
    assert await contact_of(live, "sw1", "email") is None


async def test_a_chat_is_taken_away(live: Talk) -> None:
    """A chat taken away: whoever writes from it is a stranger; taken back, it is theirs again"""
    await live.comes("tm2", "sw1")
    about = f"sw1, social worker: {live.platform}"
    await live.asks("tm2", "/people sw1")
    await live.press("tm2", about, "Take a chat away")
    await live.fills("tm2", {"Which one is taken away?": live.platform.capitalize()})
    await live.is_answered("tm2", about)
    await live.asks("sw1", "/today")
    await live.hears("sw1", "This is a work tool")
    await live.takes_back("tm2", about)
    await live.asks("sw1", "/week")
    await live.hears("sw1", "KX-1 · visit")


async def test_nobody_else_changes_how_people_are_reached(live: Talk) -> None:
    """How people are reached: for administrators only, and never their own chat"""
    await live.comes("tm2", "sw1")
    await live.asks("sw1", "/people sw1")
    await live.hears("sw1", "That is for administrators")
    await live.asks("tm2", "/people tm2")
    await live.press("tm2", "tm2, team manager", "Take a chat away")
    if live.platform == "slack":
        await live.sandbox.until(lambda: live.sandbox.modal("tm2"))
        outcome = await live.sandbox.submit("tm2", {"Which one is taken away?": "Slack"})
        assert "Ask another administrator" in str(outcome["errors"])
    else:
        await live.fills("tm2", {"Which one is taken away?": "Telegram"})
        await live.hears("tm2", "Ask another administrator")
    kept = await contact_of(live, "tm2", live.platform)
    assert kept is not None
    assert kept.verified_at is not None
