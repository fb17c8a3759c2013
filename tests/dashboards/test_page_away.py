"""The page without its server: it says so at once, and works again by itself when it is back."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from dashboards.pages.choice import Choice
from dashboards.pages.running import request_of
from scenarios.compare import compare

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHOICE = Choice("E06000017", "no-wrong-door-wigan", 1, 3)


def test_the_page_says_that_its_server_is_away_and_comes_back_with_it(
    page: Page, db: str, serve: Callable[..., object], open_page: Callable[..., None]
) -> None:
    """Killed: told, Run off, the result set back. Started again: the result, the form and Run."""
    compare(request_of(CHOICE), store=db)
    result, run = page.locator("#dw-result"), page.get_by_role("button", name="Run")
    with serve(db) as (address, server):
        open_page(page, address, CHOICE.link())
        expect(result).to_have_attribute("data-stamp", CHOICE.stamp())
        page.get_by_label("Runs", exact=True).fill("4")
        server.kill()
        server.wait()
        expect(page.get_by_role("alert")).to_contain_text("comes back by itself")
        expect(run).to_be_disabled()
        expect(result).to_contain_text("From before the program stopped")
        expect(result).to_contain_text("Rutland")
        page.get_by_label("Years", exact=True).fill("2")
        page.get_by_label("Years", exact=True).press("Enter")
        assert page.url == address + CHOICE.link()[1:]
    with serve(db, urlsplit(address).port) as (again, _):
        assert again == address
        expect(page.get_by_role("alert")).to_have_count(0)
        expect(result).to_have_attribute("data-stamp", CHOICE.stamp())
        expect(page.get_by_label("Runs", exact=True)).to_have_value("4")
        expect(page.get_by_label("Years", exact=True)).to_have_value("2")
        expect(page.get_by_label("Years", exact=True)).to_be_focused()
        expect(page.locator("#dw-differs")).to_contain_text("Not run yet")
        run.press("Enter")
        wanted = Choice(CHOICE.council, CHOICE.scenario, 2, 4)
        expect(result).to_have_attribute("data-stamp", wanted.stamp())
