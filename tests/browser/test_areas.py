"""Papers are drawn around with a lasso or a box."""

from dashboard.areas import papers_inside
from tests.browser.pages import (
    MAP,
    box_of,
    idle,
    place_of,
    ready,
    search,
    state_of,
    wait_for,
)
from tests.conftest import make_map

PAPERS = make_map().papers
X, Y = PAPERS["x"].to_numpy(), PAPERS["y"].to_numpy()
CARD = '[data-testid="set-card"] h2'


def drag(page, *places) -> None:
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=8)
    page.mouse.up()


def area_in_address(page) -> str:
    page.wait_for_url(lambda url: "area=" in url)
    return page.evaluate("() => new URLSearchParams(location.search).get('area')")


def left_half(page) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the part of the page with half of the map."""
    frame = page.locator(MAP).bounding_box()
    left, top = frame["x"] + 6, frame["y"] + 6
    return left, top, left + frame["width"] / 2, top + frame["height"] - 12


def check_inside(page) -> int:
    inside = papers_inside(area_in_address(page), X, Y)
    count = int(inside.sum())
    assert 0 < count < len(PAPERS)
    wait_for(page, picked="area", hits=count)
    page.wait_for_selector(f"{CARD}:text-is('{count} papers')")
    page.get_by_text(f"{count} papers listed").wait_for()
    return count


def test_a_box_picks_the_papers_in_it_and_a_link_shows_the_same(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    view = box_of(page)
    left, top, right, bottom = left_half(page)
    page.get_by_role("button", name="Box").click()
    drag(page, (left, top), (right, bottom))
    count = check_inside(page)
    assert box_of(page) == view
    inside = papers_inside(area_in_address(page), X, Y)
    for row in (0, 20, 40, 60):
        assert inside[row] == (left < place_of(page, row)[0] < right), row
    other = new_page(page.url, fresh=True)
    wait_for(other, picked="area", hits=count)
    search(page, "müller1")
    page.wait_for_url(lambda url: "q=" in url)
    idle(page)
    assert int(state_of(page)["hits"]) < count
    page.get_by_role("link", name="Topics").click()
    page.wait_for_selector(".tp-all")
    page.get_by_role("link", name="Explore").click()
    wait_for(page, picked="area")
    assert box_of(page) == view
    page.get_by_role("button", name="Close").click()
    wait_for(page, picked="")
    page.wait_for_url(lambda url: "area=" not in url)


def test_a_lasso_that_ends_where_it_began_is_no_click(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    left, top, right, bottom = left_half(page)
    lasso = page.get_by_role("button", name="Lasso")
    lasso.click()
    assert lasso.get_attribute("aria-pressed") == "true"
    drag(page, (left, top), (right, top), (right, bottom), (left, bottom), (left + 1, top + 1))
    check_inside(page)
    assert lasso.get_attribute("aria-pressed") == "false"
    page.keyboard.press("Escape")
    wait_for(page, picked="")


def test_escape_ends_drawing_and_a_speck_is_no_area(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    left, top, _, _ = left_half(page)
    page.get_by_role("button", name="Lasso").click()
    page.keyboard.press("Escape")
    assert page.locator(".tm-selecting").count() == 0
    page.get_by_role("button", name="Lasso").click()
    drag(page, (left, top), (left + 3, top + 3))
    page.wait_for_timeout(500)
    assert state_of(page)["picked"] == ""
    assert page.locator(".tm-selecting").count() == 0


def test_without_a_pointer_the_box_is_what_is_in_view(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    page.get_by_role("button", name="Zoom in").click()
    idle(page)
    x0, x1, y0, y1 = box_of(page)
    page.get_by_role("button", name="Box").focus()
    page.keyboard.press("Enter")
    count = check_inside(page)
    assert count == int(((x0 < X) & (x1 > X) & (y0 < Y) & (y1 > Y)).sum())
