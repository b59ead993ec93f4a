"""The page: one file, all in it, nothing to be asked of a host, and no text that is markup."""

import base64
import gzip
import json
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from tests.conftest import MAPS, layered, make_map
from topicmap import web
from topicmap.colors import PAPER
from topicmap.errors import BadSettings
from topicmap.export import export_map, page
from topicmap.export.choices import choices
from topicmap.export.light import Light
from topicmap.scene import draw_scene

HOSTILE = "</script><img src=x onerror=alert(1)>{policy}"
DECLARED = re.compile(r"^(?:async )?(?:function|const|let|class) \[?(\w+)", re.MULTILINE)


def made(topic_map, light=None, **chosen) -> str:
    content, _ = page.page(topic_map, draw_scene(topic_map), choices(**chosen), light)
    return content.decode("utf-8")


def block(text: str, name: str) -> bytes:
    """What lies in a block of the page."""
    (found,) = re.findall(rf'<script type="application/octet-stream" id="tm-{name}">(.*?)<', text)
    return gzip.decompress(base64.b64decode(found))


class Tags(HTMLParser):
    def __init__(self, text: str):
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


@pytest.mark.parametrize("kind", MAPS)
def test_every_kind_of_map_has_a_page(kind):
    topic_map = MAPS[kind]()
    text = made(topic_map)
    book, papers = (json.loads(block(text, name)) for name in ("book", "papers"))
    assert book["count"] == len(topic_map) == len(papers["title"])
    assert len(book["topics"]) == len(topic_map.topics) + 1
    assert len(text) < 6_000_000


def test_the_same_map_gives_the_same_bytes():
    assert made(make_map()) == made(make_map())


def test_no_script_of_another_host_and_none_but_those_of_the_policy():
    text = made(make_map())
    tags = Tags(text).found
    assert not [
        found for found in tags if "src" in found[1] or found[0] in ("link", "base", "iframe")
    ]
    (policy,) = [found[1]["content"] for found in tags if "http-equiv" in found[1]]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "http" not in policy and "unsafe-inline" not in policy.split("style-src")[0]
    scripts = [found[1] for found in tags if found[0] == "script"]
    assert [one for one in scripts if one["type"] == "module"] == [scripts[-1]]
    assert not [name for _, found in tags for name in found if name.startswith("on")]
    assert block(text, "plotly").startswith(b"/**\n* plotly.js")


def test_hostile_words_are_no_markup():
    topic_map = make_map()
    papers = topic_map.papers.assign(title=HOSTILE, abstract=HOSTILE, source=HOSTILE)
    labels = topic_map.topics.assign(label=HOSTILE)
    hostile = replace(topic_map, papers=papers, topics=labels)
    text = made(hostile, title=HOSTILE, subtitle=HOSTILE)
    plain = made(topic_map, title="a", subtitle="b")
    assert Counter(tag for tag, _ in Tags(text).found) == Counter(
        tag for tag, _ in Tags(plain).found
    )
    assert text.count("{policy}") == 3, "in the title, the heading and the line below it"


def test_only_addresses_of_the_web_are_links():
    topic_map = make_map()
    papers = topic_map.papers.assign(url="javascript:alert(1)")
    assert set(json.loads(block(made(replace(topic_map, papers=papers)), "papers"))["url"]) == {""}


def test_the_page_begins_with_what_was_chosen():
    topic_map = make_map()
    text = made(topic_map, title="Our <field>", subtitle="", theme="dark", color="year")
    assert '<style id="tm-dark" media="all">' in text
    assert "<h1>Our &lt;field&gt;</h1>" in text and "<title>Our &lt;field&gt;</title>" in text
    assert json.loads(block(text, "book"))["start"]["color"] == "year"
    assert "settings " in text.partition("<footer")[2].partition("</footer>")[0]
    bare = made(topic_map, provenance=False, highlight="search:graph")
    assert "settings " not in bare.partition("<footer")[2].partition("</footer>")[0]
    assert json.loads(block(bare, "book"))["start"]["query"] == "graph"
    assert json.loads(block(made(topic_map, highlight="topic:2"), "book"))["start"]["topic"] == 2
    start = json.loads(block(made(topic_map, Light(row=4)), "book"))["start"]
    assert (start["row"], start["topic"]) == (4, None)
    with pytest.raises(BadSettings, match="There is no topic"):
        made(topic_map, highlight="topic:77")


def test_neighbours_are_those_of_the_map():
    topic_map = make_map()
    found = json.loads(block(made(topic_map), "papers"))["neighbors"]
    for row, paper in enumerate(topic_map.papers.index):
        near = topic_map.neighbors(paper)
        assert [topic_map.papers.index[other] for other, _ in found[row]] == list(near.index)
        assert [like for _, like in found[row]] == pytest.approx(list(near), abs=0.006)


def test_a_very_large_map_leaves_abstracts_out(monkeypatch):
    monkeypatch.setattr(page, "MOST_WHOLE", 50)
    topic_map = make_map()
    content, notes = page.page(topic_map, draw_scene(topic_map), choices())
    papers = json.loads(block(content.decode(), "papers"))
    assert (papers["abstract"], papers["neighbors"]) == (None, None)
    assert notes == ("Abstracts are left out of this page, as there are very many papers.",)


def test_scripts_of_the_map_cards_and_page_name_things_apart():
    names = Counter(DECLARED.findall(web.joined(page._SCRIPTS)))
    assert [name for name, count in names.items() if count > 1] == []


def test_the_page_has_the_colours_of_the_maps():
    text = made(make_map())
    for begin, theme in (("<style>", "light"), ('media="(prefers-color-scheme: dark)">', "dark")):
        style = text.partition(begin)[2].partition("</style>")[0]
        assert f"--st-background-color: {PAPER[theme]};" in style
    for theme in ("light", "print"):
        assert '<style id="tm-dark" media="not all">' in made(make_map(), theme=theme)


def test_a_page_is_written_like_any_other_file(tmp_path):
    exported = export_map(make_map(), tmp_path / "map.HTML")
    assert exported.path.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert exported.notes == ()


def test_a_map_shows_itself_in_a_notebook(monkeypatch):
    topic_map = layered(make_map())
    (frame,) = [found for tag, found in Tags(topic_map._repr_html_()).found if tag == "iframe"]
    assert frame["srcdoc"].startswith("<!DOCTYPE html>")
    assert frame["sandbox"] == "allow-scripts allow-popups"
    monkeypatch.setattr("topicmap.export.notebook.MOST_WHOLE", 10)
    assert "too large" in topic_map._repr_html_() and "90 papers" in topic_map._repr_html_()
