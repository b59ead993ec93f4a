"""TopicMap ↔ folder, without pickle."""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from topicmap.arrow import read_table, write_table
from topicmap.errors import BadBundle
from topicmap.map_files import (
    FILES,
    KNOWN,
    MANIFEST,
    PAPERS,
    PHRASES,
    PHRASES_OF,
    PLACING,
    REGIONS,
    SUBTOPICS,
    TOPICS,
    VECTORS,
    holds_map,
    is_whole,
)
from topicmap.phrases import Phrases
from topicmap.settings import MapSettings
from topicmap.swap import (
    clear_leftovers,
    entries,
    is_leftover,
    leftover_targets,
    new_folder,
    put_in_place,
)
from topicmap.topic_map import TopicMap

FORMAT = 3
_SYSTEM_FILES = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))


@dataclass(frozen=True)
class BundleInfo:
    """What `list_maps` tells of a map without opening it: its numbers, or what is wrong."""

    path: Path
    papers: int = 0
    topics: int = 0
    created: str = ""
    problem: str = ""

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.path.name


def save_map(topic_map: TopicMap, folder: str | Path) -> Path:
    """The folder, now holding the map; an earlier map there is replaced in one step.

    Raises
    ------
    BadBundle
        The folder holds something that is no map, or it cannot be written.
    """
    target = Path(folder).resolve()
    check_free(target)
    try:
        clear_leftovers(target, KNOWN)
        with new_folder(target) as new:
            _write(topic_map, new)
            _check_files(new, _read_manifest(new))
            put_in_place(new, target)
    except OSError as error:
        raise BadBundle(
            f"The map could not be written to {folder}: {error.strerror or error}. "
            "Choose a place that may be written to, with --to."
        ) from error
    return target


def check_free(
    folder: str | Path,
    sources: Iterable[str | Path] = (),
    cure: str = "Choose another place with --to.",
) -> None:
    """Nothing, where a map can be written into a folder; else an error that ends with the cure.

    Raises
    ------
    BadBundle
        The folder holds something that is no map, or one of the sources, or it cannot be
        written to.
    """
    target = Path(folder).resolve()
    for source in sources:
        if target in (Path(source).resolve(), *Path(source).resolve().parents):
            raise BadBundle(f"{folder} holds {source}, which the new map would replace. {cure}")
    there = next(place for place in (target.parent, *target.parents) if place.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        what = "cannot be written to" if there.is_dir() else "is no folder"
        raise BadBundle(f"{there} {what}, so no map can be made in {folder}. {cure}")
    if not target.exists():
        return
    inside = {entry.name for entry in target.iterdir()} if target.is_dir() else {target.name}
    strange = sorted(inside - KNOWN - _SYSTEM_FILES)
    if not strange and (not inside - _SYSTEM_FILES or holds_map(target)):
        return
    held = (strange or sorted(inside))[0]
    raise BadBundle(
        f"{folder} is there already and is no topic map (it holds {held}); it was left as it is. "
        f"{cure}"
    )


def load_map(folder: str | Path, in_memory: bool = False) -> TopicMap:
    """The map in a folder, its vectors memory-mapped unless they are to be in memory.

    A process ends when it reads a memory-mapped file that another one has cut short; one that has
    to go on whatever happens to the folder takes them into memory.

    Raises
    ------
    BadBundle
        No map there, a file missing or altered, or another format; the message names it.
    """
    path = Path(folder)
    clear_leftovers(path.resolve(), KNOWN)
    for last_try in (False, False, True):
        manifest = _read_manifest(path)
        try:
            _check_files(path, manifest)
            topic_map = _read(path, manifest, in_memory)
            if _read_manifest(path) != manifest:
                continue
            return topic_map
        except (BadBundle, OSError):
            if last_try or _read_manifest(path) == manifest:
                raise
    raise BadBundle(f"{folder} changes while it is read; try again.")


def list_maps(folder: str | Path, thorough: bool = False) -> list[BundleInfo]:
    """The maps in a folder, by name; a damaged one says what is wrong with it.

    Missing files and other lengths are always seen, altered contents only when ``thorough``, which
    reads every file.
    """
    parent = Path(folder).resolve()
    if not parent.is_dir():
        return []
    for target in leftover_targets(parent, KNOWN):
        clear_leftovers(target, KNOWN)
    return [_info(entry, thorough) for entry in entries(parent) if _is_map(entry)]


def _is_map(folder: Path) -> bool:
    """Whether a folder holds a map, be it a damaged one, and can be named and looked into."""
    with contextlib.suppress(OSError, UnicodeEncodeError):
        holds_some = bool(folder.name.encode()) and any((folder / name).is_file() for name in KNOWN)
        return holds_some and not folder.name.startswith(".") and not is_leftover(folder, KNOWN)
    return False


def map_stamp(folder: str | Path) -> str:
    """A short text that changes when the map in the folder is replaced; empty without one."""
    try:
        return hashlib.sha256((Path(folder) / MANIFEST).read_bytes()).hexdigest()[:16]
    except OSError:
        return ""


def _info(path: Path, thorough: bool, tries: int = 3) -> BundleInfo:
    stamp = map_stamp(path)
    try:
        manifest = _read_manifest(path)
        (_check_files if thorough else _check_sizes)(path, manifest)
    except (BadBundle, OSError) as error:
        if tries > 1 and map_stamp(path) != stamp:  # it was replaced meanwhile
            return _info(path, thorough, tries - 1)
        return BundleInfo(path, problem=str(error))
    counts = manifest["counts"]
    created = str(manifest["about"].get("created", ""))
    return BundleInfo(path, counts["papers"], counts["topics"], created)


def _write(topic_map: TopicMap, folder: Path) -> None:
    write_table(topic_map.papers, folder / PAPERS)
    write_table(topic_map.topics, folder / TOPICS)
    write_table(topic_map.regions, folder / REGIONS)
    write_table(topic_map.subtopics, folder / SUBTOPICS)
    np.save(folder / VECTORS, np.ascontiguousarray(topic_map.vectors), allow_pickle=False)
    np.savez(folder / PLACING, allow_pickle=False, **topic_map.placing)  # type: ignore[arg-type]
    phrases = topic_map.phrases
    write_table(_phrase_table(phrases.names), folder / PHRASES)
    arrays = {"starts": phrases.starts, "numbers": phrases.numbers}
    np.savez(folder / PHRASES_OF, allow_pickle=False, **arrays)
    manifest = {
        "format": FORMAT,
        "settings": topic_map.settings.to_dict(),
        "about": topic_map.about,
        "counts": {"papers": len(topic_map.papers), "topics": len(topic_map.topics)},
        "files": {name: _sha256(folder / name) for name in FILES},
        "sizes": {name: (folder / name).stat().st_size for name in FILES},
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _phrase_table(names: Sequence[str]) -> pd.DataFrame:
    index = pd.RangeIndex(len(names), name="number")
    return pd.DataFrame({"phrase": pd.Series(names, index=index, dtype=object)}, index=index)


def _read(path: Path, manifest: dict[str, Any], in_memory: bool) -> TopicMap:
    try:
        placing = _arrays(path / PLACING)
        names = read_table(path / PHRASES, "number")["phrase"]
        rows = _arrays(path / PHRASES_OF)
        phrases = Phrases(tuple(names), rows["starts"], rows["numbers"])
        return TopicMap(
            papers=read_table(path / PAPERS, "id"),
            topics=read_table(path / TOPICS, "topic"),
            regions=read_table(path / REGIONS, "region"),
            subtopics=read_table(path / SUBTOPICS, "subtopic"),
            vectors=_vectors(path / VECTORS, in_memory),
            settings=MapSettings.from_dict(manifest["settings"]),
            about=manifest["about"],
            placing=placing,
            phrases=phrases,
        )
    except Exception as error:  # what others have written can go wrong in any way
        raise BadBundle(f"The map {path} cannot be read: {error} Build it again.") from error


def _arrays(path: Path) -> dict[str, np.ndarray]:
    with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def _vectors(path: Path, in_memory: bool) -> np.ndarray:
    """(n, d) float32, not to be written to."""
    vectors = np.load(path, mmap_mode=None if in_memory else "r", allow_pickle=False)
    vectors.setflags(write=False)
    return np.asarray(vectors) if in_memory else vectors


def _read_manifest(path: Path) -> dict[str, Any]:
    if not (path / MANIFEST).is_file():
        raise BadBundle(
            f"There is no whole topic map in {path} (no {MANIFEST}); make one with topicmap build."
        )
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        found = manifest["format"]
        if found == FORMAT and not is_whole(manifest):
            raise TypeError("a part of another kind")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadBundle(f"{path / MANIFEST} is damaged; build the map again.") from error
    if found != FORMAT:
        raise BadBundle(
            f"The map {path} has the format {found!r}; this version of topicmap reads {FORMAT}. "
            "Build it again, or use the version that made it."
        )
    return manifest


def _check_sizes(path: Path, manifest: dict[str, Any]) -> None:
    """What can be seen without reading a file: that it is there, and as long as it was."""
    for name in FILES:
        if not (path / name).is_file():
            raise BadBundle(f"The map {path} lacks {name}; build it again.")
        if (path / name).stat().st_size != manifest["sizes"].get(name):
            raise BadBundle(_altered(path / name))


def _check_files(path: Path, manifest: dict[str, Any]) -> None:
    _check_sizes(path, manifest)
    for name in FILES:
        if _sha256(path / name) != manifest["files"].get(name):
            raise BadBundle(_altered(path / name))


def _altered(path: Path) -> str:
    return f"{path} was altered or cut short since it was written; build the map again."


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
