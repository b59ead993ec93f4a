"""Papers and topics picked by mouse and keyboard."""

from tests.browser.pages import (
    MAP,
    PAPER,
    SHOWN_LABELS,
    TOPIC,
    choose_source,
    click_paper,
    color_by,
    ready,
    search,
    state_of,
    wait_for,
)
from tests.conftest import make_map

PAPERS = make_map()
QUIET_ROWS = [20, 40, 60, 75]
PAINTED = """
() => {
  const over = document.querySelector('.tm-over');
  const { data } = over.getContext('2d').getImageData(0, 0, over.width, over.height);
  return data.some((part) => part > 0);
}
"""


def test_a_click_on_a_point_shows_its_paper(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    view = state_of(page)["view"]
    for row in QUIET_ROWS:
        click_paper(page, row)
        paper = PAPERS.papers.index[row]
        page.wait_for_selector(f'{PAPER}[data-paper="{paper}"]')
        wait_for(page, picked=paper)
        card = page.locator(PAPER)
        assert PAPERS.papers["title"].iloc[row] in card.inner_text()
        assert state_of(page)["view"] == view
        card.locator(".tp-line").first.click()
        wait_for(page, picked=PAPERS.neighbors(paper).index[0])
        assert state_of(page)["view"] == view


def test_a_click_beside_the_points_and_escape_pick_nothing(dashboard, new_page):
    page = new_page(f"{dashboard}/?paper=p020")
    wait_for(page, picked="p020")
    frame = page.locator(MAP).bounding_box()
    page.mouse.click(frame["x"] + 4, frame["y"] + frame["height"] - 4)
    wait_for(page, picked="")
    page.wait_for_selector(PAPER, state="detached")
    click_paper(page, 20)
    wait_for(page, picked="p020")
    page.keyboard.press("Escape")
    wait_for(page, picked="")


def test_the_list_and_the_keyboard_pick_topics(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    page.locator(".tp-row", has_text="Diffusion models").click()
    page.wait_for_selector(f'{TOPIC}[data-topic="2"]')
    page.get_by_role("button", name="Close").click()
    wait_for(page, picked="")
    label = page.locator(SHOWN_LABELS).first
    label.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(TOPIC)


def test_escape_leaves_a_paper_picked_in_the_table(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    table = page.locator('[data-testid="stDataFrame"]')
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    page.mouse.click(box["x"] + 18, box["y"] + 52)
    page.wait_for_selector(PAPER)
    page.keyboard.press("Escape")
    wait_for(page, picked="")


def test_nothing_stays_over_the_map_after_escape(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    click_paper(page, 40)
    wait_for(page, picked="p040")
    assert page.evaluate(PAINTED)
    page.keyboard.press("Escape")
    wait_for(page, picked="")
    page.wait_for_timeout(600)
    assert not page.evaluate(PAINTED)


def test_two_hundred_quick_clicks(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    for step in range(200):
        click_paper(page, QUIET_ROWS[step % 4])
    click_paper(page, QUIET_ROWS[0])
    wait_for(page, picked="p020")
    page.wait_for_selector(f'{PAPER}[data-paper="p020"]')
    assert page.locator('[data-testid="stException"]').count() == 0


def test_a_visitor_sees_nothing_of_another(dashboard, new_page):
    """Both look at once; what one picks, searches, filters and colours is not the other's."""
    mine, theirs = new_page(dashboard, fresh=True), new_page(dashboard, fresh=True)
    ready(mine)
    ready(theirs)
    click_paper(mine, 40)
    wait_for(mine, picked="p040")
    search(mine, "paper")
    mine.wait_for_selector(f"{MAP}:not([data-hits='0'])")
    click_paper(theirs, 20)
    wait_for(theirs, picked="p020", hits=0, papers=90)
    theirs.wait_for_url(lambda url: "paper=p020" in url)
    assert theirs.get_by_role("textbox", name="Search papers").input_value() == ""
    assert "q=" not in theirs.url
    choose_source(theirs)
    color_by(mine, "Year")
    wait_for(mine, picked="p040", papers=90)
    wait_for(theirs, picked="p020", papers=30)
    assert "color=" not in theirs.url
