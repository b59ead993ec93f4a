"""A browser that cannot draw the map shows the rest."""

import pytest

from tests.browser.pages import MAP, TOPIC, search

HITS = f"{MAP}:not([data-hits='0'])"


@pytest.fixture
def page(dashboard, new_page):
    """The dashboard in a browser without WebGL."""
    page = new_page("about:blank")
    page.add_init_script(
        "const real = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {"
        "  return /webgl/.test(kind) ? null : real.call(this, kind, ...rest); };"
    )
    page.goto(dashboard)
    page.wait_for_selector(".tm-message:not([hidden])")
    return page


def test_without_webgl_the_rest_works(page):
    assert "WebGL" in page.locator(".tm-message").inner_text()
    page.locator(".tp-row", has_text="Diffusion models").click()
    page.wait_for_selector(f'{TOPIC}[data-topic="2"]')
    search(page, "paper")
    page.wait_for_selector(HITS)


def test_without_webgl_the_tools_rest(page):
    assert page.locator(".tm-tools button:enabled").count() == 0
    assert page.locator(MAP).count() == 1
