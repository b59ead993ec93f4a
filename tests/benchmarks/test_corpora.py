"""Maps of larger corpora: time and scores, beside plain BERTopic where there is one to run."""

import json
import os
import subprocess
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import adjusted_rand_score

from topicmap import MapSettings, build_map, read_papers
from topicmap.papers import text_of
from topicmap.scores import agreement, diversity, neighbor_accuracy, npmi, scores

FOLDER = Path(os.environ.get("TOPICMAP_CORPORA", ""))
FILES = sorted(
    path for suffix in ("parquet", "csv", "jsonl") for path in FOLDER.glob(f"*.{suffix}")
) if os.environ.get("TOPICMAP_CORPORA") else []  # fmt: skip
MOST = int(os.environ.get("TOPICMAP_MOST", "5000"))
SEEDS = [int(seed) for seed in os.environ.get("TOPICMAP_SEEDS", "0").split(",")]
BERTOPIC = os.environ.get("TOPICMAP_BERTOPIC")
FIGURES = ("topics", "unassigned", "ami", "neighbor_accuracy", "npmi", "diversity", "stability")

pytestmark = pytest.mark.skipif(
    not FILES, reason="TOPICMAP_CORPORA names no folder with .parquet, .csv or .jsonl corpora"
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.filterwarnings("ignore")
def test_a_corpus_becomes_a_map(path, capsys, tmp_path):
    papers = read_papers(path).head(MOST)
    areas = papers["area"].dropna().astype(str) if "area" in papers else None
    began = time.monotonic()
    maps = [build_map(papers, MapSettings(seed=seed)) for seed in SEEDS]
    spent = (time.monotonic() - began) / len(SEEDS)
    found = [scores(topic_map, areas) for topic_map in maps]
    topics = [topic_map.papers["nearest_topic"].to_numpy() for topic_map in maps]
    ours = _means(found, topics)
    theirs = _means(*_plain_bertopic(papers, areas, tmp_path)) if BERTOPIC else {}
    with capsys.disabled():
        print(f"\n{path.name}: {len(papers)} papers, seeds {SEEDS}, {spent:.0f} s a map")
        print(f"{'':18} {'topicmap':>9} {'BERTopic':>9}")
        for figure in FIGURES:
            print(f"{figure:18} {_shown(ours, figure)} {_shown(theirs, figure)}")
    assert all(len(topic_map) == len(papers) for topic_map in maps)
    assert all(len(topic_map.topics) > 1 for topic_map in maps)


def _plain_bertopic(
    papers: pd.DataFrame, areas: pd.Series | None, folder: Path
) -> tuple[list[dict], list[np.ndarray]]:
    """The same figures of plain BERTopic; the topics are those after its outlier reduction."""
    table = folder / "papers.parquet"
    papers[["title", "abstract"]].to_parquet(table)
    script = Path(__file__).with_name("plain_bertopic.py")
    command = [BERTOPIC, str(script), str(table), *map(str, SEEDS)]
    runs = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["runs"]
    words_of = CountVectorizer().build_analyzer()
    texts = [set(words_of(text)) for text in text_of(papers)]
    filed = papers.index.isin(areas.index) if areas is not None else []
    found = []
    for run in runs:
        figures = {
            "topics": len(run["words"]),
            "unassigned": float(np.mean(np.array(run["topics"]) < 0)),
            "npmi": float(np.nanmean(npmi(run["words"], texts))),
            "diversity": diversity(run["words"]),
        }
        if areas is not None:
            wanted = areas[papers.index[filed]].tolist()
            figures["ami"] = agreement(np.array(run["reduced"])[filed].tolist(), wanted)
            figures["neighbor_accuracy"] = neighbor_accuracy(np.array(run["places"])[filed], wanted)
        found.append(figures)
    return found, [np.array(run["reduced"]) for run in runs]


def _means(found: list[dict], topics: list[np.ndarray]) -> dict[str, float]:
    """The mean of each figure over the seeds, and the mean agreement between these (ARI)."""
    known = [name for name in FIGURES if found[0].get(name) is not None]
    means = {name: float(np.mean([own[name] for own in found])) for name in known}
    pairs = [(a, b) for at, a in enumerate(topics) for b in topics[:at]]
    if pairs:
        means["stability"] = float(np.mean([adjusted_rand_score(a, b) for a, b in pairs]))
    return means


def _shown(figures: dict[str, float], name: str) -> str:
    return f"{figures[name]:9.3f}" if name in figures else f"{'–':>9}"
