"""Maps of larger corpora: time, topics, and agreement with areas where a corpus has them."""

import os
import time
from pathlib import Path

import pandas as pd
import pytest
from sklearn.metrics import adjusted_mutual_info_score

from topicmap import MapSettings, build_map, read_papers

FOLDER = Path(os.environ.get("TOPICMAP_CORPORA", ""))
FILES = sorted(
    path for suffix in ("parquet", "csv", "jsonl") for path in FOLDER.glob(f"*.{suffix}")
) if os.environ.get("TOPICMAP_CORPORA") else []  # fmt: skip
MOST = int(os.environ.get("TOPICMAP_MOST", "5000"))

pytestmark = pytest.mark.skipif(
    not FILES, reason="TOPICMAP_CORPORA names no folder with .parquet, .csv or .jsonl corpora"
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.filterwarnings("ignore")
def test_a_corpus_becomes_a_map(path, capsys):
    papers = read_papers(path).head(MOST)
    began = time.monotonic()
    topic_map = build_map(papers, MapSettings())
    spent = time.monotonic() - began
    with capsys.disabled():
        print(
            f"\n{path.name}: {len(papers)} papers, {spent:.0f} s, {len(topic_map.topics)} topics, "
            f"{topic_map.unassigned / len(papers):.1%} unassigned"
        )
        if "area" in papers:
            areas = pd.factorize(papers["area"])[0]
            agreement = adjusted_mutual_info_score(areas, topic_map.papers["nearest_topic"])
            print(f"{path.name}: AMI with the areas {agreement:.3f}")
    assert len(topic_map) == len(papers)
    assert len(topic_map.topics) > 1
