"""What goes wrong beside a lab's dashboard: killed builds, replaced maps, a full disk, a clock."""

import asyncio
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import make_map
from tests.labs import hosted
from tests.visitors import Visitor, run
from topicmap.bundle import list_maps, load_map, save_map
from topicmap.places import seed_folder

KILLS = 20
SECONDS = 30
SAVE = """
import sys, time
from pathlib import Path
from tests.conftest import make_map
from topicmap.bundle import save_map
folder, name, papers = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for target in ("one", name):
    save_map(make_map(papers, 2, 2), folder / target)
print(time.time())
"""
pytestmark = pytest.mark.skipif(
    not os.environ.get("TOPICMAP_FAULTS"), reason="TOPICMAP_FAULTS is not set: it takes minutes"
)


def build(maps: Path, cache: Path, stderr: int = subprocess.DEVNULL) -> subprocess.Popen:
    """A quick build over the map that is there."""
    command = [sys.executable, "-m", "topicmap", "build", str(seed_folder()), "--to"]
    return subprocess.Popen(
        [*command, str(maps / "one"), "--embedder", "lsa"],
        env={**os.environ, "TOPICMAP_CACHE": str(cache)},
        stdout=subprocess.DEVNULL,
        stderr=stderr,
    )


def test_builds_killed_at_random_moments_lose_nothing(tmp_path):
    """Every time the earlier map or the new one is there, whole, and a visitor goes on."""
    maps, dice = tmp_path / "maps", random.Random(0)
    save_map(make_map(40, 2, 2), maps / "one")
    began = time.monotonic()
    assert build(maps, tmp_path / "cache").wait() == 0
    whole = time.monotonic() - began
    with hosted(tmp_path) as lab:

        async def go() -> list[float]:
            visitor = Visitor(lab.address, query="map=one")
            await visitor.arrive()
            moments = []
            for number in range(KILLS):
                builder = build(maps, tmp_path / "cache")
                moments.append(dice.uniform(0, whole))
                end = time.monotonic() + moments[-1]
                while time.monotonic() < end and builder.poll() is None:
                    await visitor.search(f"model {number}")
                    await asyncio.sleep(0.3)
                builder.send_signal(signal.SIGKILL)
                builder.wait()
                assert load_map(maps / "one").topics is not None
                assert [info.problem for info in list_maps(maps)] == [""]
                assert [entry.name for entry in maps.iterdir()] == ["one"]
                await visitor.search("graph")
                assert b"topic-map" in visitor.texts or b"scene" in visitor.texts
            await visitor.leave()
            return moments

        moments = run(go())
        assert lab.command.poll() is None
    assert "Traceback" not in lab.told, lab.told
    print(f"\n{KILLS} builds of {whole:.0f} s killed after {sorted(map(round, moments))} s")


def test_a_map_replaced_under_load(tmp_path):
    """Visitors go on, and end on the last one."""
    maps = tmp_path / "maps"
    save_map(make_map(40, 2, 2), maps / "one")
    with hosted(tmp_path) as lab:

        async def replace_it(end: float) -> int:
            count = 0
            while time.monotonic() < end:
                count += 1
                await asyncio.to_thread(save_map, make_map(40 + count % 7, 2, 2), maps / "one")
                await asyncio.sleep(0.2)
            return count

        async def look(end: float) -> Visitor:
            visitor = Visitor(lab.address, query="map=one")
            await visitor.arrive()
            while time.monotonic() < end + 3:
                await visitor.search(f"paper {len(visitor.took)}")
                await asyncio.sleep(0.2)
            await visitor.leave()
            return visitor

        async def go() -> tuple[int, list[Visitor]]:
            end = time.monotonic() + SECONDS
            count, *visitors = await asyncio.gather(replace_it(end), *(look(end) for _ in range(5)))
            return count, visitors

        count, visitors = run(go())
        assert lab.command.poll() is None
        last = f'"papers": {len(load_map(maps / "one"))}'.encode()
        assert all(last in visitor.texts for visitor in visitors)
    assert "Traceback" not in lab.told, lab.told
    slowest = max(seconds for visitor in visitors for _, seconds in visitor.took)
    print(f"\nreplaced {count} times in {SECONDS} s; the slowest answer took {slowest:.2f} s")


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """A disk of a few megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here: that needs root, on Linux")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(file: Path) -> None:
    """Take all the room that is left."""
    with file.open("wb", buffering=0) as full, suppress(OSError):
        while True:
            full.write(bytes(4_096))
    with file.open("ab", buffering=0) as full, suppress(OSError):
        while True:
            full.write(b"0")


def test_a_full_disk_takes_nothing_away(small_disk, tmp_path):
    """With no byte left for maps, cache, log and home, visitors go on and the map stays."""
    maps = small_disk / "maps"
    save_map(make_map(40, 2, 2), maps / "one")
    disk = str(small_disk)
    with hosted(small_disk, TMPDIR=disk, TOPICMAP_CACHE=disk) as lab:

        async def look(query: str) -> Visitor:
            visitor = Visitor(lab.address, query=query)
            await visitor.arrive()
            await visitor.search("graph")
            await visitor.pick(paper=7)
            await visitor.leave()
            return visitor

        fill(small_disk / "full")
        assert "paper=p007" in run(look("map=one")).query
        builder = build(maps, small_disk, stderr=subprocess.PIPE)
        _, told = builder.communicate()
        assert builder.returncode == 1
        assert b"No space left on device" in told and b"Traceback" not in told, told
        assert len(load_map(maps / "one")) == 40
        assert [entry.name for entry in maps.iterdir()] == ["one"]
        assert b'"papers": 40' in run(look("map=one")).texts
        (small_disk / "full").unlink()
        assert build(maps, tmp_path / "cache").wait() == 0
        assert run(look("map=one")).took and lab.command.poll() is None
        assert len(load_map(maps / "one")) == 360
    print(f"\na build on a full disk: {told.decode().splitlines()[-1]}")


@pytest.fixture
def clock(tmp_path) -> tuple[Path, dict[str, str]]:
    """A file that says how far a clock is off, and the environment of who looks at that clock."""
    compiler, source = shutil.which("cc"), Path(__file__).with_name("clock.c")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("a clock of its own wants Linux and a C compiler (cc)")
    library, file = tmp_path / "clock.so", tmp_path / "clock"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source], check=True)
    file.write_text("0")
    return file, {"LD_PRELOAD": str(library), "CLOCK_OFF": str(file)}


def test_a_clock_that_goes_back_by_years_takes_nothing_away(clock, tmp_path):
    """Who is there goes on, maps are replaced and added, others come."""
    file, environment = clock
    maps = tmp_path / "maps"
    save_map(make_map(40, 2, 2), maps / "one")
    with hosted(tmp_path, **environment) as lab:

        async def go() -> None:
            here = Visitor(lab.address, query="map=one")
            await here.arrive()
            for turn, days in enumerate((-1, -400, -4_000, 30, -30)):
                file.write_text(str(days * 86_400))
                papers, name = 50 + turn, f"new{turn}"
                save = [sys.executable, "-c", SAVE, str(maps), name, str(papers)]
                moment = await asyncio.to_thread(
                    subprocess.check_output, save, env=os.environ | environment
                )
                assert float(moment) - time.time() == pytest.approx(days * 86_400, abs=60)
                await here.search(f"paper {turn}")
                await here.pick(at=-turn, paper=turn)
                async with asyncio.timeout(SECONDS):
                    while f'"papers": {papers}'.encode() not in here.texts:
                        await asyncio.sleep(0.2)
                        await here.search(f"graph {turn} {len(here.took)}")
                assert f"paper=p{turn:03}" in here.query
                other = Visitor(lab.address, query=f"map={name}")
                await other.arrive()
                await other.leave()
                assert f'"map": "{name}"'.encode() in other.texts
            await here.leave()

        run(go())
        assert lab.command.poll() is None
    assert "Traceback" not in lab.told, lab.told
    assert [info.problem for info in list_maps(maps)] == [""] * 6
