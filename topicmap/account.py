"""What the command line prints of papers, files and maps."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import pandas as pd
from rich.console import Console
from rich.table import Table

from topicmap.bundle import BundleInfo
from topicmap.export import Exported
from topicmap.papers import shown_title
from topicmap.topic_map import TopicMap
from topicmap.writers import put_file

if TYPE_CHECKING:
    from topicmap.readers import Reading

_MOST_TOLD = 5
MEANING = {
    "papers": "papers on the map",
    "topics": "topics",
    "unassigned": "share of the papers in no topic",
    "npmi": "how much a topic's keywords come together in papers, from -1 to 1",
    "diversity": "share of different ones among the keywords of all topics",
    "trustworthiness": "near on the map is near by the vectors, from 0 to 1",
    "neighbors_kept": "share of the 15 nearest papers that are the nearest on the map too",
    "strength": "mean membership of the papers in their nearest topic, from 0 to 1",
    "stability": "how alike the topics of other seeds are, 0 by chance, 1 the same",
    "areas": "areas in the file",
    "filed": "papers that have an area",
    "ami": "how well topics agree with the areas, 0 by chance, 1 at best",
    "neighbor_accuracy": "share of papers whose area most of the 10 nearest on the map have",
}


def print_papers(papers: pd.DataFrame) -> None:
    """The papers on stdout: a table in a terminal, tab-separated lines into a pipe."""
    heads = ("id", "title", "authors", "year", "source", "lines")
    rows = [_paper_cells(paper_id, paper) for paper_id, paper in papers.iterrows()]
    _print_table(heads, rows, sys.stdout)


def print_files(reading: "Reading", stream: TextIO) -> None:
    """A table of the files that were read, and below it what was not read as it stands."""
    heads = ("file", "format", "papers", "no abstract", "duplicates", "not understood", "furniture")
    rows = [
        (file.source, file.format, *map(str, (file.records, file.without_abstract, file.duplicates,
                                              len(file.unread), len(file.furniture))))
        for file in reading.files
    ]  # fmt: skip
    _print_table(heads, rows, stream)
    print_warnings(reading, stream)


def print_warnings(reading: "Reading", stream: TextIO) -> None:
    """What was not read as it stands: lines not understood, warnings, files passed over."""
    for file in reading.files:
        unread = [f"line {line} not understood, {why}" for line, _, why in file.unread]
        told = [*file.warnings, *unread]
        for sentence in told[:_MOST_TOLD]:
            print(f"{file.source}: {sentence}", file=stream)
        if more := len(told[_MOST_TOLD:]):
            print(f"{file.source}: and {more} more; --report lists them all", file=stream)
    for path, why in reading.skipped:
        print(f"{path}: passed over, {why}", file=stream)


def write_report(reading: "Reading", path: Path) -> None:
    """The account of every file as JSON; `BadPapers` where it cannot be written."""
    text = json.dumps(reading.report(), indent=2, ensure_ascii=False) + "\n"
    put_file(text.encode("utf-8", "replace"), path)


def print_map(reading: "Reading", topic_map: TopicMap, target: Path, replaced: bool) -> None:
    """Three lines on stdout: what was read, what was found (and how else), where it lies."""
    merged = sum(file.duplicates for file in reading.files)
    again = f" ({merged} found twice)" if merged else ""
    files = f"{len(reading.files)} file{'s' * (len(reading.files) != 1)}"
    topics = f"{len(topic_map.topics)} topic{'s' * (len(topic_map.topics) != 1)}"
    share = topic_map.unassigned / len(topic_map)
    print(f"Read {_papers(len(topic_map))} from {files}{again}.")
    found = f"Found {topics}; {_papers(topic_map.unassigned)} ({share:.0%}) in none of them."
    print(" ".join([found, *topic_map.about.get("notes", [])]))
    place = f"{target}, in place of the earlier one" if replaced else str(target)
    print(f"The map lies in {place}; see it with: topicmap dashboard {target.parent}")


def print_scores(found: Mapping[str, Any], as_json: bool) -> None:
    """The figures of a map on stdout, a line each, or as one JSON object."""
    if as_json:
        print(json.dumps(found, indent=2))
        return
    heads = ("figure", "value", "meaning")
    rows = [(name, _figure(value), MEANING[name]) for name, value in found.items()]
    _print_table(heads, rows, sys.stdout)


def _figure(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"


def print_trends(topic_map: TopicMap, as_json: bool) -> None:
    """Rising topics on stdout, then steady, fading and unknown ones; or all as a JSON object."""
    from topicmap.trends import DIRECTIONS, recent_from, topic_trends, topic_years

    since, found = recent_from(topic_map), topic_trends(topic_map)
    found.insert(1, "label", topic_map.topics["label"].tolist())
    if as_json:
        years = topic_years(topic_map).to_dict("records")
        topics = json.loads(found.to_json(orient="records", double_precision=15))
        print(json.dumps({"recent_from": since, "topics": topics, "years": years}, indent=2))
        return
    change = f"change since {since}" if since else "change"
    found["rank"] = found["direction"].map(DIRECTIONS.index)
    found = found.sort_values(["rank", "change"], ascending=[True, False], kind="stable")
    rows = [
        (row["label"], f"{row['papers']:,}", row["direction"], _points(row["change"]), _span(row))
        for row in found.to_dict("records")
    ]
    _print_table(("topic", "papers", "direction", change, "interval"), rows, sys.stdout)


def _points(change: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    return "–" if pd.isna(change) else f"{100 * change:+.1f}".replace("-", "−")


def _span(row: Mapping[Any, Any]) -> str:
    return "–" if pd.isna(row["low"]) else f"{_points(row['low'])} to {_points(row['high'])}"


def print_maps(folder: Path, maps: Sequence[BundleInfo]) -> None:
    """The maps of a folder on stdout, and on stderr what is wrong with damaged ones."""
    good = [info for info in maps if not info.problem]
    if not maps:
        print(f"There is no map in {folder} yet; make one with: topicmap build")
    if good:
        rows = [(m.name, str(m.papers), str(m.topics), m.created) for m in good]
        _print_table(("map", "papers", "topics", "created"), rows, sys.stdout)
    for info in maps:
        if info.problem:
            print(info.problem, file=sys.stderr)


def _paper_cells(paper_id: object, paper: pd.Series) -> tuple[str, ...]:
    authors = paper["authors"] or []
    shown = ", ".join(authors[:3]) + (" …" if len(authors) > 3 else "")
    year = "" if pd.isna(paper["year"]) else str(paper["year"])
    start, end = paper["line_start"], paper["line_end"]
    lines = "" if pd.isna(start) else str(start) if start == end else f"{start}–{end}"
    texts = [paper[f"clean_{name}"] or paper[name] for name in ("title", "abstract")]
    title = shown_title(*texts).text
    return str(paper_id), title, shown, year, str(paper["source"]), lines


def _print_table(heads: Sequence[str], rows: Sequence[Sequence[str]], stream: TextIO) -> None:
    if not stream.isatty():
        for row in (heads, *rows):
            print("\t".join(" ".join(cell.split()) for cell in row), file=stream)
        return
    table = Table(*heads, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    Console(file=stream, markup=False, highlight=False).print(table)


def print_exported(exported: Exported) -> None:
    """What was written on stdout, and what its maker has to know of it on stderr."""
    print(exported.path)
    for note in exported.notes:
        print(note, file=sys.stderr)


def _papers(count: int) -> str:
    return f"{count} paper{'s' * (count != 1)}"
