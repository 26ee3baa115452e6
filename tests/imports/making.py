"""Makes small files as other systems write them, and an authority to take them in."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from bot.importing import Kind, read_file
from handlers.door import record
from handlers.events import Event, dump, parse
from handlers.importing import Taken, take_in
from handlers.rulebook import Rulebook
from schedules.packs import load_pack
from schedules.workdays import LONDON
from storage.store import Store

NOW = datetime(2027, 3, 10, 11, tzinfo=LONDON)
ENGLAND = Rulebook(load_pack("england"))
ROLES = {
    "hos1": "head_of_service", "gm1": "group_manager", "tm1": "team_manager", "unit1": "conference_unit", "duty1": "duty_team",
    "edt1": "emergency_duty_team", "sw1": "social_worker", "sw2": "social_worker", "hv1": "health_visitor", "sch1": "school",
}  # fmt: skip
AGENCIES = {"hv1": "health", "sch1": "education"}
COMMON = ("Child Unique ID", "Gender", "Date of Birth", "Age of Child (Years)")
WHO = ("Allocated Team", "Allocated Worker")
LISTS = {
    "List_4": (*COMMON, "Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation", *WHO),
    "List_5": (
        *COMMON,
        "Strategy discussion initiating Section 47 Enquiry Start Date",
        "Was an Initial Child Protection Conference deemed unnecessary?",
        "Date of Initial Child Protection Conference",
        "Did the Initial Child Protection Conference Result in a Child Protection Plan",
        *WHO,
    ),
    "List_6": (*COMMON, "CIN Start Date", "CIN Closure Date", *WHO),
    "List_7": (
        *COMMON,
        "Child Protection Plan Start Date",
        "Date of the Last Statutory Visit",
        "Was the Child Seen Alone?",
        "Date of latest review conference",
        "Child Protection Plan End Date",
        *WHO,
    ),
    "List_8": (*COMMON, "Date Started to be Looked After", "Date Ceased to be Looked After ", *WHO),
}
SHORT = {
    "ref": "Child Unique ID", "age": "Age of Child (Years)", "team": "Allocated Team", "worker": "Allocated Worker",
    "started": "Continuous Assessment Start Date", "authorised": "Continuous Assessment Date of Authorisation",
    "strategy": LISTS["List_5"][4], "unnecessary": LISTS["List_5"][5], "conference": LISTS["List_5"][6], "made_a_plan": LISTS["List_5"][7],
    "need": "CIN Start Date", "closed": "CIN Closure Date", "plan": "Child Protection Plan Start Date",
    "visit": "Date of the Last Statutory Visit", "alone": "Was the Child Seen Alone?", "review": "Date of latest review conference",
    "ended": "Child Protection Plan End Date", "care": "Date Started to be Looked After",
}  # fmt: skip
Row = dict[str, date | str | int]


def annex_a(path: Path, rows: dict[str, list[Row]], headers: dict[str, str] | None = None) -> Path:
    """As Ofsted's template: a title, the headers, and a row for each dict of SHORT names. `headers` writes some otherwise."""
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        book.add_worksheet("Front_Sheet").write(0, 0, "Annex A - Child level data")
        for name, columns in LISTS.items():
            sheet = book.add_worksheet(name)
            sheet.write(0, 0, name.replace("_", " "))
            for place, column in enumerate(columns):
                sheet.write(1, place, (headers or {}).get(column, column))
            for number, row in enumerate(rows.get(name, ()), 2):
                for short, value in {"team": "north", **row}.items():
                    if isinstance(value, date):
                        sheet.write_datetime(number, columns.index(SHORT[short]), datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
                    else:
                        sheet.write(number, columns.index(SHORT[short]), value)
    return path


def told(path: Path, kind: Kind | None = None) -> list[str]:
    """What a file becomes, as a file of events has it, without the moment of entry and the name."""
    return [bare(each.event) for each in read_file(path, kind, "intake", NOW).in_order()]


def bare(event: Event) -> str:
    import json

    line = json.loads(dump(event))
    return " ".join(str(v) for k, v in line.items() if k not in ("at", "id"))


async def authority(store: Store) -> None:
    """One team, with who leads it and works in it."""
    lines: list[dict[str, object]] = [
        {"event": "person.joined", "person": person, "role": role, "agency": AGENCIES.get(person, "social_care")}
        for person, role in ROLES.items()
    ]
    lines += [
        {"event": "organisation.set", "conference_unit": "unit1", "duty_team": "duty1", "emergency_duty_team": "edt1"},
        {"event": "team.formed", "team": "north", "manager": "tm1", "group_manager": "gm1", "head_of_service": "hos1"},
    ]
    async with store.writing() as tx:
        for line in lines:
            await record(tx, parse({"at": "2026-09-01T09:00", **line}, 1), ENGLAND)


async def taken_in(store: Store, path: Path, now: datetime = NOW, *, dry_run: bool = False) -> Taken:
    return await take_in(store, ENGLAND, read_file(path, None, "north", now).in_order(), now, dry_run=dry_run)


def written(path: Path, lines: Iterable[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
