"""The door of a lab's dashboard in a browser: in, back to the link, and out again."""

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest

from tests.browser.conftest import PATIENCE, WINDOW
from tests.browser.pages import DIALOG, dressed, ready
from tests.dashboard.test_sign_in import ADA, ROLES, lab, provider

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="no such signals on Windows"),
    pytest.mark.skipif(not find_spec("oidc_provider_mock"), reason="there is no OpenID provider"),
]
STRANGER = {"email": "eve@elsewhere.example", "email_verified": True}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("door")


@pytest.fixture(scope="module")
def door(folder) -> Iterator[str]:
    """The address of a dashboard for members; "ada" and "stranger" can sign in."""
    with provider() as issuer, lab(folder, issuer) as (address, _):
        for name, claims in (("ada", ADA), ("stranger", STRANGER)):
            httpx.put(f"{issuer}/users/{name}", json=claims).raise_for_status()
        yield address


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport=WINDOW)
    context.route(lambda url: "127.0.0.1" not in url, lambda route: route.abort())
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def knock(page) -> None:
    dressed(page)
    page.get_by_role("button", name="Sign in").click()


def go_in(page, name: str) -> None:
    knock(page)
    page.locator("input[name=sub]").fill(name)
    page.get_by_role("button", name="Authorize").click()


def test_a_link_survives_the_way_through_the_door(door, page):
    page.goto(f"{door}/papers?q=graph")
    page.get_by_text("These maps are for members").wait_for()
    assert page.url == f"{door}/papers?q=graph"
    assert page.get_by_role("link", name="Papers").count() == 0
    go_in(page, "ada")
    page.get_by_text("You are a curator.").wait_for()
    page.get_by_text("papers listed · with “graph”").wait_for()
    assert page.url.startswith(f"{door}/papers?q=graph")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/end_session**")
    page.goto(door)
    page.get_by_text("Sign in to see the maps.").wait_for()


def test_a_stranger_stays_outside_and_may_leave(door, page):
    page.goto(door)
    go_in(page, "stranger")
    page.get_by_text("Your account has no role here.").wait_for()
    page.get_by_text("Signed in as eve@elsewhere.example").wait_for()
    page.get_by_role("button", name="Sign out").wait_for()


def test_who_is_refused_by_the_provider_is_back_at_the_link(door, page):
    page.goto(f"{door}/topics?q=graph")
    knock(page)
    page.get_by_role("button", name="Deny").click()
    page.wait_for_url(f"{door}/topics?q=graph")
    page.get_by_text("Sign in to see the maps.").wait_for()


def test_whose_role_has_ended_goes_on_with_no_part_of_the_page(door, folder, page):
    page.goto(door)
    go_in(page, "ada")
    ready(page)
    page.get_by_role("button", name="Save picture").first.click()
    page.locator(f"{DIALOG} img").wait_for()
    try:
        (folder / "roles.toml").write_text('viewer = ["eve@lab.example"]')
        page.locator(DIALOG).get_by_text("Say how it was made").click()
        page.get_by_text("Your account has no role here.").wait_for()
        assert page.locator(DIALOG).count() == 0
    finally:
        (folder / "roles.toml").write_text(ROLES)
