"""The page to take away, opened from a disk."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import PATIENCE, WINDOW
from tests.browser.pages import (
    MAP,
    PAPER,
    READY,
    SHOWN_LABELS,
    TOPIC,
    box_of,
    click_paper,
    place_of,
    rest,
    state_of,
    wait_for,
    zoom_in,
)
from tests.conftest import layered, make_map
from topicmap.colors import PAPER as PAPER_COLORS
from topicmap.export import export_map
from topicmap.export.page import SEARCH
from topicmap.search import plain_words

PHONE = {"width": 390, "height": 844}
SET = '[data-testid="set-card"]'
PAPERS = {
    theme: f"rgb({', '.join(str(int(color[at : at + 2], 16)) for at in (1, 3, 5))})"
    for theme, color in PAPER_COLORS.items()
}
HOSTILE = '</script><img src=x onerror="document.title=1">'


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> str:
    """The address of a page."""
    path = tmp_path_factory.mktemp("page") / "map.html"
    export_map(layered(make_map()), path, title="Our field")
    return path.as_uri()


@pytest.fixture
def open_page(chromium):
    """Opens a page in a fresh browser; at the end nothing may have gone wrong in it."""
    contexts, problems = [], []

    def opened(address: str, ready: bool = True, **likings):
        context = chromium.new_context(
            **{"viewport": WINDOW, "reduced_motion": "reduce", "offline": True, **likings}
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: problems.append(f"error: {error}"))
        page.on(
            "console",
            lambda message: message.type == "error" and problems.append(message.text),
        )
        page.on(
            "request",
            lambda request: (
                request.url.startswith(("file:", "data:", "blob:", "about:"))
                or problems.append(f"a request to {request.url}")
            ),
        )
        page.goto(address)
        if ready:
            page.wait_for_selector(READY)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not problems


def search(page, words: str) -> None:
    page.get_by_role("searchbox", name="Search papers").fill(words)


def paper_of(page) -> str:
    """The colour that the page is drawn on."""
    return page.evaluate("() => getComputedStyle(document.body).backgroundColor")


def test_it_opens_on_the_map_and_the_topics(file, open_page):
    page = open_page(file)
    assert page.title() == "Our field"
    assert state_of(page)["papers"] == "90"
    assert page.locator(SHOWN_LABELS).count() > 1
    assert page.locator(".tp-row").count() == 6, "five topics and the unassigned"


def test_pan_zoom_and_hover(file, open_page):
    page = open_page(file)
    before = box_of(page)
    after = zoom_in(page)
    assert after[1] - after[0] < before[1] - before[0]
    frame = page.locator(MAP).bounding_box()
    page.mouse.move(frame["x"] + 200, frame["y"] + 200)
    page.mouse.down()
    page.mouse.move(frame["x"] + 260, frame["y"] + 230, steps=4)
    page.mouse.up()
    moved = rest(page)
    assert moved[0] < after[0] and moved[1] - moved[0] == pytest.approx(after[1] - after[0])
    page.get_by_role("button", name="Whole map").click()
    assert rest(page) == pytest.approx(before)
    page.mouse.move(*place_of(page, 30))
    page.locator(".tm-tip:not([hidden])").wait_for()


def test_a_paper_that_is_clicked_is_told_of(file, open_page):
    page = open_page(file)
    click_paper(page, 40)
    card = page.locator(PAPER)
    card.wait_for()
    wait_for(page, picked="40")
    title = make_map().papers["title"].iloc[40]
    assert card.get_by_role("heading").first.inner_text() == title
    assert card.locator(".tp-list .tp-line").count() == 5
    card.locator(".tp-list .tp-line").first.click()
    page.locator(f'{PAPER}:not([data-paper="40"])').wait_for()
    page.go_back()
    wait_for(page, picked="40")
    page.get_by_role("button", name="Close").click()
    page.get_by_test_id("summary-card").wait_for()


def test_a_topic_of_the_list_and_a_label_are_ways_to_its_card(file, open_page):
    page = open_page(file)
    page.locator('.tp-row[data-topic="1"]').click()
    page.locator(f'{TOPIC}[data-topic="1"]').wait_for()
    wait_for(page, picked="topic:1")
    assert page.locator(f"{TOPIC} .tp-keywords li").count() > 0
    page.get_by_role("heading", name="Nearest topics").wait_for()
    page.get_by_role("button", name="Reset").click()
    page.get_by_test_id("summary-card").wait_for()
    rest(page)
    label = page.locator(f'{SHOWN_LABELS}[data-topic="2"]')
    label.click()
    page.locator(f'{TOPIC}[data-topic="2"]').wait_for()


def test_words_find_papers_while_they_are_typed(file, open_page):
    page = open_page(file)
    search(page, "paper MÜLLER12")
    page.locator(SET).wait_for()
    wait_for(page, hits="1")
    page.locator(f"{SET} .tp-line").first.click()
    page.locator(PAPER).wait_for()
    search(page, "zebra")
    wait_for(page, hits="0", picked="")
    page.get_by_text("Search for other, fewer or shorter words.").wait_for()
    search(page, "")
    page.get_by_test_id("summary-card").wait_for()


def test_words_are_those_of_the_dashboards_search(file, open_page):
    page = open_page(file)
    letters = [chr(code) for code in (*range(32, 0x13A0), *range(0x1E00, 0xAB70))]
    words = [f"x{letter}Y" for letter in letters if letter.isprintable()]
    script = SEARCH.read_text("utf-8")
    theirs = page.evaluate(f"(words) => {{ {script}; return words.map(plainWords); }}", words)
    assert theirs == [plain_words(word) for word in words]
    searched = ["", "a", '"a"', "中", "a b", '"graph', "λόγος"]
    some = page.evaluate(f"(words) => {{ {script}; return words.map(needlesOf); }}", searched)
    assert some == [[], [], [], [" 中"], [" a", " b"], [" graph "], [" λογοσ"]]


def test_an_address_leads_back_to_what_was_seen(file, open_page):
    page = open_page(file)
    search(page, "graph")
    page.locator(SET).wait_for()
    page.get_by_label("Color").select_option("year")
    page.get_by_role("button", name="Zoom in").click()
    seen = rest(page)
    page.wait_for_function(
        "() => ['q=graph', 'color=year', 'view='].every((one) => location.hash.includes(one))"
    )
    hits = state_of(page)["hits"]
    again = open_page(page.url)
    wait_for(again, hits=hits)
    assert rest(again) == pytest.approx(seen, abs=1e-4)
    assert again.get_by_label("Color").input_value() == "year"
    assert again.get_by_role("searchbox").input_value() == "graph"


def test_an_address_of_what_is_not_there(file, open_page):
    page = open_page(f"{file}#topic=99&paper=5000&color=mood&view=a,b,c,d")
    page.get_by_test_id("summary-card").wait_for()
    assert state_of(page)["picked"] == ""


def test_a_lasso_lists_its_papers(file, open_page):
    page = open_page(file)
    page.get_by_role("button", name="Box").click()
    frame = page.locator(MAP).bounding_box()
    page.mouse.move(frame["x"] + 40, frame["y"] + 40)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] - 40, frame["y"] + frame["height"] / 2, steps=6)
    page.mouse.up()
    page.locator(SET).wait_for()
    assert 0 < int(state_of(page)["hits"]) < 90


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("window", [WINDOW, PHONE])
def test_axe_finds_nothing(file, open_page, theme, window):
    page = open_page(file, viewport=window, bypass_csp=True)
    if theme == "dark":
        page.get_by_role("button", name="Dark").click()
    for steps in (
        lambda: None,
        lambda: page.locator('.tp-row[data-topic="1"]').click(),
        lambda: search(page, "paper"),
    ):
        steps()
        rest(page)
        found = Axe().run(page).response["violations"]
        assert [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found] == []


def test_the_whole_map_is_seen_at_once(file, open_page):
    for window in (WINDOW, {"width": 1366, "height": 650}):
        page = open_page(file, viewport=window)
        legend = page.locator(".tm-legend").bounding_box()
        assert legend["y"] + legend["height"] <= window["height"]


def test_it_is_as_dark_as_the_system_until_told(file, open_page):
    page = open_page(file, color_scheme="dark")
    assert PAPERS["dark"] == paper_of(page)
    page.get_by_role("button", name="Light").click()
    page.get_by_role("button", name="Dark").wait_for()
    assert paper_of(page) == PAPERS["light"]
    page = open_page(file)
    assert paper_of(page) == PAPERS["light"]
    page.emulate_media(color_scheme="dark")
    page.get_by_role("button", name="Light").wait_for()
    assert paper_of(page) == PAPERS["dark"]


def test_a_page_made_light_stays_light(tmp_path, open_page):
    export_map(make_map(), tmp_path / "map.html", theme="light")
    page = open_page((tmp_path / "map.html").as_uri(), color_scheme="dark")
    assert paper_of(page) == PAPERS["light"]


def test_a_search_is_one_step_of_history_however_slowly_it_is_typed(file, open_page):
    page = open_page(file)
    page.locator('.tp-row[data-topic="1"]').click()
    page.locator(TOPIC).wait_for()
    for words, hits in (("müller1", "11"), ("müller12", "1")):
        search(page, words)
        wait_for(page, hits=hits, picked="")
    page.go_back()
    wait_for(page, hits="0", picked="topic:1")
    assert page.get_by_role("searchbox").input_value() == ""
    page.go_forward()
    wait_for(page, hits="1", picked="")
    assert page.get_by_role("searchbox").input_value() == "müller12"


def test_all_that_is_found_can_be_listed(file, open_page):
    page = open_page(file)
    search(page, "muller")
    wait_for(page, hits="90")
    lines = page.locator(f"{SET} .tp-line")
    for shown, button in ((40, "Show more (50 left)"), (80, "Show more (10 left)")):
        assert lines.count() == shown
        page.get_by_role("button", name=button).click()
    assert lines.count() == 90
    assert page.get_by_role("button", name="Show more").count() == 0


def test_the_keyboard_stays_in_the_panel(file, open_page):
    page = open_page(file)
    page.locator('.tp-row[data-topic="1"]').focus()
    page.keyboard.press("Enter")
    page.locator(TOPIC).wait_for()
    assert page.evaluate("() => document.activeElement.className") == "tm-panel"
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.ariaLabel") == "Close"


def test_a_phone_shows_the_head_of_the_card_that_was_asked_for(file, open_page):
    page = open_page(file, viewport={"width": 390, "height": 400})
    row = page.locator(".tp-row").last
    row.scroll_into_view_if_needed()
    row.click()
    head = page.locator(f"{TOPIC} h2")
    head.wait_for()
    assert 0 <= head.bounding_box()["y"] < 400


def test_a_phone_scrolls_down_alone(file, open_page):
    page = open_page(file, viewport=PHONE)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]


def test_hostile_words_are_shown_as_they_are(tmp_path, open_page):
    topic_map = make_map()
    papers = topic_map.papers.assign(title=HOSTILE, abstract=HOSTILE)
    hostile = replace(topic_map, papers=papers, topics=topic_map.topics.assign(label=HOSTILE))
    export_map(hostile, tmp_path / "map.html", title=HOSTILE)
    page = open_page((tmp_path / "map.html").as_uri())
    assert page.title() == HOSTILE
    click_paper(page, 40)
    page.locator(PAPER).get_by_text(HOSTILE).first.wait_for()
    assert page.locator("img").count() == 0


def test_a_page_without_abstracts_finds_titles_and_says_so(tmp_path, open_page, monkeypatch):
    monkeypatch.setattr("topicmap.export.page.MOST_WHOLE", 50)
    export_map(make_map(), tmp_path / "map.html")
    page = open_page((tmp_path / "map.html").as_uri())
    page.get_by_placeholder("Search titles and authors").fill("müller12")
    wait_for(page, hits="1")
    page.locator(f"{SET} .tp-line").first.click()
    page.locator(PAPER).get_by_text("Abstracts are left out").wait_for()


def test_it_works_in_a_notebook(tmp_path, open_page):
    cell = tmp_path / "notebook.html"
    head = '<!DOCTYPE html><meta charset="utf-8"><title>A notebook</title>'
    cell.write_text(head + make_map()._repr_html_(), "utf-8")
    page = open_page(cell.as_uri(), ready=False)
    inside = page.frame_locator("iframe")
    inside.locator(READY).wait_for()
    inside.locator('.tp-row[data-topic="1"]').click()
    inside.locator(f'{TOPIC}[data-topic="1"]').wait_for()
    assert inside.get_by_role("button", name="Copy link").count() == 0, "it has no address"


def test_a_browser_that_cannot_open_the_page_says_so(file, open_page):
    page = open_page(file, ready=False)
    page.add_init_script("delete window.DecompressionStream")
    page.reload()
    page.get_by_text("This browser is too old for this map.").wait_for()
    bare = open_page(file, ready=False, java_script_enabled=False)
    bare.locator("noscript p").wait_for()
    assert not bare.locator(".pg-main").is_visible()


def test_where_it_may_not_be_drawn_its_picture_stands(file, tmp_path, open_page):
    text = Path(url2pathname(urlsplit(file).path)).read_text("utf-8")
    (tmp_path / "map.html").write_text(text.replace(" 'unsafe-eval'", "", 1), "utf-8")
    page = open_page((tmp_path / "map.html").as_uri(), ready=False)
    page.get_by_text("The map may not be moved where it is shown here.").wait_for()
    assert page.get_by_text("get.webgl.org").count() == 0
    assert page.locator(f'{MAP}[data-drawn="1"]').count() == 1
    page.locator('.tp-row[data-topic="1"]').click()
    page.locator(TOPIC).wait_for()


def test_a_page_begins_with_what_was_chosen(tmp_path, open_page):
    export_map(make_map(), tmp_path / "map.html", highlight="topic:2", color="year")
    page = open_page((tmp_path / "map.html").as_uri())
    wait_for(page, picked="topic:2")
    assert page.get_by_label("Color").input_value() == "year"
    page.wait_for_function("() => location.hash === '#topic=2&color=year'")
    page.get_by_role("button", name="Close").click()
    wait_for(page, picked="")
    page.go_back()
    wait_for(page, picked="topic:2")


def test_without_webgl_the_papers_can_be_read(file, open_page, chromium):
    page = open_page(file, ready=False)
    page.add_init_script(
        "const own = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...more) {"
        "  return kind.startsWith('webgl') ? null : own.call(this, kind, ...more); };"
    )
    page.reload()
    page.get_by_text("This browser cannot move the map").wait_for()
    search(page, "graph")
    page.locator(f"{SET} .tp-line").first.wait_for()
