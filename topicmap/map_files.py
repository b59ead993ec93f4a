"""The names of the files of a saved map, and whether a folder holds one."""

import json
from pathlib import Path

MANIFEST = "manifest.json"
PAPERS, TOPICS, VECTORS, PLACING = "papers.parquet", "topics.parquet", "vectors.npy", "placing.npz"
REGIONS, SUBTOPICS = "regions.parquet", "subtopics.parquet"
PHRASES, PHRASES_OF = "phrases.parquet", "paper_phrases.npz"
FILES = (PAPERS, TOPICS, REGIONS, SUBTOPICS, VECTORS, PLACING, PHRASES, PHRASES_OF)
KNOWN = frozenset((MANIFEST, *FILES))


def holds_map(folder: Path) -> bool:
    """Whether a folder has the manifest of a map, be its other files whole or not."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {"format", "files", "settings"} <= set(manifest)
    except (OSError, ValueError, TypeError, RecursionError):
        return False
