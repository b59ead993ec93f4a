"""Small maps to look at, and the rule that a test stays on this machine and out of its home."""

import ipaddress
import os
import socket
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import settings
from threadpoolctl import threadpool_limits

from topicmap.bundle import save_map
from topicmap.papers import text_of
from topicmap.phrases import phrases_of
from topicmap.topic_map import UNASSIGNED, TopicMap
from topicmap.words import corpus_phrases

settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")

TOPICS = ("Federated learning", "Graph neural networks", "Diffusion models", "Group fairness",
          "Spiking neural networks", "Bayesian optimization")  # fmt: skip
SCRIPT = "<script>window.harmed = 1</script> Robust learning"
IMAGE = '<img src=x onerror="window.harmed = 2"> of a cat & <b>bold</b>'
TEX = r"$\mathcal{O}(n \log n)$ bounds for *every* _graph_ [here](http://example.org)"
RIGHT_TO_LEFT = "تعلم الآلة العميق"
AWKWARD = (SCRIPT, IMAGE, TEX, RIGHT_TO_LEFT, "=1+2 is a formula", "word " * 400, None)
SOURCES = ("first.txt", "second.txt", "third <b>.txt")


SLOW = ("test_seed_map.py", "test_readme.py", "test_hierarchy.py")


def pytest_collection_modifyitems(items):
    """Files of slow tests first, so that no worker begins one when the others have finished."""
    items.sort(key=lambda item: (item.path.name not in SLOW, item.path.parent.name != "browser"))


@pytest.fixture(autouse=True, scope="session")
def away_from_home(tmp_path_factory):
    """A home folder of its own, and connections to this machine only."""
    patch = pytest.MonkeyPatch()
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "TOPICMAP_CACHE"):
        patch.setenv(name, str(home))
    connect = socket.socket.connect

    def near(self, address):
        host = address[0] if isinstance(address, tuple) else ""
        if host and not _is_here(host):
            raise AssertionError(f"a test tried to reach {host}")
        return connect(self, address)

    patch.setattr(socket.socket, "connect", near)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def one_thread_a_worker():
    """Arithmetic in one thread where several workers share the processors.

    Threads of all of them would wait for each other, actively. Processes that tests start, such
    as the builds whose maps are compared byte for byte, keep as many threads as they like.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        yield
        return
    import sklearn.cluster  # noqa: F401  # only libraries that are loaded can be limited

    with threadpool_limits(1):
        yield


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def make_map(papers: int = 90, topics: int = 5, unassigned: int = 9, seed: int = 0) -> TopicMap:
    """A map of papers around the middles of topics, with every awkward title among them."""
    random = np.random.default_rng(seed)
    topics = min(topics, papers - unassigned)
    topic = np.full(papers, UNASSIGNED)
    if topics:
        share = np.sort(random.choice(topics, papers - unassigned - topics, p=_shares(topics)))
        topic[: papers - unassigned] = np.sort(np.concatenate([np.arange(topics), share]))
    angle = np.arange(max(topics, 1)) * 2.4
    middles = np.column_stack([6 * np.cos(angle), 5 * np.sin(angle)])
    nearest = np.where(topic < 0, 0 if topics else UNASSIGNED, topic)
    places = middles[np.maximum(nearest, 0)] + random.normal(0, 1.0, (papers, 2))
    vectors = random.normal(0, 0.3, (papers, 8)) + np.eye(8)[np.maximum(nearest, 0) % 8]
    table = pd.DataFrame(
        {
            "title": [_title(row, topic[row]) for row in range(papers)],
            "authors": [[f"Ada Müller{row}", "Łukasz Ng"] for row in range(papers)],
            "abstract": [_abstract(row) for row in range(papers)],
            "year": pd.array([None if r % 3 else 2018 + r % 7 for r in range(papers)], "Int64"),
            "url": ["javascript:alert(1)" if row == 1 else f"https://example.org/{row}"
                    for row in range(papers)],
            "source": [SOURCES[row % 3] for row in range(papers)],
            "venue": [None if row % 5 == 4 else f"Venue {row % 5 % 3}" for row in range(papers)],
            "line_start": pd.array([3 * row + 1 for row in range(papers)], "Int64"),
            "line_end": pd.array([3 * row + 2 for row in range(papers)], "Int64"),
            "x": places[:, 0],
            "y": places[:, 1],
            "topic": topic,
            "nearest_topic": nearest,
            "strength": np.where(topic < 0, 0.1, random.uniform(0.3, 1, papers)),
        },
        index=pd.Index([f"p{row:03}" for row in range(papers)], name="id", dtype=object),
    )  # fmt: skip
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    about = {"created": "2025-01-02T03:04:05", "notes": []}
    phrases = phrases_of(corpus_phrases(text_of(table)))
    return TopicMap(table, _topic_table(table, topics), vectors, about=about, phrases=phrases)


def layered(topic_map: TopicMap) -> TopicMap:
    """The map with regions of two topics each, a last one of what is left, and topics in halves."""
    count = len(topic_map.topics)
    region_of = np.arange(count) // 2
    topic = topic_map.papers["topic"].to_numpy()
    inside = topic >= 0
    subtopic = np.where(inside, 2 * topic + np.arange(len(topic)) % 2, UNASSIGNED)
    papers = topic_map.papers.assign(
        region=np.where(inside, region_of[topic], UNASSIGNED), subtopic=subtopic
    )
    regions = _layer(papers, "region", [f"Region {number}" for number in set(region_of.tolist())])
    subtopics = _layer(papers, "subtopic", [f"Part {number}" for number in range(2 * count)])
    return replace(
        topic_map,
        papers=papers,
        topics=topic_map.topics.assign(region=region_of),
        regions=regions,
        subtopics=subtopics.assign(topic=np.arange(2 * count) // 2),
    )


def _layer(papers: pd.DataFrame, name: str, labels: list[str]) -> pd.DataFrame:
    rows = [papers[papers[name] == number] for number in range(len(labels))]
    return pd.DataFrame(
        {
            "label": labels,
            "keywords": [["case"] for _ in labels],
            "keyword_weights": [[1.0] for _ in labels],
            "size": [len(own) for own in rows],
            "x": [own["x"].mean() for own in rows],
            "y": [own["y"].mean() for own in rows],
            "examples": [list(own.index[:3]) for own in rows],
        },
        index=pd.RangeIndex(len(labels), name=name),
    )


def _shares(topics: int) -> np.ndarray:
    weights = 1 / np.arange(1, topics + 1)
    return weights / weights.sum()


def _title(row: int, topic: int) -> str | None:
    if row < len(AWKWARD):
        return AWKWARD[row]
    return f"Paper {row} on {TOPICS[topic % len(TOPICS)].lower()}"


def _abstract(row: int) -> str | None:
    if row % 11 == 10:
        return None
    return f"We study case {row} with a naïve method. {IMAGE if row == 0 else ''} It works."


def _topic_table(papers: pd.DataFrame, topics: int) -> pd.DataFrame:
    rows = [papers[papers["topic"] == topic] for topic in range(topics)]
    names = [TOPICS[t % len(TOPICS)] + (f" {t}" if t >= len(TOPICS) else "") for t in range(topics)]
    return pd.DataFrame(
        {
            "label": names,
            "keywords": [[name.lower(), "<i>learning</i>", "case"] for name in names],
            "keyword_weights": [[0.4, 0.2, 0.1] for _ in names],
            "size": [len(members) for members in rows],
            "x": [members["x"].mean() for members in rows],
            "y": [members["y"].mean() for members in rows],
            "examples": [list(members.index[:3]) for members in rows],
        },
        index=pd.RangeIndex(topics, name="topic"),
    )


MAPS = {
    "normal": lambda: make_map(),
    "one_topic": lambda: make_map(12, 1, 2),
    "all_unassigned": lambda: make_map(8, 0, 8),
    "one_paper": lambda: make_map(1, 0, 1),
}


@pytest.fixture(scope="session")
def topic_map() -> TopicMap:
    return make_map()


@pytest.fixture(scope="session")
def map_folders(tmp_path_factory) -> dict[str, Path]:
    """For each kind of map a folder that holds only it."""
    folders = {}
    for name, make in MAPS.items():
        folders[name] = tmp_path_factory.mktemp(name)
        save_map(make(), folders[name] / name)
    return folders


@pytest.fixture(params=list(MAPS))
def any_map(request, map_folders, monkeypatch) -> str:
    """Each kind of map in turn, as the only one that the dashboard finds."""
    monkeypatch.setenv("TOPICMAP_MAPS", str(map_folders[request.param]))
    return request.param


@pytest.fixture
def normal_map(map_folders, monkeypatch) -> Path:
    monkeypatch.setenv("TOPICMAP_MAPS", str(map_folders["normal"]))
    return map_folders["normal"] / "normal"


@pytest.fixture(scope="session")
def clean_environment() -> dict[str, str]:
    """Environment variables for processes that tests start."""
    return {**os.environ, "PYTHONWARNINGS": "ignore"}
