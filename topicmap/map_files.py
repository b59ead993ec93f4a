"""The names of the files of a saved map, and whether a folder holds one."""

import json
from pathlib import Path
from typing import Any

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


def is_whole(manifest: dict[str, Any]) -> bool:
    """Whether a manifest has its parts, each of its kind, with no half of a letter in them.

    Raises
    ------
    KeyError, ValueError
        A part is missing, or there is such a half.
    """
    json.dumps(manifest, ensure_ascii=False).encode()
    parts = [manifest[name] for name in ("settings", "about", "counts", "files", "sizes")]
    if not all(isinstance(part, dict) for part in parts):
        return False
    counts = [manifest["counts"][name] for name in ("papers", "topics")]
    notes = manifest["about"].get("notes", [])
    return (
        all(type(count) is int and count >= 0 for count in counts)
        and isinstance(notes, list)
        and all(isinstance(note, str) for note in notes)
    )
