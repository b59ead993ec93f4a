"""What the map looks like: readable words, nothing in the way, a picture that explains itself."""

from dataclasses import replace

import pytest

from tests.browser.conftest import served
from tests.browser.pages import (
    FAINT,
    MAP,
    PAPER,
    PICTURE_STRIPS,
    SHOWN_LABELS,
    box_of,
    click_paper,
    color_by,
    idle,
    place_of,
    ready,
    rest,
    state_of,
    wait_for,
)
from tests.conftest import make_map
from topicmap.bundle import save_map

PAPERS = make_map()
COLORS = ("Topic", "File", "Year", "Strength")
PAINTED = """
() => {
  const over = document.querySelector('.tm-over');
  const { data } = over.getContext('2d').getImageData(0, 0, over.width, over.height);
  return data.some((part) => part > 0);
}
"""
BROKEN_WORDS = """
() => [...document.querySelectorAll('.tp-row > span:not(.tp-bar)')].flatMap((name) => {
  const text = name.firstChild;
  return [...text.textContent.matchAll(/\\S+/g)].filter(({ index, 0: word }) => {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    return range.getClientRects().length > 1;
  }).map(([word]) => word);
})
"""


@pytest.mark.parametrize("path", ["/?topic=1&q=paper", "/?paper=p040&color=year", "/topics"])
def test_every_word_can_be_read(dashboard, new_page, path):
    page = new_page(f"{dashboard}{path}")
    page.wait_for_selector(".tp-card")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        idle(page)
        page.wait_for_timeout(600)
        assert page.evaluate(FAINT) == [], theme


def test_in_a_small_window_nothing_is_broken_or_covered(dashboard, new_page):
    page = new_page(dashboard)
    for width in (900, 1100):
        page.set_viewport_size({"width": width, "height": 900})
        ready(page)
        page.wait_for_timeout(600)
        assert page.evaluate(BROKEN_WORDS) == []
        assert page.locator(SHOWN_LABELS).count() >= 4
        page.locator('[data-testid="stDataFrame"]').hover()
        page.wait_for_timeout(600)
        bar = page.locator('[data-testid="stElementToolbarButtonContainer"]').last.bounding_box()
        download = page.get_by_role("button", name="Download CSV").bounding_box()
        assert bar["x"] > download["x"] + download["width"] or bar["y"] > (
            download["y"] + download["height"]
        )


def test_only_the_filter_is_called_source(dashboard, new_page):
    page = new_page(f"{dashboard}/?source=second.txt")
    wait_for(page, papers=30)
    for color in COLORS:
        color_by(page, color)
        assert page.get_by_label("Source").count() == 1, color


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


def test_a_picked_paper_that_the_filter_hides_says_so(dashboard, new_page):
    page = new_page(f"{dashboard}/?paper=p000&source=second.txt")
    wait_for(page, picked="p000")
    assert "The filter by source hides this paper" in page.locator(PAPER).inner_text()


def test_a_map_of_one_paper_can_be_clicked(tmp_path, new_page):
    save_map(make_map(1, 1, 0), tmp_path / "maps" / "one")
    with served(tmp_path / "maps", tmp_path / "log.txt") as address:
        page = new_page(address)
        ready(page)
        page.locator(SHOWN_LABELS).wait_for()
        click_paper(page, 0)
        wait_for(page, picked="p000")


def test_a_point_under_a_label_is_still_a_point(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    for _ in range(2):
        page.get_by_role("button", name="Zoom out").click()
        rest(page)
    view = box_of(page)
    labels = [label.bounding_box() for label in page.locator(SHOWN_LABELS).all()]
    row = next(row for row in range(90) if covered(place_of(page, row), labels))
    x, y = place_of(page, row)
    page.mouse.click(x + 4, y)
    page.wait_for_selector(PAPER)
    assert state_of(page)["picked"].startswith("p0")
    assert box_of(page) == view


def covered(place: tuple[float, float], labels: list[dict]) -> bool:
    """Whether a place lies under a label, but not in its middle."""
    for box in labels:
        across = abs(place[0] - box["x"] - box["width"] / 2)
        down = abs(place[1] - box["y"] - box["height"] / 2)
        if 12 < across < box["width"] / 2 - 6 and down < box["height"] / 2 - 2:
            return True
    return False


def test_labels_have_the_hues_of_topics_only_with_the_points(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    inks = {}
    for color in ("Topic", "Strength"):
        color_by(page, color)
        inks[color] = page.evaluate(
            "() => [...document.querySelectorAll('.tm-label')]"
            ".map((label) => getComputedStyle(label).color)"
        )
    assert len(set(inks["Topic"])) == len(PAPERS.topics)
    assert len(set(inks["Strength"])) == 1


def test_colour_by_year_counts_papers_without_one(dashboard, new_page):
    page = new_page(f"{dashboard}/?color=year")
    ready(page)
    missing = int(PAPERS.papers["year"].isna().sum())
    assert f"{missing} papers without a year" in page.locator(".tm-legend").inner_text()


def test_the_picture_has_a_legend_and_says_what_is_picked(dashboard, new_page):
    page = new_page(f"{dashboard}/?topic=1&q=paper")
    ready(page)
    for color in COLORS:
        color_by(page, color)
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Save picture").click()
        picture = waiting.value.path().read_bytes()
        title, line, words, legend = page.evaluate(PICTURE_STRIPS, list(picture))
        assert min(title, line, words, legend) > 100, color


def test_without_webgl_the_tools_rest(dashboard, new_page):
    page = new_page("about:blank")
    page.add_init_script(
        "const real = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {"
        "  return /webgl/.test(kind) ? null : real.call(this, kind, ...rest); };"
    )
    page.goto(dashboard)
    page.wait_for_selector(".tm-message:not([hidden])")
    assert page.locator(".tm-tools button:enabled").count() == 0
    assert page.locator(MAP).count() == 1


def test_a_name_by_a_model_is_shown_as_such_and_as_text(tmp_path, new_page):
    made = make_map()
    topics = made.topics.assign(own_label=made.topics["label"], named_by="<b>model</b>-4")
    save_map(replace(made, topics=topics), tmp_path / "maps" / "named")
    with served(tmp_path / "maps", tmp_path / "log.txt") as address:
        page = new_page(f"{address}/?topic=1")
        line = page.locator(".tp-naming")
        line.wait_for()
        assert line.inner_text() == (
            "Named by <b>model</b>-4; in the papers’ words: Graph neural networks"
        )
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            idle(page)
            page.wait_for_timeout(600)
            assert page.evaluate(FAINT) == [], theme
