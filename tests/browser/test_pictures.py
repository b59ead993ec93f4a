"""An SVG of a map as Chromium draws it, with the letters that are put in."""

import itertools

import pytest

from tests.browser.conftest import WINDOW
from tests.conftest import layered, make_map
from topicmap.export import export_map

TEXTS = """
() => [...document.querySelectorAll('text')].map((text) => {
  const { x, y, width, height } = text.getBBox();
  text.removeAttribute('textLength');
  return [text.textContent, x, y, width, height, text.getComputedTextLength()];
})
"""


@pytest.mark.parametrize("labels", ["over", "outside"])
def test_the_letters_that_are_put_in_are_as_wide_as_was_measured(tmp_path, chromium, labels):
    path = tmp_path / "map.svg"
    topic_map = layered(make_map())
    export_map(topic_map, path, labels=labels, title="Our field: Größen & «Обучение»")
    page = chromium.new_page(viewport=WINDOW)
    try:
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        page.evaluate("() => document.fonts.ready")
        texts = page.evaluate(TEXTS)
    finally:
        page.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert {"Our field: Größen & «Обучение»"} < {text for text, *_ in texts}
    for text, _, _, width, _, own in texts:
        assert own == pytest.approx(width, rel=0.02, abs=0.5), text
    for (_, x, y, wide, high, _), (_, x1, y1, wide1, high1, _) in itertools.combinations(texts, 2):
        apart = (y + 0.28 * high, y + 0.72 * high), (y1 + 0.28 * high1, y1 + 0.72 * high1)
        rows = apart[0][0] < apart[1][1] and apart[1][0] < apart[0][1]
        assert not (rows and x < x1 + wide1 and x1 < x + wide)
