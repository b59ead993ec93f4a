"""Reading, cleaning and joining a large corpus: time and memory, each in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = os.environ.get("TOPICMAP_CORPORA")
FILES = sorted(Path(FOLDER).glob("*.parquet")) if FOLDER else []
SECONDS, BYTES = 120, 2 << 30
CODE = """
import json, resource, sys, time
from topicmap.errors import TopicMapError
from topicmap.readers import read_sources
began = time.monotonic()
try:
    reading = read_sources(sys.argv[1:])
    told = {"papers": len(reading.papers), "records": reading.files[0].records}
except TopicMapError as error:
    told = {"error": str(error)}
unit = 1 if sys.platform == "darwin" else 1024
told["seconds"] = time.monotonic() - began
told["bytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
print(json.dumps(told))
"""
LONG = 200_000_000
HUGE = {
    "line.txt": (b"a long line of words without an end ", b""),
    "cell.csv": (b"title,abstract\nx,", b"\n"),
    "string.json": (b'[{"title": "x", "abstract": "', b'"}]'),
    "entry.bib": (b"@article{a, title = {x}, abstract = {", b"}}"),
    "tag.ris": (b"TY  - JOUR\nTI  - x\nAB  - ", b"\nER  - \n"),
    "text.xml": (b"<PubmedArticleSet><PubmedArticle><MedlineCitation>", b"</MedlineCitation>"),
    "tag.nbib": (b"PMID- 1\nTI  - x\nAB  - ", b"\n"),
}

pytestmark = pytest.mark.skipif(
    not FILES, reason="TOPICMAP_CORPORA names no folder with .parquet corpora"
)


def read_apart(path: Path) -> dict:
    """What came of reading a file in a process of its own, with its seconds and bytes."""
    code = [sys.executable, "-W", "ignore", "-c", CODE, str(path)]
    done = subprocess.run(code, capture_output=True, text=True, timeout=5 * SECONDS)
    assert done.returncode == 0, done.stderr[-2_000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_corpus_is_read_in_bounded_time_and_memory(path, capsys):
    told = read_apart(path)
    with capsys.disabled():
        print(f"\n{path.stem}: {told}")
    assert told["seconds"] < SECONDS
    assert told["bytes"] < BYTES


@pytest.mark.parametrize("name", HUGE)
def test_a_line_of_200_megabytes_is_refused_in_bounded_time_and_memory(name, tmp_path, capsys):
    start, end = HUGE[name]
    (tmp_path / name).write_bytes(start + b"word " * (LONG // 5) + end)
    told = read_apart(tmp_path / name)
    with capsys.disabled():
        print(f"\n{name}: {told}")
    assert len(told["error"]) < 600
    assert told["seconds"] < SECONDS
    assert told["bytes"] < BYTES
