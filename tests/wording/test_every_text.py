"""Every text the bot can send is short, plain, readable and names nobody."""

import io
import re

import pytest
from babel.messages.pofile import read_po

from handlers.folding import DIGEST
from handlers.offers import FORMS, LABELS, MENU, ONE_PRESS
from handlers.prompts import Field, Form, Reply
from handlers.wording import LONGEST, fitted, label_of, line
from handlers.wording.catalogue import collected
from handlers.wording.language import LOCALE, in_their_words, speaking
from handlers.wording.whole import whole
from schedules.privacy import KINDS, identifying
from storage.records import Item, Message
from tests.wording.collected import DUE, KNOWN, NOW, messages, texts
from tests.wording.reading import grade, syllables

MESSAGES = sorted(set(messages()))
TEXTS = sorted(set(texts()))
BUTTONS = sorted({*LABELS.values(), *(n for n, _ in ONE_PRESS.values()), *(n for f in FORMS.values() for n, _ in f), *(n for n, _ in MENU.values())})
MARKUP = re.compile(r"[<>`]|\*\w|\w\*|(?<!\w)_\w|&(amp|lt|gt);|\{|\}|\bNone\b")
PLAIN_ENOUGH = 8.0
HARD_TO_MISS = 4
"""Words below which a text is a label: a grade says nothing of it."""


def test_there_is_something_to_judge() -> None:
    assert len(MESSAGES) > 150
    assert len(TEXTS) > 350


@pytest.mark.parametrize(("name", "text"), MESSAGES, ids=[name for name, _ in MESSAGES])
def test_a_message_is_read_at_a_glance_and_understood(name: str, text: str) -> None:
    assert len(text) <= LONGEST
    assert grade(text) <= PLAIN_ENOUGH
    assert MARKUP.search(text) is None
    assert identifying(text, KNOWN) is None


def test_a_message_says_which_case_and_by_when() -> None:
    owed = [text for name, text in MESSAGES if name.startswith(("nudge", "escalation"))]
    assert [text for text in owed if not text.startswith("KX-1004 · ")] == []
    assert [text for text in owed if not re.search(r"\b(\d{1,2} (May|Jan)|Is that right|coming|quorum|undone|would you|last answer|: )", text)] == []


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_short_plain_and_names_nobody(text: str) -> None:
    assert len(text) <= LONGEST
    assert MARKUP.search(text) is None
    assert text in KINDS or identifying(text, KNOWN) is None
    if len(text.split()) >= HARD_TO_MISS:
        assert grade(text) <= PLAIN_ENOUGH


def test_all_of_it_together_is_plain_even_with_the_trades_own_names_counted_in_full() -> None:
    everything = "\n".join([*(text for _, text in MESSAGES), *(t for t in TEXTS if len(t.split()) >= HARD_TO_MISS)])
    assert grade(everything, trade=()) <= PLAIN_ENOUGH


@pytest.mark.parametrize("label", BUTTONS)
def test_a_button_fits_on_a_phone_with_its_case_before_it(label: str) -> None:
    item = Item(message=1, kind="nudge", duty="visit", case="KX-1004", subject=None, words="visit")
    assert len(label_of(item, label)) <= 40
    assert len(label_of(item, label).encode()) <= 64


@pytest.mark.parametrize("count", [1, 2, 7, 60])
@pytest.mark.parametrize("group", [DIGEST, "together", "case:KX-1"])
def test_a_message_of_many_matters_fits_and_says_how_many_more(group: str, count: int) -> None:
    duties = ("visit", "core_group", "core_group_minutes", "plan", "conference_record")
    items = [
        Item(id=n, message=1, kind="nudge", duty=duties[n % 5], case=f"KX-{1000 + n}", words=duties[n % 5], due_at=DUE, facts={"family": f"F{n // 3}"})
        for n in range(count)
    ]
    message = Message(person="sw12", group=group, at=NOW, not_before=NOW, on_behalf_of="hv3", repeat=True)
    text = whole(message, items, NOW)
    assert len(text) <= LONGEST
    assert text.startswith("For hv3, who cannot be reached:\n")
    assert text.endswith("(sent again)")
    assert count < 7 or re.search(r"and \d+ more", text)


def test_what_fits_is_said_whole_even_where_how_many_more_would_not_fit() -> None:
    lines = ["a" * 20, "b" * 20, "c"]
    assert fitted(lines, 43) == "\n".join(lines)
    assert fitted(lines, 42) != "\n".join(lines)
    assert len(fitted(lines, 42)) <= 42


@pytest.mark.parametrize(
    ("word", "count"),
    [("visit", 2), ("made", 1), ("booked", 1), ("needed", 2), ("conference", 3), ("the", 1), ("minutes", 2), ("supervision", 4), ("file", 1)],
)
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_catalogue_is_up_to_date_and_its_welsh_keeps_every_gap() -> None:
    template = {str(m.id) for m in read_po(io.BytesIO((LOCALE / "dutybell.pot").read_bytes()))}
    assert {str(m.id) for m in collected()} - template == set()
    welsh = read_po(io.BytesIO((LOCALE / "cy/LC_MESSAGES/dutybell.po").read_bytes()), locale="cy")
    done = [(str(m.id), str(m.string)) for m in welsh if m.id and m.string]
    assert len(done) >= 80
    assert [(i, s) for i, s in done if set(re.findall(r"{\w+}", i)) != set(re.findall(r"{\w+}", s))] == []


def test_a_person_hears_their_own_language_and_english_where_there_is_none() -> None:
    visit = Item(message=1, kind="nudge", duty="visit", case="KX-1", words="visit", due_at=DUE)
    unborn = Item(message=1, kind="refusal", duty="birth", case="KX-1", words="already_born")
    with speaking("cy"):
        assert line(visit, NOW) == "KX-1 · ymweliad: gweld y plentyn · erbyn Gwen 7 Mai 2027"
        assert line(unborn, NOW).startswith("KX-1 · This child")
        form = in_their_words(Reply(form=Form("Visit made", "h", (Field("seen", "Was the child seen?", "yes_no"),)))).form
    assert form is not None
    assert (form.title, form.fields[0].label, form.submit) == ("Wedi ymweld", "A welwyd y plentyn?", "Cadw")
    assert line(visit, NOW) == "KX-1 · visit: child to be seen · due Fri 7 May 2027"
