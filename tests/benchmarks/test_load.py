"""Many visitors at once: seconds of their searches and clicks, and memory, for maps at hand.

A few of them are browsers, the others speak Streamlit's protocol. What browsers show counts like
all other answers, though they draw without a graphics processor on the processors of the server.
A second wave comes after all of the first have left: it must not need more memory than the first.
"""

import asyncio
import os
import random
import re
import statistics
import time
from pathlib import Path

import playwright.async_api as playwright
import pytest

from tests.browser.conftest import ARGUMENTS, CHROMIUM, PATIENCE, WINDOW
from tests.browser.pages import READY, TOPIC
from tests.labs import Lab, hosted
from tests.visitors import Visitor, run
from topicmap.bundle import BundleInfo, list_maps

FOLDER = os.environ.get("TOPICMAP_MAPS")
MAPS = [info for info in list_maps(Path(FOLDER)) if not info.problem] if FOLDER else []
LARGE = 5_000  # papers
VISITORS = {False: 50, True: 20}  # on a map of few papers, and of many
BROWSERS = 2  # of them
ROUNDS = 10  # searches and clicks of each
PAUSES = (6.0, 14.0)  # seconds between them, at random
ARRIVALS = 0.5  # seconds between two visitors
GONE = 75  # seconds until the server has forgotten them, see disconnectedSessionTTL
WORDS = ("graph", "diffusion", "language model", "learning", "robust", "image", "policy", "data")
READ, DRAWN = "read in a browser", "drawn in a browser"
NOT_COUNTED = ("arrive", DRAWN)
SEARCHED = """
(query) => location.search.includes(query)
  && document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]')
"""
pytestmark = pytest.mark.skipif(not MAPS, reason="TOPICMAP_MAPS names no folder with maps")


@pytest.mark.parametrize("info", MAPS, ids=lambda info: info.name)
def test_many_visitors(info: BundleInfo, tmp_path):
    """No error, 95 % of the interactions in less than a second, and the memory comes back."""
    count = VISITORS[info.papers > LARGE]
    with hosted(tmp_path, maps=Path(FOLDER).absolute()) as lab:
        megabytes, took, browsed = run(visit(lab, info, count))
    before, most, after, again = megabytes
    later = [seconds for name, seconds in [*took, *browsed] if name not in NOT_COUNTED]
    worst = statistics.quantiles(later, n=20)[-1]
    print(
        f"\n{info.name}, {info.papers} papers: {count} visitors, {len(later)} interactions: median "
        f"{statistics.median(later):.2f} s, 95 % within {worst:.2f} s, slowest {max(later):.2f} s; "
        f"memory with one visitor {before:.0f} MB, {(most - before) / count:.1f} MB more for each, "
        f"afterwards {after:.0f} MB, with as many again at most {again:.0f} MB (before {most:.0f})"
    )
    for kind in ("arrive", "search", "topic", "paper", READ, DRAWN):
        times = sorted(seconds for name, seconds in [*took, *browsed] if name == kind)
        print(f"  {kind}: median {statistics.median(times):.2f} s, slowest {times[-1]:.2f} s")
    assert len(later) == count * ROUNDS and len(browsed) == 2 * BROWSERS * ROUNDS
    assert "Traceback" not in lab.told and "Error" not in lab.told, lab.told
    assert worst < 1.0
    assert after - before < 0.25 * (most - before) + 20
    assert again < most + 0.1 * (most - before) + 20


async def visit(lab, info, count):
    """Memory before, at most, after, and at most with as many again (MB); what was waited for."""
    address, query = lab.address, f"map={info.name}"
    visitors = [Visitor(address, query=query) for _ in range(count - BROWSERS)]
    browsed: list[tuple[str, float]] = []
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        link = f"{address}/?{query}"
        await stay(Visitor(address, query=query), info, random.Random(0), 3, (0, 0))
        await browse(browser, link, 0, [], 2)
        before = memory(lab)
        pages = [browse(browser, link, number, browsed) for number in range(BROWSERS)]
        most = await wave([*pages, *(stay(*one) for one in with_dice(visitors, info))], lab)
        await browser.close()
    await asyncio.sleep(GONE)
    after = memory(lab)
    others = [Visitor(address, query=query) for _ in range(count)]
    again = await wave([stay(*one) for one in with_dice(others, info)], lab)
    took = [one for visitor in visitors for one in visitor.took]
    return (before, most, after, again), took, browsed


def with_dice(visitors, info):
    return [(visitor, info, random.Random(number)) for number, visitor in enumerate(visitors)]


async def wave(stays, lab):
    """Let visitors come one after the other, and wait until all have left; the most memory."""
    tasks, most = [], memory(lab)
    for one in stays:
        tasks.append(asyncio.create_task(one))
        await asyncio.sleep(ARRIVALS)
    while not all(task.done() for task in tasks):
        most = max(most, memory(lab))
        await asyncio.sleep(1)
    await asyncio.gather(*tasks)
    return most


async def browse(browser, address, number, took, rounds=ROUNDS):
    """Search and click in a page; until the answer can be read, and until the points are drawn."""
    dice = random.Random(-1 - number)
    page = await (await browser.new_context(viewport=WINDOW, reduced_motion="reduce")).new_page()
    page.set_default_timeout(PATIENCE)
    await page.goto(address)
    await page.wait_for_selector(READY)
    box = page.get_by_role("textbox", name="Search papers")
    for turn in range(rounds):
        await asyncio.sleep(dice.uniform(*PAUSES))
        if turn % 2 == 0:
            words = f"{WORDS[turn % len(WORDS)]} {WORDS[number + 1]}"
            await box.fill(words)
            began = time.perf_counter()
            await box.press("Enter")
            await page.wait_for_function(SEARCHED, arg=f"q={words.replace(' ', '+')}")
        else:
            row = page.locator(".tp-row").first
            began = time.perf_counter()
            await row.click()
            await page.wait_for_selector(TOPIC)
        took.append((READ, time.perf_counter() - began))
        await page.wait_for_selector(READY)
        took.append((DRAWN, time.perf_counter() - began))
        if turn % 2:
            await page.get_by_role("button", name="Close").click()
            await page.wait_for_selector(TOPIC, state="detached")
    await page.context.close()


async def stay(visitor, info, dice, rounds=ROUNDS, pauses=PAUSES):
    """Search and click, with pauses as somebody who reads."""
    await visitor.arrive()
    for number in range(rounds):
        await asyncio.sleep(dice.uniform(*pauses))
        if number % 3 == 0:
            await visitor.search(" ".join(dice.sample(WORDS, dice.choice((1, 1, 2)))))
        elif number % 3 == 1:
            await visitor.pick(topic=dice.randrange(info.topics))
        else:
            await visitor.pick(paper=dice.randrange(info.papers))
    await visitor.leave()


def memory(lab: Lab) -> float:
    """The memory that the dashboard's processes hold, what they share counted once, in MB."""
    rolls = [
        Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
        for process in (lab.command.pid, lab.server)
    ]
    return sum(int(re.findall(r"^Pss: +(\d+)", roll, re.MULTILINE)[0]) for roll in rolls) / 1_000
