"""`dutybell people`: who works here, and the one-time codes by which they bind their chats."""

import asyncio
from collections.abc import Coroutine
from typing import Annotated, TypeVar

import typer

from bot.refusing import told

T = TypeVar("T")

people_app = typer.Typer(no_args_is_help=True, help="Who works here, and the codes by which they bind their chats.")


def _done(work: Coroutine[object, object, T]) -> T:
    from bot.enrolling import NotMeant
    from bot.settings import SettingsError
    from handlers.enrolment import NoSuchPerson
    from handlers.refusals import NotKnown
    from schedules.packs import BadPack
    from storage.errors import StoreError

    with told(SettingsError, StoreError, BadPack, NoSuchPerson, NotKnown, NotMeant, OSError):
        return asyncio.run(work)


@people_app.command()
def add(
    person: Annotated[str, typer.Argument(help="The name they are known by here, for example sw1.")],
    role: Annotated[str | None, typer.Option(help="Their role; not needed for who works here already.")] = None,
    agency: Annotated[str, typer.Option(help="Their agency.")] = "social_care",
    team: Annotated[str | None, typer.Option(help="Their team.")] = None,
    manager: Annotated[str | None, typer.Option(help="Their manager.")] = None,
) -> None:
    """Adds a person, or finds one, and prints a code that binds one chat to them, once, within two days."""
    from bot.enrolling import add_person

    code = _done(add_person(person, role, agency, team, manager))
    print(f"Code for {person}: {code}")
    print(f"Telegram: /start {code}    Slack: send it to the bot as a direct message.    Good once, for two days.")


@people_app.command("list")
def list_people() -> None:
    """Everyone who works here and how they can be reached."""
    from bot.enrolling import everyone

    for line in _done(everyone()):
        print(line)


@people_app.command()
def email(
    person: Annotated[str, typer.Argument(help="Who, as in `dutybell people list`.")],
    address: Annotated[str, typer.Argument(help="Where they are written to when no chat reaches them.")],
) -> None:
    """Gives a person an e-mail address: the way that is left when their chats are closed."""
    from bot.enrolling import give_email

    _done(give_email(person, address))
    print(f"{person} is written to by e-mail when no chat reaches them.")


@people_app.command()
def prefer(
    person: Annotated[str, typer.Argument(help="Who, as in `dutybell people list`.")],
    language: Annotated[str, typer.Option(help="en, or a language of handlers/wording/locale.")] = "en",
    quiet: Annotated[str, typer.Option(help="Hours of silence for what is routine, such as 16:00-10:00; empty for none.")] = "",
) -> None:
    """Sets a person's language and their own quiet hours."""
    from bot.enrolling import set_preference

    try:
        _done(set_preference(person, language, quiet))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    print(f"{person}: {language}, {f'quiet {quiet}' if quiet else 'no quiet hours of their own'}.")
