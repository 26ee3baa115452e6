"""How people are reached, opened once and kept until one of them changes, in whichever process."""

from collections.abc import Callable, Iterable
from operator import attrgetter

from sqlalchemy.ext.asyncio import AsyncSession

from storage.records import Contact
from storage.shapes import finding_in

COUNTED = "ways"
"""The number that rises with every change of a contact."""


class Ways:
    """The contacts of whoever was asked for, as they were at one such number."""

    def __init__(self) -> None:
        self._kept: tuple[int, dict[str, list[Contact]]] = (0, {})

    async def of(self, opened: Callable[[], AsyncSession], version: int, people: Iterable[str]) -> list[Contact]:
        """In the order of entry; `version` is that number now. Not for a transaction that has changed one itself."""
        if version != self._kept[0]:
            self._kept = (version, {})
        known = self._kept[1]  # another, at another number, may take its place meanwhile
        wanted = list(dict.fromkeys(people))
        if unknown := [person for person in wanted if person not in known]:
            found = {person: list[Contact]() for person in unknown}
            session = opened()
            for contact in await session.scalars(finding_in(Contact, "person"), {"wanted": unknown}):
                session.expunge(contact)
                found[contact.person].append(contact)
            known |= found
        return sorted((c for person in wanted for c in known[person]), key=attrgetter("entry"))
