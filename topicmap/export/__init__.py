"""A map to take away: pictures, slides, pages, lists of papers, and folders for other tools.

The suffix of the path chooses the format; each has a module of its own, imported when asked for.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from topicmap.errors import BadSettings, UnknownFormat
from topicmap.export.choices import Choices, choices
from topicmap.export.paper_files import SUFFIXES as PAPER_SUFFIXES
from topicmap.export.paper_files import paper_file
from topicmap.export.picture_files import SUFFIXES as PICTURE_SUFFIXES
from topicmap.export.picture_files import picture_file
from topicmap.scene import draw_scene
from topicmap.topic_map import UNASSIGNED, TopicMap
from topicmap.writers import put_file

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SUFFIXES = (*PICTURE_SUFFIXES, *PAPER_SUFFIXES)


@dataclass(frozen=True)
class Exported:
    """A file or folder that was written, and what its maker has to know of it."""

    path: Path
    notes: tuple[str, ...] = ()


def export_map(
    topic_map: TopicMap,
    path: str | Path,
    *,
    topic: int | None = None,
    deck: bool = False,
    tool: str = "",
    **chosen: Any,
) -> Exported:
    """The file or folder that now holds a picture of the map, slides, a page, or its papers.

    It is written beside its place and put there at once, so that an existing file is replaced
    only by a whole one. The same map and choices give the same bytes.

    Parameters
    ----------
    path
        A file name that ends in .png, .svg, .pdf, .pptx or .html (the map), or in .csv, .bib,
        .ris, .jsonl or .md (its papers).
    topic
        Only the papers of this topic (−1: those in none), where papers are written.
    deck
        Whether the path is a folder for a deck: slides of the whole map, each topic, method and
        quality, and the pictures and papers beside them.
    tool
        ``bertopic``, ``embedding-atlas`` or ``vosviewer``, where the path is a folder for it.
    chosen
        What can be chosen of a picture, by its name in `topicmap.export.choices.Choices`, such as
        ``preset="4:3"``, ``theme="dark"``, ``title="Our field"``, ``highlight="topic:3"``. A
        note tells of those that have no effect in this format.

    Raises
    ------
    UnknownFormat
        There is no such format.
    BadSettings
        A choice is unknown or outside what it may be, or not of this map, or two contradict.
    BadPapers
        The file cannot be written there.
    """
    path, wanted = Path(path).expanduser(), choices(**chosen)
    if deck or tool:
        notes = _folder(topic_map, path, topic, deck, tool, wanted)
    else:
        content, notes = _file(topic_map, path, topic, wanted)
        put_file(content, path)
    return Exported(path, (*notes, *_unused(path, deck, tool, wanted)))


def draw_map(topic_map: TopicMap, ax: "Axes | None" = None, **chosen: Any) -> "Axes":
    """Matplotlib axes with the map: its glow, papers and names, in the map's own units.

    Parameters
    ----------
    ax
        Where to draw, as large as it is now; None for new axes of 8 × 6 inches.
    chosen
        As in `export_map`; ``preset``, ``title``, ``subtitle`` and ``provenance`` have no place.

    Raises
    ------
    BadSettings
        A choice is unknown or outside what it may be, or not of this map.
    """
    from topicmap.export.axes import draw

    return draw(topic_map, draw_scene(topic_map), choices(**chosen), ax)


def _folder(
    topic_map: TopicMap, path: Path, topic: int | None, deck: bool, tool: str, chosen: Choices
) -> tuple[str, ...]:
    from topicmap.export.folders import export_folder

    what = f"A folder for {tool}" if tool else "A deck"
    if deck and tool:
        raise BadSettings(f"{what} and a deck are two exports; ask for one at a time.")
    if topic is not None:
        raise BadSettings(f"{what} holds all topics; leave topic {topic} out.")
    if path.suffix.lower() in SUFFIXES:
        raise BadSettings(f"{what} is wanted, and {path.name} is named like a file; name a folder.")
    return export_folder(topic_map, path, tool, chosen)


def _unused(path: Path, deck: bool, tool: str, chosen: Choices) -> tuple[str, ...]:
    """A note on what was chosen and has no effect on what is written."""
    suffix = path.suffix.lower()
    left_out = [] if deck else chosen.unused(suffix)
    if not left_out:
        return ()
    what = f"A folder for {tool}" if tool else f"A {suffix} file"
    return (f"{what} has no {', no '.join(left_out)}; what was chosen has no effect.",)


def _file(
    topic_map: TopicMap, path: Path, topic: int | None, chosen: Choices
) -> tuple[bytes, tuple[str, ...]]:
    suffix = path.suffix.lower()
    if suffix in PAPER_SUFFIXES:
        return paper_file(topic_map, _rows(topic_map, topic), suffix), ()
    if suffix not in PICTURE_SUFFIXES:
        raise UnknownFormat(
            f"There is no export to {suffix or 'a file name without suffix'} ({path.name}); end "
            f"the name in one of {', '.join(SUFFIXES)}, or ask for a deck or another tool's folder."
        )
    if topic is not None:
        raise BadSettings(
            f"One topic's papers can be written to {', '.join(PAPER_SUFFIXES)}, not to {suffix}; "
            f"for a picture of it choose highlight='topic:{topic}'."
        )
    return picture_file(topic_map, draw_scene(topic_map), chosen, suffix)


def _rows(topic_map: TopicMap, topic: int | None) -> np.ndarray:
    """The rows of a topic's papers, or of all."""
    topics = topic_map.papers["topic"].to_numpy()
    if topic is None:
        return np.arange(len(topics))
    if topic != UNASSIGNED and topic not in topic_map.topics.index:
        last = len(topic_map.topics) - 1
        possible = f"0 to {last}, and −1" if last >= 0 else "−1 alone"
        raise BadSettings(
            f"There is no topic {topic} on this map; choose one from {possible} for the papers "
            "in none."
        )
    return np.flatnonzero(topics == topic)


__all__ = ["SUFFIXES", "Choices", "Exported", "draw_map", "export_map", "picture_file"]
