"""A visit on the seeds' map that answers what such a map is asked, each within a step or two.

With ``TOPICMAP_PICTURES`` a folder, a picture of each answer is saved there.
"""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dashboard.areas import papers_inside
from tests.browser.conftest import ROOT, served
from tests.browser.pages import (
    BOXES,
    INK,
    MAP,
    PAPER,
    SHOWN_LABELS,
    TOPIC,
    ask_for_picture,
    box_of,
    click_paper,
    idle,
    overlapping,
    place_of,
    ready,
    rest,
    save_map_as,
    search,
    state_of,
    wait_for,
)
from topicmap import load_map

SENTENCE = "Messages are passed along the edges of a graph to classify its nodes."
GLOW = """
() => {
  const { width, height } = document.querySelector('.tm-under');
  const pen = document.querySelector('.tm-under').getContext('2d');
  const { data } = pen.getImageData(0, 0, width, height);
  return data.filter((red, at) => at % 4 === 0 && red - data[at + 2] > 150).length;
}
"""


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    """The map of the seeds as `topicmap build` makes it, and the address of its dashboard."""
    folder = tmp_path_factory.mktemp("seven")
    cache = {"TOPICMAP_CACHE": str(folder / "cache")}
    command = [sys.executable, "-m", "topicmap", "build", "--to", folder / "maps" / "seeds"]
    subprocess.run(command, cwd=ROOT, env=os.environ | cache, check=True, capture_output=True)
    with served(folder / "maps", folder / "log.txt") as address:
        yield load_map(folder / "maps" / "seeds"), address


@pytest.fixture
def visit(seeds, new_page, request):
    """The map, and a page that shows it at first sight; at the end a picture may be taken."""
    topic_map, address = seeds
    page = new_page(address)
    ready(page)
    idle(page)
    yield topic_map, page
    if folder := os.environ.get("TOPICMAP_PICTURES"):
        idle(page)
        page.screenshot(path=Path(folder) / f"{request.node.name}.png")


def card_of(page, kind: str):
    return page.get_by_test_id(f"{kind}-card")


def label_of(topic_map, words: str) -> tuple[int, str]:
    """The topic whose keywords speak of something: its number and label."""
    told = topic_map.topics["keywords"].map(lambda keywords: " ".join(keywords[:3]))
    topic = int(told[told.str.contains(words)].index[0])
    return topic, topic_map.topics["label"].loc[topic]


def test_1_what_is_this_pile_about(visit):
    topic_map, page = visit
    body = page.locator(".stMain").inner_text()
    assert f"{len(topic_map)} papers · {len(topic_map.topics)} topics" in body
    assert page.locator(SHOWN_LABELS).count() >= 0.7 * len(topic_map.topics)
    assert not overlapping(page.evaluate(BOXES))
    summary = card_of(page, "summary")
    assert summary.get_by_role("heading", level=3).all_inner_texts()[: len(topic_map.regions)] == (
        topic_map.regions.sort_values("size", ascending=False, kind="stable")["label"].tolist()
    )
    for topic in topic_map.topics.itertuples():
        row = summary.locator(f'.tp-row[data-topic="{topic.Index}"]')
        assert row.inner_text().split("\n") == [topic.label, str(topic.size)]
    assert page.locator(".tm-legend").inner_text() == f"{topic_map.unassigned} papers in no topic"


def test_2_what_is_in_this_topic(visit):
    topic_map, page = visit
    topic, label = label_of(topic_map, "graph")
    page.locator(f'{SHOWN_LABELS}[data-topic="{topic}"]').click()
    card = page.locator(f'{TOPIC}[data-topic="{topic}"]')
    row, members = topic_map.topics.loc[topic], topic_map.of_topic(topic)
    expect(card.get_by_role("heading", level=2)).to_have_text(label)
    assert card.locator(".tp-keywords li > span:first-child").all_inner_texts()[:3] == list(
        row["keywords"][:3]
    )
    first = card.locator(".tp-line").first.inner_text()
    assert first == topic_map.papers["title"].loc[row["examples"][0]]
    headings = card.get_by_role("heading", level=3).all_inner_texts()
    assert {"Keywords", "Typical papers", "Sources"} <= set(headings)
    assert ("Years" in headings) == (members["year"].nunique() > 1)
    page.get_by_text(f"{len(members)} papers listed").wait_for()
    wait_for(page, picked=f"topic:{topic}")


def test_3_what_is_this_point_and_what_is_like_it(visit):
    topic_map, page = visit
    topic, _ = label_of(topic_map, "graph")
    paper = topic_map.topics["examples"].loc[topic][0]
    assert page.evaluate(INK) == 0
    click_paper(page, topic_map.row(paper))
    card = page.locator(f'{PAPER}[data-paper="{paper}"]')
    card.wait_for()
    told, row = card.inner_text(), topic_map.papers.loc[paper]
    assert row["title"] in told and row["authors"][0] in told and row["abstract"][:80] in told
    link = card.get_by_role("link", name="Open the paper")
    links = [one.get_attribute("href") for one in link.all()]
    assert links == ([row["url"]] if isinstance(row["url"], str) else [])
    near = topic_map.neighbors(paper)
    likeness = [float(text) for text in card.locator(".tp-line small").all_inner_texts()]
    assert likeness == pytest.approx(near.head(len(likeness)).tolist(), abs=0.006)
    assert page.evaluate(INK) > 0  # the paper is ringed, lines lead to those like it


def test_4_where_is_something(visit):
    topic_map, page = visit
    view, before = box_of(page), page.evaluate(GLOW)
    search(page, "graph")
    page.wait_for_selector(f"{MAP}:not([data-hits='0'])")
    hits = int(state_of(page)["hits"])
    texts = topic_map.papers[["title", "abstract"]].fillna("").agg(" ".join, axis=1)
    assert hits == texts.str.contains(r"\bgraph", case=False).sum()
    page.get_by_text(f"{hits} papers listed").wait_for()
    idle(page)
    assert box_of(page) == view
    assert page.evaluate(GLOW) > before + 20 * hits

    page.locator("label", has_text="by meaning").click()
    search(page, SENTENCE)
    page.wait_for_selector(f"{MAP}:not([data-star=''])")
    topic, label = label_of(topic_map, "graph")
    card = card_of(page, "set")
    expect(card.get_by_role("heading", level=2)).to_have_text("Most like the text")
    expect(card.locator(".tp-topic")).to_contain_text(label)
    x, y = map(float, state_of(page)["star"].split(","))
    own = topic_map.of_topic(topic)
    assert own["x"].quantile(0.05) < x < own["x"].quantile(0.95)
    assert own["y"].quantile(0.05) < y < own["y"].quantile(0.95)
    idle(page)
    assert box_of(page) == view


def test_5_what_is_special_about_this_region(visit):
    topic_map, page = visit
    topic, _ = label_of(topic_map, "graph")
    own = topic_map.of_topic(topic)
    middle = own[["x", "y"]].median()
    near = own[(own[["x", "y"]] - middle).abs().max(axis=1) < 2]
    places = [place_of(page, topic_map.row(paper)) for paper in near.index]
    left, top = (min(place[axis] for place in places) - 4 for axis in (0, 1))
    right, bottom = (max(place[axis] for place in places) + 4 for axis in (0, 1))
    page.get_by_role("button", name="Lasso").click()
    page.mouse.move(left, top)
    page.mouse.down()
    for corner in ((right, top), (right, bottom), (left, bottom), (left, top)):
        page.mouse.move(*corner, steps=6)
    page.mouse.up()
    wait_for(page, picked="area")
    page.wait_for_url(lambda url: "area=" in url)
    area = page.evaluate("() => new URLSearchParams(location.search).get('area')")
    inside = papers_inside(area, topic_map.papers["x"].to_numpy(), topic_map.papers["y"].to_numpy())
    assert set(near.index) <= set(topic_map.papers.index[inside])
    card = card_of(page, "set")
    expect(card.get_by_role("heading", level=2)).to_have_text(f"{inside.sum()} papers")
    phrases = card.locator(".tp-keywords li > span:first-child").all_inner_texts()
    assert any("graph" in phrase for phrase in phrases[:2])
    page.get_by_role("button", name=f"Download {inside.sum()} papers").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()
    rows = csv.DictReader(io.StringIO(waiting.value.path().read_text("utf-8-sig")))
    assert {row["id"] for row in rows} == set(topic_map.papers.index[inside])


def test_6_how_far_can_it_be_trusted(visit):
    topic_map, page = visit
    grey = topic_map.papers.index[topic_map.papers["topic"] < 0][0]
    summary = card_of(page, "summary")
    summary.get_by_role("button", name="Unassigned").wait_for()
    search(page, topic_map.papers["title"].loc[grey])
    page.get_by_role("link", name="Papers").click()
    page.get_by_role("button", name="Download 1 paper").wait_for()
    page.get_by_role("link", name="Quality").click()
    figures = page.get_by_test_id("figures")
    figures.wait_for()
    told = dict(
        figure.inner_text().split("\n")[:2] for figure in figures.locator(".tp-figure").all()
    )
    scores = topic_map.about["scores"]
    assert told["In no topic"] == f"{topic_map.unassigned / len(topic_map):.1%}"
    for name, key in (
        ("Trustworthiness", "trustworthiness"),
        ("Neighbors kept", "neighbors_kept"),
        ("Mean strength", "strength"),
    ):
        assert float(told[name]) == pytest.approx(scores[key], abs=0.006)
    for heading in ("Topics by trust", "The unassigned"):
        page.get_by_role("heading", name=heading).wait_for()


def test_7_how_is_it_shown_to_others(visit, new_page):
    topic_map, page = visit
    topic, _ = label_of(topic_map, "graph")
    page.locator(f'{SHOWN_LABELS}[data-topic="{topic}"]').click()
    wait_for(page, picked=f"topic:{topic}")
    search(page, "graph")
    page.wait_for_selector(f"{MAP}:not([data-hits='0'])")
    page.get_by_role("button", name="Zoom in").click()
    view = rest(page)
    written = "() => ['view=', 'topic=', 'q=graph'].every((part) => location.search.includes(part))"
    page.wait_for_function(written)
    idle(page)
    other = new_page(page.url, fresh=True)
    wait_for(other, picked=f"topic:{topic}", hits=state_of(page)["hits"])
    assert rest(other) == pytest.approx(view, abs=1e-4 * (view[1] - view[0]))
    ask_for_picture(page)
    drawn = save_map_as(page, "svg", "SVG").decode()
    name = topic_map.topics["label"].loc[topic]
    assert f"{name} · with “graph” · {state_of(page)['hits']} papers found" in drawn
