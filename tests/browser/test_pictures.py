"""Each role's main conversation on each platform, played in the browser; `make pictures` keeps what it looks like.

A social worker records a visit, a team manager sees to a core group, a health visitor says whether she comes.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_demo import button, column

Portrait = Callable[[str, str], Awaitable[Path]]
LARGEST = 150_000
PNG = b"\x89PNG"
SEEN = ("Was the child seen?", "Was the child seen alone?", "Is the address the same as on file?", "discussed with the parents?")
NOTED = ("discussed with the child?", "Progress against the plan")


@pytest.fixture
async def monday(page: Page, demo: str) -> Page:
    """At nine, with those six in front who play."""
    await page.set_viewport_size({"width": 1480, "height": 780})
    await page.goto(f"{demo}?people=gwen,iris,maeve,kezia,wilf,vera")
    await page.get_by_test_id("clock-next-morning").click()
    await expect(page.get_by_test_id("clock-now")).to_contain_text("Mon 8 Mar 2027, 09:0")
    return page


async def test_six_conversations_have_their_pictures(monday: Page, portrait: Portrait) -> None:
    pictures = [
        await a_manager_sends_someone_by_a_form(monday, portrait),
        await a_manager_goes_herself_with_one_press(monday, portrait),
        await a_worker_records_a_visit_by_a_form(monday, portrait),
        await a_worker_records_a_visit_question_by_question(monday, portrait),
        await a_visitor_is_asked(monday, portrait),
        await a_visitor_has_answered(monday, portrait),
    ]
    assert [p.name for p in pictures if p.read_bytes()[:4] != PNG or p.stat().st_size > LARGEST] == []


async def a_manager_sends_someone_by_a_form(page: Page, portrait: Portrait) -> Path:
    await expect(column(page, "gwen")).to_contain_text("NB-104 · nobody will be at the core group on Wed 10 Mar 10:00")
    await button(page, "gwen", "Send someone").click()
    form = page.get_by_test_id("modal-gwen")
    await form.get_by_role("combobox").select_option("kezia")
    picture = await portrait("gwen", "team-manager-slack")
    await page.get_by_test_id("modal-submit-gwen").click()
    await expect(column(page, "gwen")).to_contain_text("✓ Someone sent — gwen, Mon 8 Mar")
    return picture


async def a_manager_goes_herself_with_one_press(page: Page, portrait: Portrait) -> Path:
    await button(page, "iris", "I will attend").click()
    await expect(column(page, "iris")).to_contain_text("— iris, Mon 8 Mar 09:0")
    await expect(button(page, "iris", "Undo")).to_be_visible()
    return await portrait("iris", "team-manager-telegram")


async def a_worker_records_a_visit_by_a_form(page: Page, portrait: Portrait) -> Path:
    await expect(column(page, "maeve")).to_contain_text("RV-201 · visit: child to be seen")
    await button(page, "maeve", "Visit made").click()
    form = page.get_by_test_id("modal-maeve")
    for question in SEEN:
        await form.locator(".input", has_text=question).last.get_by_label("Yes").check()
    picture = await portrait("maeve", "social-worker-slack")
    for question in NOTED:
        await form.locator(".input", has_text=question).last.get_by_label("Yes").check()
    await page.get_by_test_id("modal-submit-maeve").click()
    await expect(column(page, "maeve")).to_contain_text("✓ Visit made")
    return picture


async def a_worker_records_a_visit_question_by_question(page: Page, portrait: Portrait) -> Path:
    here = column(page, "kezia")
    await button(page, "kezia", "Visit made").click()
    await expect(here).to_contain_text("Which day was the visit?")
    await button(page, "kezia", "Keep: Mon 8 Mar 2027").click()
    for number in range(2, 8):
        await expect(here).to_contain_text(f"question {number} of 7")
        if number == 5:
            picture = await portrait("kezia", "social-worker-telegram")
        await button(page, "kezia", "Yes").click()
        await expect(here).not_to_contain_text(f"question {number} of 7")
    await expect(column(page, "kezia")).to_contain_text("✓ Visit made")
    return picture


async def a_visitor_is_asked(page: Page, portrait: Portrait) -> Path:
    await expect(column(page, "wilf")).to_contain_text("RV-201 · can you come to the core group on Tue 23 Mar 10:00?")
    picture = await portrait("wilf", "health-visitor-slack")
    await button(page, "wilf", "Coming").click()
    await expect(column(page, "wilf")).to_contain_text("✓ Coming — wilf, Mon 8 Mar")
    return picture


async def a_visitor_has_answered(page: Page, portrait: Portrait) -> Path:
    await button(page, "vera", "Coming").click()
    await expect(column(page, "vera").get_by_role("button", name="Not coming")).to_have_count(0)
    await expect(column(page, "vera")).to_contain_text("NB-104 · can you come to the core group on Wed 10 Mar 10:00?")
    await expect(column(page, "vera")).to_contain_text("✓ Coming — vera, Mon 8 Mar")
    return await portrait("vera", "health-visitor-telegram")
