"""What it looks like: every word can be read, and nothing is in the way."""

import pytest

from tests.browser.pages import FAINT, SHOWN_LABELS, color_by, idle, ready, wait_for

COLORS = ("Topic", "File", "Venue", "Year", "Strength")
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
    """WCAG 2.2: words (1.4.3, at least 4.5:1) and symbols (1.4.11, 3:1)."""
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
        download = page.get_by_role("button", name="Download").bounding_box()
        assert bar["x"] > download["x"] + download["width"] or bar["y"] > (
            download["y"] + download["height"]
        )


def test_only_the_filter_is_called_source(dashboard, new_page):
    page = new_page(f"{dashboard}/?source=second.txt")
    wait_for(page, papers=30)
    for color in COLORS:
        color_by(page, color)
        assert page.get_by_label("Source").count() == 1, color
