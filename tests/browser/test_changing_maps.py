"""Maps that change while somebody looks at them."""

import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError

from tests.browser.conftest import free_port, served, serving
from tests.browser.pages import (
    READY,
    click_paper,
    color_by,
    idle,
    ready,
    rest,
    search,
    state_of,
    wait_for,
    zoom_in,
)
from tests.conftest import make_map
from topicmap.bundle import save_map


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


def test_a_map_replaced_and_deleted_while_open(tmp_path, new_page):
    save_map(make_map(), tmp_path / "maps" / "one")
    save_map(make_map(30, 2, 3), tmp_path / "maps" / "two")
    with served(tmp_path / "maps", tmp_path / "log.txt") as address:
        page = new_page(f"{address}/?map=one")
        wait_for(page, map="one", papers=90)
        save_map(make_map(40, 3, 3, seed=1), tmp_path / "maps" / "one")
        for row in range(20):  # until the new one is open, the one before is shown
            click_paper(page, row)
            with suppress(TimeoutError):
                page.wait_for_selector(f'{READY}[data-papers="40"]', timeout=5_000)
                break
        wait_for(page, map="one", papers=40)
        shutil.rmtree(tmp_path / "maps" / "one")
        page.get_by_text("Strength", exact=True).first.click()
        wait_for(page, map="two", papers=30)
        assert (
            "The map one is not here. The map two is shown instead."
            in page.locator('[data-testid="stAlert"]').inner_text()
        )
    assert "Traceback" not in Path(tmp_path / "log.txt").read_text("utf-8", "replace")


def test_a_map_damaged_while_open_is_told(tmp_path, new_page):
    folder = tmp_path / "maps" / "one"
    save_map(make_map(), folder)
    with served(tmp_path / "maps", tmp_path / "log.txt") as address:
        page = new_page(address)
        ready(page)
        (folder / "papers.parquet").write_bytes(b"half a file")
        click_paper(page, 20)
        told = page.locator('[data-testid="stAlert"]')
        told.wait_for()
        assert "one" in told.inner_text() and "parquet" in told.inner_text()
        assert page.locator('[data-testid="stException"]').count() == 0
        save_map(make_map(), folder)
        page.reload()
        wait_for(page, map="one", papers=90)
    assert "Traceback" not in Path(tmp_path / "log.txt").read_text("utf-8", "replace")


def test_the_page_goes_on_where_it_was_when_the_server_was_killed(tmp_path, new_page):
    save_map(make_map(), tmp_path / "maps" / "one")
    port = free_port()
    with serving(tmp_path / "maps", tmp_path / "log.txt", port=port) as (address, process):
        page = new_page(address)
        ready(page)
        search(page, "graph")
        page.wait_for_url("**q=graph**")
        click_paper(page, 40)
        wait_for(page, picked="p040")
        view = zoom_in(page)
        table = page.locator('[data-testid="stDataFrame"]')
        table.scroll_into_view_if_needed()
        box = table.bounding_box()
        page.mouse.click(box["x"] + 18, box["y"] + 52)
        page.wait_for_selector(f"{READY}:not([data-picked='p040'])")
        idle(page)
        link, row = page.url, state_of(page)["picked"]
        process.kill()
        process.wait()
        page.locator('[data-testid="stConnectionStatus"]').wait_for()
    with serving(tmp_path / "maps", tmp_path / "log.txt", port=port):
        page.locator('[data-testid="stConnectionStatus"]').wait_for(state="detached")
        idle(page)
        color_by(page, "Strength")
        assert state_of(page)["picked"] == row
        assert rest(page) == pytest.approx(view, abs=1e-6)
        assert page.get_by_role("textbox", name="Search papers").input_value() == "graph"
        assert "q=graph" in page.url
        click_paper(page, 20)
        wait_for(page, picked="p020")
        other = new_page(link)
        wait_for(other, picked=row)
        assert rest(other) == pytest.approx(view, rel=0.2)
