"""`dutybell people`: who works here, and the one-time codes by which they bind their chats."""

import asyncio
from typing import Annotated

import typer

people_app = typer.Typer(no_args_is_help=True, help="Who works here, and the codes by which they bind their chats.")


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

    code = asyncio.run(add_person(person, role, agency, team, manager))
    print(f"Code for {person}: {code}")
    print(f"Telegram: /start {code}    Slack: send it to the bot as a direct message.    Good once, for two days.")


@people_app.command("list")
def list_people() -> None:
    """Everyone who works here and how they can be reached."""
    from bot.enrolling import everyone

    for line in asyncio.run(everyone()):
        print(line)
