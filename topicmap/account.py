"""What the command line prints of papers, files and maps."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table

from topicmap.bundle import BundleInfo
from topicmap.papers import shown_title
from topicmap.readers import Reading
from topicmap.topic_map import TopicMap
from topicmap.writers import put_file

_WARNINGS = 5


def print_papers(papers: pd.DataFrame) -> None:
    """The papers on stdout: a table in a terminal, tab-separated lines into a pipe."""
    heads = ("id", "title", "authors", "year", "source", "lines")
    _print_table(heads, [_paper_cells(paper_id, paper) for paper_id, paper in papers.iterrows()])


def print_files(reading: Reading) -> None:
    """A line for each file that was read, and each warning, on stderr."""
    for file in reading.files:
        words = [f"{_papers(file.records)} ({file.format})"]
        if file.without_abstract:
            words.append(f"{file.without_abstract} without abstract")
        if file.duplicates:
            words.append(f"{file.duplicates} merged as duplicates")
        if file.furniture:
            words.append(f"{len(file.furniture)} lines of page furniture")
        print(f"{file.source}: {', '.join(words)}", file=sys.stderr)
        for warning in file.warnings:
            print(f"  {warning}", file=sys.stderr)
    _print_skipped(reading)


def print_warnings(reading: Reading) -> None:
    """What was not read as it stands, on stderr: warnings by file, and what was passed over."""
    for file in reading.files:
        for warning in file.warnings[:_WARNINGS]:
            print(f"{file.source}: {warning}", file=sys.stderr)
        if more := len(file.warnings[_WARNINGS:]):
            print(f"{file.source}: and {more} more; topicmap read shows them", file=sys.stderr)
    _print_skipped(reading)


def write_report(reading: Reading, path: Path) -> None:
    """The account of every file as JSON; `BadPapers` where it cannot be written."""
    text = json.dumps(reading.report(), indent=2, ensure_ascii=False) + "\n"
    put_file(text.encode("utf-8", "replace"), path)


def print_map(reading: Reading, topic_map: TopicMap, target: Path, replaced: bool) -> None:
    """Three lines on stdout: what was read, what was found, and where it lies."""
    merged = sum(file.duplicates for file in reading.files)
    again = f" ({merged} found twice)" if merged else ""
    files = f"{len(reading.files)} file{'s' * (len(reading.files) != 1)}"
    topics = f"{len(topic_map.topics)} topic{'s' * (len(topic_map.topics) != 1)}"
    share = topic_map.unassigned / len(topic_map)
    print(f"Read {_papers(len(topic_map))} from {files}{again}.")
    print(f"Found {topics}; {_papers(topic_map.unassigned)} ({share:.0%}) in none of them.")
    place = f"{target}, in place of the earlier one" if replaced else str(target)
    print(f"The map lies in {place}; see it with: topicmap dashboard {target.parent}")


def print_maps(folder: Path, maps: Sequence[BundleInfo]) -> None:
    """The maps of a folder on stdout, and on stderr what is wrong with damaged ones."""
    good = [info for info in maps if not info.problem]
    if not maps:
        print(f"There is no map in {folder} yet; make one with: topicmap build")
    if good:
        rows = [(m.name, str(m.papers), str(m.topics), m.created) for m in good]
        _print_table(("map", "papers", "topics", "created"), rows)
    for info in maps:
        if info.problem:
            print(info.problem, file=sys.stderr)


def _print_skipped(reading: Reading) -> None:
    for path, why in reading.skipped:
        print(f"{path}: passed over, {why}", file=sys.stderr)


def _paper_cells(paper_id: object, paper: pd.Series) -> tuple[str, ...]:
    authors = paper["authors"] or []
    shown = ", ".join(authors[:3]) + (" …" if len(authors) > 3 else "")
    year = "" if pd.isna(paper["year"]) else str(paper["year"])
    start, end = paper["line_start"], paper["line_end"]
    lines = "" if pd.isna(start) else str(start) if start == end else f"{start}–{end}"
    title = shown_title(paper["title"], paper["abstract"]).text
    return str(paper_id), title, shown, year, str(paper["source"]), lines


def _print_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if not sys.stdout.isatty():
        for row in (heads, *rows):
            print("\t".join(" ".join(cell.split()) for cell in row))
        return
    table = Table(*heads, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    Console(markup=False, highlight=False).print(table)


def _papers(count: int) -> str:
    return f"{count} paper{'s' * (count != 1)}"
