"""A browser that cannot draw the map shows the rest."""

import pytest

from tests.browser.pages import INK, MAP, TOPIC, box_of, ready, rest, search, zoom_in

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


def test_without_webgl_the_first_picture_stays(page):
    assert page.evaluate(INK) > 0.005
    assert page.locator(".tm-label.tm-shown").count() > 0


def test_without_the_drawing_library_too(dashboard, new_page):
    page = new_page("about:blank")
    page.route("**/media/*", without_plotly)
    page.goto(dashboard)
    page.wait_for_selector(".tm-message:not([hidden])")
    assert "drawing library" in page.locator(".tm-message").inner_text()
    assert page.locator(f'{MAP}[data-drawn="1"][data-ready="0"]').count() == 1
    assert page.evaluate(INK) > 0.005
    page.locator(".tp-row").first.click()
    page.wait_for_selector(TOPIC)


def test_without_our_scripts_the_page_says_so(dashboard, new_page):
    page = new_page("about:blank")
    page.route("**/media/*", lambda route: route.abort())
    page.goto(dashboard)
    page.get_by_text("could not be loaded").first.wait_for()
    assert page.locator('[data-testid="stDataFrame"]').count() == 1


def without_plotly(route) -> None:
    answer = route.fetch()
    if answer.body()[:100].lstrip().startswith(b"/**\n* plotly.js"):
        route.abort()
    else:
        route.fulfill(response=answer)


def test_without_webgl_the_tools_rest_that_need_it(page):
    able = page.locator(".tm-tools button:enabled").all_inner_texts()
    assert able == ["Reset", "Copy link", "Save picture"]
    assert page.locator(MAP).count() == 1
    page.locator(".tp-row").first.click()
    page.wait_for_selector(TOPIC)
    page.get_by_role("button", name="Reset").click()
    page.wait_for_selector(TOPIC, state="detached")


def test_a_drawing_that_is_lost_is_told_and_the_picture_stays(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    home = box_of(page)
    zoom_in(page)
    lose = "canvas => canvas.getContext('webgl').getExtension('WEBGL_lose_context').loseContext()"
    page.locator(f"{MAP} canvas.gl-canvas").first.evaluate(lose)
    page.wait_for_selector(".tm-message:not([hidden])")
    assert "lost" in page.locator(".tm-message").inner_text()
    assert page.evaluate(INK) > 0.005
    page.get_by_role("button", name="Reset").click()
    assert rest(page) == pytest.approx(home, abs=1e-6)
    page.locator(".tp-row").first.click()
    page.wait_for_selector(TOPIC)
