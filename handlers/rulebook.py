"""The rules in force: a pack laid over the authority's own calendar."""

from datetime import date

from schedules.packs import RulePack, Rules
from storage.records import Directory


class Rulebook:
    """Keeps the rules of the last calendar seen, since a new holiday is rare and counting days is not."""

    def __init__(self, pack: RulePack) -> None:
        self.pack = pack
        self._holidays: frozenset[date] = frozenset()
        self._rules = Rules(pack)

    def rules(self, directory: Directory) -> Rules:
        if directory.holidays != self._holidays:
            self._holidays = directory.holidays
            self._rules = Rules(self.pack, directory.holidays)
        return self._rules
