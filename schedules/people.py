"""Who hears: the next one up, who stands in for whom, and what a ladder's word means in a case."""

from collections.abc import Iterable, Iterator
from datetime import date

from storage.records import Casefile, Directory, Invitation, Person, Roll, Team

IN_THE_LINE = ("social_worker", "team_manager", "acting_manager", "group_manager", "head_of_service")
ABOVE_A_TEAM = ("group_manager", "head_of_service", "assistant_director", "director")


def is_partner(person: Person | None) -> bool:
    return person is not None and person.agency != "social_care"


def _is_outside(person: Person, team: Team) -> bool:
    """The unit, a partner, or a worker of another team who visits for this one."""
    return person.role not in IN_THE_LINE or (person.role == "social_worker" and person.team not in (None, team.id))


def answered(directory: Roll, asked: Invitation, on: date) -> str | None:
    """What an invitee has answered; who sent a deputy has not answered any more once that one has left."""
    gone = asked.answer == "deputy" and (asked.deputy is None or directory.has_left(asked.deputy, on))
    return None if gone else asked.answer


class Line:
    """The line of one duty: its case (None where it has none), its owners, the day on which it speaks."""

    def __init__(
        self,
        directory: Directory,
        file: Casefile | None,
        on: date,
        owners: Iterable[str] = (),
        duty: str = "",
        meeting: str | None = None,
    ) -> None:
        self.directory, self.file, self.on, self.duty, self.meeting = directory, file, on, duty, meeting
        self.owners = tuple(owners)

    def team(self, person: str | None = None) -> Team | None:
        """The team a person leads or belongs to, else the case's."""
        teams = self.directory.teams
        own = teams.get(self.file.case.team) if self.file else None
        if person is None:
            return own
        if own and person in (own.manager, own.acting_manager, own.group_manager, own.head_of_service):
            return own
        for team in teams.values():
            if person in (team.manager, team.acting_manager):
                return team
        who = self.directory.people.get(person)
        if who and who.team in teams:
            return teams[who.team]
        for team in teams.values():
            if person in (team.group_manager, team.head_of_service):
                return team
        return own

    def head_of_service(self, person: str | None = None) -> str | None:
        team = self.team(person) or self.team()
        if team is None:
            first = self.owners[0] if self.owners else None
            team = self.team(first) or next(iter(self.directory.teams.values()), None)
        return team.head_of_service if team else next(iter(self.directory.with_role("head_of_service")), None)

    def chair(self) -> str | None:
        """The chair concerned; where none is known the conference unit."""
        known = self.file.chair(self.meeting) if self.file else None
        return known or self.unit()

    def unit(self) -> str | None:
        return self.directory.organisation.conference_unit if self.directory.organisation else None

    def next_up(self, person: str) -> str | None:
        """The next one up; past the last one that exists, the head of service."""
        who = self.directory.people.get(person)
        found = self._next_up(person, who) if who else None
        return found if found and found != person else self.head_of_service(person)

    def _next_up(self, person: str, who: Person) -> str | None:
        team, organisation = self.team(person), self.directory.organisation
        concerned = self.team() or team
        if team and person in (team.manager, team.acting_manager) and who.role != "group_manager":
            return who.manager if who.manager and who.role == "acting_manager" else team.group_manager
        match who.role:
            case "team_manager" | "acting_manager":
                return who.manager or (team.group_manager if team else None)
            case "group_manager":
                return (team.head_of_service if team else None) or who.manager
            case "head_of_service":
                return (organisation.assistant_director if organisation else None) or (
                    organisation.director if organisation else None
                )
            case "assistant_director":
                return organisation.director if organisation else None
            case "duty_team" | "emergency_duty_team":
                return concerned.manager if concerned else None
        if who.manager:
            return who.manager
        if who.role in ("quality_assurance_manager", "conference_chair", "conference_unit"):
            return None
        if is_partner(who) and not (self.duty == "report" and person in self.owners):
            return self.chair()
        return concerned.manager if concerned else None

    def manager_of(self, person: str) -> str | None:
        """A person's manager: their `manager`, else the next one up."""
        who = self.directory.people.get(person)
        return (who.manager if who else None) or self.next_up(person)

    def hears(self, person: str | None) -> str | None:
        """Who hears instead of a person that day: named cover, acting manager, next one up; the person when there."""
        seen: set[str] = set()
        while person is not None and not self.directory.is_there(person, self.on):
            seen.add(person)
            person = next((p for p in self._instead(person) if p and p not in seen), None)
        return person

    def _instead(self, person: str) -> Iterator[str | None]:
        absence = self.directory.absence(person, self.on)
        if absence is not None:
            yield absence.cover
        led = (t for t in self.directory.teams.values() if t.manager == person)
        for team in sorted(led, key=lambda t: t is not self.team()):
            yield team.acting_manager
        yield self.next_up(person)
        yield self.head_of_service(person)

    def circle(self) -> set[str]:
        """Those who owe the duty, and whoever hears instead of them: no escalation goes to these."""
        heard = {self.hears(owner) for owner in self.owners}
        return set(self.owners) | {h for h in heard if h}

    def escalated(self, person: str | None) -> str | None:
        """Who hears an escalation meant for `person`: never who owes the duty or stands in, but the next one up."""
        circle, seen = self.circle(), set[str]()
        while person is not None and person not in seen:
            heard = self.hears(person)
            if heard not in circle:
                return heard
            seen.add(person)
            person = self.next_up(person)
        return None

    def meant(self, word: str) -> list[str]:
        """The people a ladder's word means, before anyone's absence."""
        team, organisation = self.team(), self.directory.organisation
        if word.startswith("person:"):
            return [word.removeprefix("person:")]
        match word:
            case "owner":
                return list(self.owners)
            case "owners_manager":
                found: list[str | None] = [self.manager_of(owner) for owner in self.owners]
            case "team_manager":
                found = [self._team_manager()]
            case "group_manager":
                found = [team.group_manager] if team else [self._climb(2)]
            case "head_of_service":
                found = [self.head_of_service()]
            case "conference_unit":
                found = [self.unit()]
            case "chair":
                found = [self.chair()]
            case "worker":
                found = [self.file.worker(self.on)] if self.file else []
            case "duty_team":
                found = [organisation.duty_team] if organisation else []
            case "emergency_duty_team":
                found = [organisation.emergency_duty_team] if organisation else []
            case "assistant_director":
                found = [organisation.assistant_director] if organisation else []
            case "unsure_invitees":
                found = list(self.unsure())
            case _:
                raise ValueError(f"no such recipient: {word}")
        return [p for p in found if p]

    def _team_manager(self) -> str | None:
        """The case's team manager; for an owner outside the team, their `manager` first."""
        team = self.team()
        if team is None:
            return self._climb(1)
        owner = self.directory.people.get(self.owners[0]) if self.owners else None
        if owner is not None and owner.manager and _is_outside(owner, team):
            return owner.manager
        return team.manager

    def _climb(self, steps: int) -> str | None:
        """Without a case: so many steps up from the owner; where none is left, the head of service."""
        person = self.owners[0] if self.owners else None
        who = self.directory.people.get(person) if person else None
        for _ in range(steps):
            if who is None:
                break
            up = who.manager or (self._next_up(who.id, who) if who.role in IN_THE_LINE else None)
            who = self.directory.people.get(up) if up else None
        return who.id if who else self.head_of_service(person)

    def unsure(self) -> Iterator[str]:
        """Invitees of the booking who said no without a deputy, or have not answered."""
        if self.file is None or self.meeting is None:
            return
        for invitation in self.file.invited(self.meeting):
            if self.directory.has_left(invitation.person, self.on):
                continue
            if answered(self.directory, invitation, self.on) in (None, "not_coming"):
                yield invitation.person
