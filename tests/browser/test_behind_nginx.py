"""The dashboard in a browser, behind nginx with the policy of the recipe."""

import pytest

from tests.browser.conftest import PATIENCE, WINDOW
from tests.browser.pages import DIALOG, MAP, click_paper, ready, search, wait_for
from tests.dashboard.test_deploy import site, with_nginx

__all__ = ["site"]


@with_nginx
@pytest.mark.parametrize("screen", ["", "topics", "papers", "trends", "quality"])
def test_the_policy_lets_every_screen_be_drawn(site, chromium, screen):
    context = chromium.new_context(viewport=WINDOW, ignore_https_errors=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    told, asked = [], set()
    page.on("console", lambda message: told.append(message.text))
    page.on("request", lambda request: asked.add(request.url.split("/")[2]))
    page.goto(f"https://127.0.0.1:{site[1]}/maps/{screen}")
    page.get_by_role("heading", level=1).wait_for()
    if not screen:
        ready(page)
        search(page, "paper")
        page.wait_for_selector(f"{MAP}:not([data-hits='0'])")
        click_paper(page, 40)
        wait_for(page, picked="p040")
        page.get_by_role("button", name="Save picture").first.click()
        page.locator(f"{DIALOG} img").wait_for()
    context.close()
    assert [line for line in told if "Content Security Policy" in line] == []
    assert {one for one in asked if one} == {f"127.0.0.1:{site[1]}"}
