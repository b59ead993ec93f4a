"""Many visitors at once: seconds of their searches and clicks, and memory, for maps at hand."""

import asyncio
import os
import random
import statistics
from pathlib import Path

import pytest

from tests.browser.conftest import serving
from tests.visitors import Visitor, run
from topicmap.bundle import BundleInfo, list_maps

FOLDER = os.environ.get("TOPICMAP_MAPS")
MAPS = [info for info in list_maps(Path(FOLDER)) if not info.problem] if FOLDER else []
LARGE = 5_000  # papers
VISITORS = {False: 50, True: 20}  # on a map of few papers, and of many
ROUNDS = 10  # searches and clicks of each
PAUSES = (6.0, 14.0)  # seconds between them, at random
ARRIVALS = 0.5  # seconds between two visitors
GONE = 75  # seconds until the server has forgotten them, see disconnectedSessionTTL
WORDS = ("graph", "diffusion", "language model", "learning", "robust", "image", "policy", "data")
pytestmark = pytest.mark.skipif(not MAPS, reason="TOPICMAP_MAPS names no folder with maps")


@pytest.mark.parametrize("info", MAPS, ids=lambda info: info.name)
def test_many_visitors(info: BundleInfo, tmp_path):
    """No error, 95 % of the interactions in less than a second, and the memory comes back."""
    count = VISITORS[info.papers > LARGE]
    with serving(Path(FOLDER), tmp_path / "log.txt") as (address, process):
        before, most, after, took = run(visit(f"{address}", info, count, process.pid))
    log = (tmp_path / "log.txt").read_text("utf-8", "replace")
    later = [seconds for name, seconds in took if name != "arrive"]
    worst = statistics.quantiles(later, n=20)[-1]
    each = (most - before) / count
    print(
        f"\n{info.name}, {info.papers} papers: {count} visitors, {len(later)} interactions: median "
        f"{statistics.median(later):.2f} s, 95 % within {worst:.2f} s, slowest {max(later):.2f} s; "
        f"memory with one visitor {before:.0f} MB, {each:.1f} MB more for each, afterwards "
        f"{after:.0f} MB"
    )
    for kind in ("arrive", "search", "topic", "paper"):
        times = sorted(seconds for name, seconds in took if name == kind)
        print(f"  {kind}: median {statistics.median(times):.2f} s, slowest {times[-1]:.2f} s")
    assert len(later) == count * ROUNDS
    assert "Traceback" not in log and "Error" not in log, log
    assert worst < 1.0
    assert after - before < 0.25 * (most - before) + 50


async def visit(address, info, count, process):
    """Memory before, at most and after (MB), and what each interaction took."""
    await stay(Visitor(address, query=f"map={info.name}"), info, random.Random(0), 3, (0, 0))
    before = memory(process)
    visitors = [Visitor(address, query=f"map={info.name}") for _ in range(count)]
    stays = []
    for number, visitor in enumerate(visitors):
        stays.append(asyncio.create_task(stay(visitor, info, random.Random(number))))
        await asyncio.sleep(ARRIVALS)
    peaks = asyncio.create_task(peak(process))
    await asyncio.gather(*stays)
    peaks.cancel()
    most = max(memory(process), *SEEN)
    await asyncio.sleep(GONE)
    return before, most, memory(process), [one for visitor in visitors for one in visitor.took]


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


SEEN = [0.0]


async def peak(process):
    """Remember the most memory that was seen."""
    while True:
        SEEN.append(memory(process))
        await asyncio.sleep(1)


def memory(process: int) -> float:
    """The memory of a process that is its own, in MB."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1_000
    raise AssertionError("the kernel does not tell")
