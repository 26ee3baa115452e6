"""What everybody does in the week, as it is told on the first page of the project."""

from tests.walkthrough.trouble import Trouble
from tests.walkthrough.world import World

SEEN = {
    "seen": "yes", "seen_alone": "yes", "address": "yes",
    "plan_with_parents": "yes", "plan_with_child": "yes", "progress": "yes",
}  # fmt: skip
QUESTIONS = (
    ("Was the child seen?", "Yes"),
    ("Was the child seen alone?", "Yes"),
    ("Is the address the same as on file?", "Yes"),
    ("Plan discussed with the parents?", "Yes"),
    ("Plan discussed with the child?", "Yes"),
    ("Progress against the plan noted on file?", "Yes"),
)
NO_TROUBLE = Trouble("none", {})


async def live_through(world: World, trouble: Trouble = NO_TROUBLE) -> None:
    await trouble.strikes(world, "messages")
    await world.advance("next_morning")
    await the_manager_sends_cover(world, trouble)
    await the_health_visitor_confirms(world, trouble)
    await a_visit_is_recorded_in_a_modal(world, trouble)
    await a_visit_is_recorded_question_by_question(world, trouble)
    await world.until_noon_on_wednesday()
    await the_core_group_is_held(world)


async def the_manager_sends_cover(world: World, trouble: Trouble) -> None:
    managers = ("gwen", "dorian")
    await world.hears("Send someone", *managers)
    await trouble.strikes(world, "press_on_slack")
    asked = await world.press_and_fill("Send someone", managers, {"person": "kezia"})
    await world.settled(asked, "Send someone")
    asked = await world.press_and_fill("Allocate", managers, {"person": "kezia"})
    await world.settled(asked, "Allocate")


async def the_health_visitor_confirms(world: World, trouble: Trouble) -> None:
    """What her manager was told about her silence says afterwards that she answered; its buttons are gone."""
    await world.hears("Coming", "vera", "ulla")
    await trouble.strikes(world, "press_on_telegram")
    asked = await world.press("Coming", "vera", "ulla")
    await world.settled(asked, "Coming")


async def a_visit_is_recorded_in_a_modal(world: World, trouble: Trouble) -> None:
    person, message = await world.press_until_modal("Visit made", "kezia")
    if trouble.broken_down_in_forms:
        await world.house.break_down()
    await trouble.strikes(world, "submission")
    if trouble.stored_late:
        await world.submit_while_nothing_can_be_stored(person, {"day": "2027-03-08", **SEEN})
    else:
        said = await world.sandbox.submit(person, {"day": "2027-03-08", **SEEN})
        assert said["action"] == "closed", said
    await world.settled((person, message), "Visit made")
    _, shown = await world.hears("✓ Visit made", "kezia")
    assert "— kezia, Mon 8 Mar" in shown["words"]


async def a_visit_is_recorded_question_by_question(world: World, trouble: Trouble) -> None:
    await world.hears("Visit made", "lorcan")
    await trouble.strikes(world, "questions")
    await world.press_until_asked("Visit made", "lorcan", "Which day was the visit?")
    await world.answer("lorcan", "Which day was the visit?", "2027-03-08")
    for number, (question, answer) in enumerate(QUESTIONS):
        if trouble.broken_down_in_forms and number == 2:
            await world.house.break_down()
        await world.answer("lorcan", question, answer)
    await world.hears("✓ Visit made", "lorcan")


async def the_core_group_is_held(world: World) -> None:
    asked = await world.press_and_fill("Core group held", ("kezia",), {"attended": ["vera"]})
    await world.settled(asked, "Core group held")
