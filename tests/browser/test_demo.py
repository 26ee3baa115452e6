"""One presses a button, and somebody else's column changes."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Locator, Page, expect

Picture = Callable[[str], Awaitable[object]]


def column(page: Page, person: str) -> Locator:
    return page.get_by_test_id(f"column-{person}")


def button(page: Page, person: str, text: str) -> Locator:
    return column(page, person).get_by_role("button", name=text, exact=True).last


async def test_a_morning_in_the_browser(page: Page, picture: Picture) -> None:
    await expect(page.get_by_test_id("clock-now")).to_contain_text("Mon 8 Mar 2027, 07:5")
    await expect(column(page, "vera")).to_contain_text("can you come to the core group on Wed 10 Mar 10:00?")
    await picture("1-monday-before-eight")

    await page.get_by_test_id("clock-next-morning").click()
    await expect(column(page, "gwen")).to_contain_text("NB-104 · no allocated worker")
    await expect(column(page, "ulla")).to_contain_text("no reply yet from vera")
    await expect(column(page, "maeve")).to_contain_text("RV-201 · visit: child to be seen")
    await picture("2-monday-at-nine")

    await button(page, "vera", "Coming").click()
    await expect(column(page, "ulla")).to_contain_text("✓ Coming — vera, Mon 8 Mar")
    await expect(column(page, "ulla").get_by_role("button", name="Send someone")).to_have_count(0)
    await picture("3-the-health-visitor-comes")

    await button(page, "maeve", "Visit made").click()
    modal = page.get_by_test_id("modal-maeve")
    await expect(modal).to_be_visible()
    await picture("4-a-form-in-slack")
    for question in ("Was the child seen?", "Was the child seen alone?", "Is the address", "with the parents?", "with the child?", "Progress"):
        group = modal.locator(".input", has_text=question).last
        await group.get_by_label("Yes").check()
    await page.get_by_test_id("modal-submit-maeve").click()
    await expect(column(page, "maeve")).to_contain_text("✓ Visit made")
    await page.get_by_test_id("person-hugo").click()
    await expect(column(page, "hugo")).to_contain_text("✓ Visit made")
    await picture("5-the-visit-is-recorded")


async def test_the_manager_gives_the_case_away_and_the_worker_hears(page: Page, picture: Picture) -> None:
    await page.get_by_test_id("clock-next-morning").click()
    await page.get_by_test_id("person-kezia").click()
    await button(page, "gwen", "Send someone").click()
    modal = page.get_by_test_id("modal-gwen")
    await modal.get_by_role("combobox").select_option("kezia")
    await picture("6-the-manager-sends-cover")
    await page.get_by_test_id("modal-submit-gwen").click()
    await expect(column(page, "kezia")).to_contain_text("NB-104 · can you come to the core group")
    await button(page, "gwen", "NB-104: Allocate").click()
    await modal.get_by_role("combobox").select_option("kezia")
    await page.get_by_test_id("modal-submit-gwen").click()
    await expect(column(page, "gwen")).to_contain_text("✓ Allocated")
    await picture("7-the-case-has-a-worker")


async def test_who_closes_a_chat_is_written_to_by_e_mail(page: Page, demo: str, picture: Picture) -> None:
    await page.goto(f"{demo}?people=vera,vera@health.example,dorian")
    await expect(column(page, "vera@health.example")).to_contain_text("Dutybell has not written to vera yet.")
    await page.get_by_test_id("block-vera").click()
    await expect(page.get_by_test_id("block-vera")).to_have_text("Unblock")
    await page.get_by_test_id("clock-next-morning").click()
    await expect(column(page, "vera@health.example")).to_contain_text("NB-104 · can you come to the core group")
    await expect(column(page, "vera@health.example").get_by_role("textbox")).to_have_count(0)
    await expect(column(page, "dorian")).to_contain_text("vera")
    await picture("8-by-e-mail")
