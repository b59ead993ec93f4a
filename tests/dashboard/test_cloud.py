"""The recipe for a cloud host: its few packages are enough, and its visitors are viewers."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.browser.conftest import free_port, wait_for_server
from tests.conftest import make_map
from tests.visitors import Visitor, run
from topicmap.bundle import save_map
from topicmap.hosting import LOCAL, ROLES

ROOT = Path(__file__).parents[2]
CLOUD = ROOT / "dashboard" / "deploy" / "cloud"
NEEDED = (CLOUD / "requirements.txt").read_text("utf-8")
REFUSE = """
import os, sys

class Refusal:
    names = frozenset(os.environ["REFUSED"].split())

    def find_spec(self, name, path=None, target=None):
        if name in self.names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Refusal())
"""
WORK = """
import sys
from pathlib import Path
from topicmap import export_map, load_map
from topicmap.embedders import hybrid
from topicmap.export import SUFFIXES
from topicmap.export.folders import TOOLS

texts = [f"a study of {word} in maps" for word in "graphs words seas moons".split()]
hybrid.place(texts[:1], hybrid.embed(texts).placing)
topic_map, folder = load_map(sys.argv[1]), Path(sys.argv[2])
for suffix in SUFFIXES:
    export_map(topic_map, folder / f"map{suffix}")
export_map(topic_map, folder / "deck", deck=True)
for tool in TOOLS:
    export_map(topic_map, folder / tool, tool=tool)
"""


@pytest.fixture(scope="module")
def cloud(tmp_path_factory) -> tuple[Path, dict[str, str]]:
    """A folder of maps, and an environment in which nothing else than what is listed is there."""
    folder = tmp_path_factory.mktemp("cloud")
    save_map(make_map(), folder / "maps" / "one")
    (folder / "sitecustomize.py").write_text(REFUSE)
    listed = {normal(name) for name in re.findall(r"^([\w.-]+)==", NEEDED, re.MULTILINE)}
    refused = [
        module
        for module, owners in packages_distributions().items()
        if not listed & {normal(owner) for owner in owners} and module not in ("pip", "topicmap")
    ]
    assert {"bertopic", "umap", "hdbscan", "numba"} <= set(refused)
    known = {name: value for name, value in os.environ.items() if name not in (LOCAL, ROLES)}
    return folder, known | {
        "HOME": str(folder),
        "PYTHONPATH": str(folder),
        "PYTHONWARNINGS": "ignore",
        "REFUSED": " ".join(refused),
        "TOPICMAP_MAPS": str(folder / "maps"),
    }


@pytest.fixture(scope="module")
def address(cloud) -> Iterator[str]:
    """Where the dashboard is, started as such a host starts it: by its file, from the root."""
    folder, environment = cloud
    port, log = free_port(), folder / "log.txt"
    script = str((CLOUD / "streamlit_app.py").relative_to(ROOT))
    options = [f"--server.port={port}", "--server.headless=true"]
    starter = Path(sys.executable).with_name("streamlit")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, str(starter), "run", script, *options],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for_server(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)
    assert "Error" not in log.read_text("utf-8", "replace")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_its_packages_are_those_of_the_lock():
    locked = set(re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text("utf-8").strip()))
    needed = set(re.split(r"\n(?=\S)", NEEDED.strip()))
    assert needed < locked


def test_visitors_look_and_search_and_are_viewers(address):
    async def go() -> Visitor:
        visitor = Visitor(address)
        await visitor.arrive()
        assert b"You are a viewer" in visitor.texts
        await visitor.search("graph")
        await visitor.pick(topic=1)
        await visitor.leave()
        return visitor

    query = run(go()).query
    assert "q=graph" in query and "topic=1" in query


@pytest.mark.parametrize("page", ["topics", "papers", "trends", "quality"])
def test_every_screen_is_drawn(address, page):
    async def go() -> Visitor:
        visitor = Visitor(address, page=page)
        await visitor.arrive()
        await visitor.leave()
        return visitor

    assert b"exception" not in run(go()).texts


def test_everything_can_be_taken_away_and_read_by_meaning(cloud, tmp_path):
    folder, environment = cloud
    work = [sys.executable, "-c", WORK, str(folder / "maps" / "one"), str(tmp_path)]
    done = subprocess.run(work, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "map.pptx").is_file() and (tmp_path / "deck").is_dir()


def test_what_is_missing_for_building_is_said(cloud, tmp_path):
    _, environment = cloud
    build = [sys.executable, "-m", "topicmap", "build", "--to", str(tmp_path / "new")]
    done = subprocess.run(build, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert "is missing. To read and build, install requirements.lock." in done.stderr
    assert not any(tmp_path.iterdir())
