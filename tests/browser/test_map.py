"""The map in a real browser: the contract, picks, search, and that nothing loses the place."""

import csv
import io
import shutil
import struct
from pathlib import Path

import pytest

from tests.browser.conftest import served
from tests.browser.pages import (
    BOXES,
    MAP,
    PAPER,
    SHOWN_LABELS,
    TOPIC,
    box_of,
    click_paper,
    color_by,
    moved,
    overlapping,
    place_of,
    ready,
    rest,
    search,
    state_of,
    wait_for,
    zoom_in,
)
from tests.conftest import IMAGE, RIGHT_TO_LEFT, SCRIPT, TEX, make_map
from topicmap.bundle import save_map

PAPERS = make_map()
HITS = f"{MAP}:not([data-hits='0'])"
QUIET_ROWS = [20, 40, 60, 75]


def test_the_attributes_are_a_contract(dashboard, new_page):
    page = new_page(dashboard)
    page.wait_for_selector(MAP)
    assert {"map", "papers", "hits", "picked", "view", "ready"} <= set(state_of(page))
    ready(page)
    state = state_of(page)
    assert (state["map"], state["papers"], state["hits"], state["picked"]) == (
        "normal",
        "90",
        "0",
        "",
    )
    x0, x1, y0, y1 = box_of(page)
    assert PAPERS.papers["x"].between(x0, x1).all()
    assert PAPERS.papers["y"].between(y0, y1).all()
    trace = page.evaluate(f"() => [...document.querySelector('{MAP}').data[0].x]")
    assert trace == pytest.approx(PAPERS.papers["x"].tolist(), rel=1e-6)
    assert page.evaluate(f"() => document.querySelector('{MAP}').data[0].type") == "scattergl"


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
    assert page.locator(PAPER).count() == 0
    click_paper(page, 20)
    wait_for(page, picked="p020")
    page.keyboard.press("Escape")
    wait_for(page, picked="")


def test_a_click_on_a_label_goes_to_its_topic(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    first, home = state_of(page)["view"], box_of(page)
    page.get_by_role("button", name="Topic Graph neural networks").click()
    page.wait_for_selector(f'{TOPIC}[data-topic="1"]')
    wait_for(page, picked="topic:1")
    moved(page, first)
    near = rest(page)
    assert near[1] - near[0] < home[1] - home[0]
    members = PAPERS.of_topic(1)
    inside = members["x"].between(*near[:2]) & members["y"].between(*near[2:])
    assert inside.mean() > 0.8
    assert f"{len(members)} papers listed" in page.locator(".stMain").inner_text()


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


def test_search_lights_up_hits_and_keeps_the_view(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    view = zoom_in(page)
    search(page, "federated")
    wait_for(page, hits=int(PAPERS.papers["title"].fillna("").str.contains("federated").sum()))
    assert box_of(page) == view
    page.wait_for_url(lambda url: "q=federated" in url)
    search(page, "nowhere at all")
    wait_for(page, hits=0)
    search(page, "")
    wait_for(page, hits=0, papers=90)
    assert box_of(page) == view


def choose_source(page) -> None:
    page.get_by_role("combobox", name="Source").click()
    page.get_by_role("option", name="second.txt").click()
    wait_for(page, papers=30)
    page.keyboard.press("Escape")


def other_theme(page) -> None:
    before = page.evaluate("() => getComputedStyle(document.querySelector('.tm-stage')).color")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "before => getComputedStyle(document.querySelector('.tm-stage')).color !== before",
        arg=before,
    )


def leave_and_return(page) -> None:
    page.get_by_role("link", name="Topics").click()
    page.wait_for_selector(".tp-all")
    page.get_by_role("link", name="Explore").click()
    ready(page)


def resize(page) -> None:
    page.set_viewport_size({"width": 1500, "height": 900})
    page.wait_for_timeout(600)
    page.set_viewport_size({"width": 1100, "height": 700})
    page.wait_for_timeout(600)


CHANGES = {
    "search": lambda page: (search(page, "paper"), page.wait_for_selector(HITS)),
    "filter": choose_source,
    "color": lambda page: color_by(page, "Strength"),
    "theme": other_theme,
    "screen": leave_and_return,
    "resize": resize,
}  # fmt: skip


def test_nothing_loses_the_place(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    view = zoom_in(page)
    click_paper(page, 40)
    wait_for(page, picked="p040")
    for name, change in CHANGES.items():
        change(page)
        page.wait_for_timeout(800)
        ready(page)
        assert box_of(page) == pytest.approx(view, abs=1e-6), name
        assert state_of(page)["picked"] == "p040", name
        assert page.locator(f'{PAPER}[data-paper="p040"]').count() == 1, name
    page.locator(".tp-line").first.click()
    page.wait_for_selector(f'{PAPER}:not([data-paper="p040"])')
    assert rest(page) == pytest.approx(view, abs=1e-6)


def test_a_message_above_the_map_does_not_lose_the_place(tmp_path, new_page):
    save_map(make_map(), tmp_path / "maps" / "normal")
    with served(tmp_path / "maps", tmp_path / "log.txt") as address:
        page = new_page(address)
        ready(page)
        view = zoom_in(page)
        (tmp_path / "maps" / "broken").mkdir()
        (tmp_path / "maps" / "broken" / "papers.parquet").write_bytes(b"half a file")
        click_paper(page, 40)
        page.wait_for_selector('[data-testid="stAlert"]')
        wait_for(page, picked="p040")
        assert rest(page) == pytest.approx(view, abs=1e-6)


def test_a_link_shows_the_same_in_a_fresh_browser(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    choose_source(page)
    search(page, "paper")
    page.wait_for_selector(HITS)
    page.locator(".tp-row", has_text="Diffusion models").click()
    wait_for(page, picked="topic:2")
    page.wait_for_function("() => location.search.includes('topic=2')")
    first = state_of(page)
    again = new_page(page.url, fresh=True)
    wait_for(again, picked="topic:2")
    second = state_of(again)
    assert {**second, "view": ""} == {**first, "view": ""}
    assert again.get_by_role("textbox", name="Search papers").input_value() == "paper"
    again.wait_for_selector(f'{TOPIC}[data-topic="2"]')


def test_back_undoes_a_pick_and_leads_through_the_screens(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    click_paper(page, 40)
    wait_for(page, picked="p040")
    page.wait_for_function("() => location.search.includes('p040')")
    page.locator(".tp-line").first.click()
    page.wait_for_function("() => !location.search.includes('p040')")
    page.go_back()
    wait_for(page, picked="p040")
    page.get_by_role("link", name="Topics").click()
    page.wait_for_selector(".tp-all")
    page.wait_for_function("() => location.search.includes('p040')")
    for _ in range(4):
        page.go_back()
        page.wait_for_timeout(1500)
        if page.locator(MAP).count():
            break
    wait_for(page, picked="p040")
    page.go_back()
    wait_for(page, picked="")


def test_labels_never_overlap(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    counts = []
    for _ in range(4):
        page.wait_for_timeout(500)
        boxes = page.evaluate(BOXES)
        assert not overlapping(boxes)
        counts.append(len(boxes))
        page.get_by_role("button", name="Zoom in").click()
        rest(page)
    assert counts[0] >= 3


def test_a_label_can_be_dragged_over_and_still_be_clicked(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    label = page.locator(SHOWN_LABELS).first
    box = label.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = box_of(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y + 10, steps=3)
    page.mouse.move(x + 90, y + 60, steps=4)
    page.mouse.up()
    page.wait_for_function("(old) => document.querySelector('[data-testid=\"topic-map\"]')"
                           ".dataset.view !== old", arg=",".join(map(str, before)))  # fmt: skip
    moved = box_of(page)
    assert moved[0] < before[0] - 0.02 * (before[1] - before[0])
    assert abs((moved[1] - moved[0]) - (before[1] - before[0])) < 1e-6
    assert state_of(page)["picked"] == ""
    label.click()
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


def test_pan_and_double_click(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    home = box_of(page)
    frame = page.locator(MAP).bounding_box()
    x, y = frame["x"] + 12, frame["y"] + frame["height"] - 12
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 40, steps=6)
    page.mouse.up()
    after = rest(page)
    assert after[0] < home[0]
    assert after[1] - after[0] == pytest.approx(home[1] - home[0])
    page.mouse.dblclick(x, y)
    assert rest(page) == pytest.approx(home, abs=1e-6)


def test_hostile_titles_do_no_harm(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    page.wait_for_timeout(500)
    for row, title in enumerate((SCRIPT, IMAGE, TEX, RIGHT_TO_LEFT)):
        page.goto(f"{dashboard}/?paper=p{row:03}")
        page.wait_for_selector(f'{PAPER}[data-paper="p{row:03}"]')
        assert page.locator(f"{PAPER} h2").text_content() == title
        assert page.locator(f"{PAPER} img, {PAPER} script, {PAPER} b").count() == 0
        ready(page)
        page.mouse.move(*place_of(page, row))
        page.wait_for_timeout(400)
        assert page.locator(".tm-tip img, .tm-tip script").count() == 0
    page.goto(f"{dashboard}/topics")
    page.wait_for_selector(".tp-all")
    assert page.locator(".tp-all img, .tp-all script, .tp-all i:not(.tp-dot)").count() == 0
    assert page.evaluate("() => window.harmed") is None
    page.goto(f"{dashboard}/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&source=%3Cscript%3E")
    page.wait_for_selector('[data-testid="stAlert"]')


def test_the_tip_shows_the_title_as_text(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    page.wait_for_timeout(800)
    page.mouse.move(*place_of(page, 40))
    page.wait_for_selector(".tm-tip:not([hidden])")
    assert PAPERS.papers["title"].iloc[40] in page.locator(".tm-tip").inner_text()


def test_save_picture(dashboard, new_page, tmp_path):
    page = new_page(f"{dashboard}/?q=paper&paper=p040")
    ready(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save picture").click()
    picture = tmp_path / "map.png"
    waiting.value.save_as(picture)
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == (1920, 1080)
    assert len(content) > 50_000
    assert waiting.value.suggested_filename == "normal-map.png"


def test_download_csv(dashboard, new_page, tmp_path):
    page = new_page(f"{dashboard}/?topic=1")
    ready(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download CSV").click()
    waiting.value.save_as(tmp_path / "papers.csv")
    text = (tmp_path / "papers.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["id"] for row in rows] == PAPERS.of_topic(1).index.tolist()


def test_topics_lead_to_the_map(dashboard, new_page):
    page = new_page(f"{dashboard}/topics")
    page.wait_for_selector(".tp-all")
    assert page.locator(".tp-all [data-testid='topic-card']").count() == len(PAPERS.topics) + 1
    page.get_by_role("button", name="Show Diffusion models on the map").click()
    wait_for(page, picked="topic:2")
    page.wait_for_selector(f'{TOPIC}[data-topic="2"]')


def test_two_hundred_quick_clicks(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    for step in range(200):
        click_paper(page, QUIET_ROWS[step % 4])
    click_paper(page, QUIET_ROWS[0])
    wait_for(page, picked="p020")
    page.wait_for_selector(f'{PAPER}[data-paper="p020"]')
    assert page.locator('[data-testid="stException"]').count() == 0


def test_without_webgl_the_rest_works(dashboard, new_page):
    page = new_page("about:blank")
    page.add_init_script(
        "const real = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {"
        "  return /webgl/.test(kind) ? null : real.call(this, kind, ...rest); };"
    )
    page.goto(dashboard)
    page.wait_for_selector(".tm-message:not([hidden])")
    assert "WebGL" in page.locator(".tm-message").inner_text()
    page.locator(".tp-row", has_text="Diffusion models").click()
    page.wait_for_selector(f'{TOPIC}[data-topic="2"]')
    search(page, "paper")
    page.wait_for_selector(HITS)


def test_a_map_replaced_and_deleted_while_open(tmp_path, new_page):
    save_map(make_map(), tmp_path / "maps" / "one")
    save_map(make_map(30, 2, 3), tmp_path / "maps" / "two")
    with served(tmp_path / "maps", tmp_path / "log.txt") as address:
        page = new_page(f"{address}/?map=one")
        wait_for(page, map="one", papers=90)
        save_map(make_map(40, 3, 3, seed=1), tmp_path / "maps" / "one")
        click_paper(page, 20)
        wait_for(page, map="one", papers=40)
        shutil.rmtree(tmp_path / "maps" / "one")
        page.get_by_text("Strength", exact=True).first.click()
        wait_for(page, map="two", papers=30)
        assert (
            "The map one is not here. The map two is shown instead."
            in page.locator('[data-testid="stAlert"]').inner_text()
        )
    assert "Traceback" not in Path(tmp_path / "log.txt").read_text("utf-8", "replace")
