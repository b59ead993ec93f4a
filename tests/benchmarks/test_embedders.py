"""How well the vectors of each embedder tell areas apart, before any layout."""

import time

import numpy as np
import pytest
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier

from tests.benchmarks.test_corpora import FILES, MOST
from topicmap import read_papers
from topicmap.embedders import distilled, embedder, minilm
from topicmap.papers import text_of

NEIGHBORS = 10
FOLDS = StratifiedKFold(10, shuffle=True, random_state=0)
SAMPLE = 400

pytestmark = pytest.mark.skipif(
    not FILES, reason="TOPICMAP_CORPORA names no folder with .parquet, .csv or .jsonl corpora"
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.filterwarnings("ignore:The least populated class:UserWarning")
def test_neighbors_share_an_area(path, capsys, monkeypatch):
    papers = read_papers(path).head(MOST)
    if "area" not in papers:
        pytest.skip(f"{path.name} has no column area")
    papers = papers[papers["area"].notna()]
    areas, texts = papers["area"].astype(str).to_numpy(), text_of(papers)
    minilm.encode(texts)  # the times below are those without the encoder
    monkeypatch.setattr(distilled, "SAMPLE", min(SAMPLE, len(texts) // 4))
    found = {}
    for name in ("hybrid", "minilm", "lsa", "distilled"):
        began = time.monotonic()
        vectors = embedder(name).embed(texts).vectors
        found[name] = accuracy(vectors, areas), time.monotonic() - began, vectors.shape[1]
    with capsys.disabled():
        print(f"\n{path.name}: {len(texts)} papers, {NEIGHBORS} nearest, distilled from", end=" ")
        print(f"{distilled.SAMPLE}")
        for name, (right, spent, dimensions) in found.items():
            print(f"  {name}: accuracy {right:.3f}, {dimensions} dimensions, {spent:.0f} s")
    assert found["distilled"][0] > found["lsa"][0]


def accuracy(vectors: np.ndarray, areas: np.ndarray) -> float:
    """The part of the papers whose area most of their nearest papers by cosine have."""
    finder = KNeighborsClassifier(NEIGHBORS, metric="cosine", algorithm="brute")
    return float(cross_val_score(finder, vectors, areas, cv=FOLDS).mean())
