"""Every text of a map is markup and script: on no screen does any of it do a thing."""

from dataclasses import replace
from urllib.parse import quote

import pytest

from tests.browser.conftest import PATIENCE, WINDOW, served
from tests.browser.pages import DIALOG, MAP, PAPER, READY, TOPIC, idle
from tests.conftest import layered, make_map
from topicmap.bundle import save_map
from topicmap.export import export_map
from topicmap.topic_map import TopicMap

NAME = "a<img src=x onerror=window.harmed=1>"
HARM = """
() => ({
  harmed: window.harmed ?? null,
  markup: document.querySelectorAll('img[src="x"], [onerror], .injected').length,
  links: [...document.links].map((link) => link.protocol)
    .filter((protocol) => !['http:', 'https:', 'blob:', 'file:'].includes(protocol)),
})
"""
NONE = {"harmed": None, "markup": 0, "links": []}


def hostile(what: object) -> str:
    """A text that would be seen, and would do something, were it taken for markup."""
    closing = "'\"></script></style>"
    image = '<img src=x class=injected onerror="window.harmed=2">'
    script = "<script>window.harmed=3</script>"
    return f"{what} {image}{closing}{script} [{what}](javascript:window.harmed=4) ${what}$ `{what}`"


def hostile_map() -> TopicMap:
    """A map all of whose texts are hostile."""
    made = layered(make_map())
    rows = range(len(made.papers))
    words = {name: [hostile(f"{name} {row}") for row in rows] for name in ("title", "abstract")}
    papers = made.papers.assign(
        **words,
        authors=[[hostile(f"author {row}")] for row in rows],
        source=[hostile(f"file {row % 3}") for row in rows],
        venue=[hostile(f"venue {row % 2}") for row in rows],
        url=["javascript:window.harmed=5" for _ in rows],
        **{hostile("column"): [hostile(f"kind {row % 4}") for row in rows]},
    )
    papers.index = papers.index.map(lambda name: f"{name}<img src=x onerror=window.harmed=6>")

    def renamed(table, kind):
        return table.assign(
            label=[hostile(f"{kind} {row}") for row in table.index],
            keywords=[[hostile(f"word {row}"), "case"] for row in table.index],
            keyword_weights=[[0.4, 0.1] for _ in table.index],
            examples=[list(papers.index[:3]) for _ in table.index],
        )

    topics = renamed(made.topics, "topic").assign(
        own_label=hostile("own label"), named_by=hostile("model")
    )
    return replace(
        made,
        papers=papers,
        topics=topics,
        regions=renamed(made.regions, "region"),
        subtopics=renamed(made.subtopics, "part"),
        about={**made.about, "notes": [hostile("note")], "embedder": hostile("embedder")},
    )


@pytest.fixture(scope="module")
def bad_map() -> TopicMap:
    return hostile_map()


@pytest.fixture(scope="module")
def address(bad_map, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    save_map(bad_map, folder / "maps" / NAME)
    with served(folder / "maps", folder / "log.txt") as address:
        yield address


def unharmed(page) -> bool:
    idle(page)
    page.wait_for_timeout(500)
    return page.evaluate(HARM) == NONE


@pytest.mark.parametrize(
    ("screen", "wanted"),
    [
        ("", READY),
        ("?topic=1", TOPIC),
        ("?paper=ID", PAPER),
        ("?q=TEXT", f"{MAP}[data-hits]"),
        ("?map=TEXT&source=TEXT&paper=TEXT&color=TEXT", READY),
        ("topics?topic=1", "h1"),
        ("papers", "h1"),
        ("trends", "h1"),
        ("quality", "h1"),
    ],
)
def test_no_text_is_markup_on_any_screen(address, bad_map, new_page, screen, wanted):
    link = screen.replace("ID", quote(bad_map.papers.index[3])).replace("TEXT", quote(hostile("q")))
    page = new_page(f"{address}/{link}")
    page.wait_for_selector(wanted)
    assert unharmed(page)
    assert "<img src=x" in page.locator("body").inner_text()


def test_nor_in_the_dialog_that_saves_a_picture(address, new_page):
    page = new_page(address)
    page.wait_for_selector(READY)
    page.get_by_role("button", name="Save picture").first.click()
    page.locator(f"{DIALOG} img").wait_for()
    page.get_by_role("textbox", name="Title").fill(hostile("title"))
    page.keyboard.press("Enter")
    assert unharmed(page)


def test_nor_in_the_page_to_take_away(bad_map, chromium, tmp_path):
    export_map(bad_map, tmp_path / "map.html", title=hostile("title"))
    context = chromium.new_context(viewport=WINDOW, offline=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto((tmp_path / "map.html").as_uri())
    page.wait_for_selector(READY)
    page.locator(".tp-row").first.click()
    page.wait_for_selector(TOPIC)
    harm, seen = page.evaluate(HARM), page.locator("body").inner_text()
    context.close()
    assert harm == NONE
    assert "<img src=x" in seen
