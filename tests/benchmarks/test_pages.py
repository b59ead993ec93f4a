"""Pages of the five layouts made of a corpus, with every irregularity: papers read wrong.

The layouts are those of the seeds; sessions, dates, furniture and gaps are drawn at random.
"""

import os
import random
import textwrap
from pathlib import Path

import pandas as pd
import pytest

from topicmap.readers import read_papers
from topicmap.readers.formats import choose_reader, open_page

FOLDER = os.environ.get("TOPICMAP_CORPORA")
FILES = sorted(Path(FOLDER).glob("*.parquet")) if FOLDER else []
PAGES, PAPERS = int(os.environ.get("TOPICMAP_PAGES", "20")), 40
MOST_WRONG = {"clean": 0.005, "irregular": 0.02}
MOST_WRONG_BARE = 0.06  # without titles nothing but words tells two halves from two abstracts
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()

pytestmark = pytest.mark.skipif(
    not FILES, reason="TOPICMAP_CORPORA names no folder with .parquet corpora"
)


def papers_of(path: Path) -> pd.DataFrame:
    papers = read_papers(path, keep_duplicates=True)
    whole = papers["title"].notna() & papers["abstract"].notna() & papers["authors"].notna()
    return papers[whole & papers["abstract"].str.len().between(200, 3_000)]


def paper(row, chance: random.Random, odd: float) -> dict:
    """A paper as a page shows it: sometimes without title, authors or abstract."""
    record = {
        "title": " ".join(row.title.split()),
        "authors": [" ".join(name.split()) for name in row.authors],
        "abstract": " ".join(row.abstract.split()),
    }
    if chance.random() < odd:
        record[chance.choice(["authors", "abstract"])] = None
    return record


def two_lines(text: str, chance: random.Random, odd: float) -> list[str]:
    """An abstract in one line, sometimes in two."""
    cut = text.find(". ", len(text) // 3) + 1
    if chance.random() < odd and cut:
        return [text[:cut], text[cut:].strip()]
    return [text]


def plain(records: list[dict], chance: random.Random, odd: float) -> list[str]:
    for record in records:
        record["title"] = record["authors"] = None
    records[:] = [record for record in records if record["abstract"]]
    return [line for record in records for line in two_lines(record["abstract"], chance, odd)]


def iclr(records: list[dict], chance: random.Random, odd: float) -> list[str]:
    lines: list[str] = []
    for at, record in enumerate(records):
        if at == 0 or chance.random() < odd:
            kind = chance.choice(["Poster", "Oral", "Spotlight Poster"])
            place = chance.choice(["Halle B", "Hall 3", "Room 201", "Great Hall"])
            session = f"{kind.split()[-1]} Session {chance.randint(1, 8)}"
            lines += [kind, session, place] if chance.random() < 0.5 else [session, place]
        lines.append(record["title"])
        lines += [" · ".join(record["authors"])] if record["authors"] else []
        if record["abstract"]:
            lines += two_lines(record["abstract"], chance, odd)
    return lines


def arxiv(records: list[dict], chance: random.Random, odd: float) -> list[str]:
    lines: list[str] = []
    for record in records:
        record["title"] = None
        record["authors"] = record["authors"] or ["Ada Byron", "Grace Hopper"]
        record["abstract"] = record["abstract"] or "We show what there is to be shown, at last."
        lines.append(", ".join(record["authors"]))
        lines += textwrap.wrap(record["abstract"], 79, break_on_hyphens=False)
        if chance.random() < 0.4:
            comment = chance.choice(
                ["12 pages, 3 figures", "Accepted at ICML; code at github.com/x"]
            )
            lines.append(f"Authors' comments: {comment}")
    return lines


def hf(records: list[dict], chance: random.Random, odd: float, counts: bool = False) -> list[str]:
    lines = ["new", "", "Get trending papers in your email inbox!", "", "Subscribe", ""]
    lines += ["byAK and the research community", "", f"{chance.choice(MONTHS)} 3", ""]
    for record in records:
        number, record["authors"] = len(record["authors"] or [1]), None
        lines += [record["title"], ""]
        lines += [*two_lines(record["abstract"], chance, odd), ""] if record["abstract"] else []
        if counts:
            date = f"{chance.choice(MONTHS)} {chance.randint(1, 28)}"
            votes = [str(chance.randint(1, 99))] if chance.random() < odd else []
            lines += [f"  • {number} author{'s' * (number > 1)}", "·", date, *votes, ""]
    return lines


def hf_counts(records: list[dict], chance: random.Random, odd: float) -> list[str]:
    return hf(records, chance, odd, counts=True)


LAYOUTS = {"plain-abstracts": plain, "iclr-virtual": iclr, "arxiv-digest": arxiv, "hf-papers": hf,
           "hf-papers with authors": hf_counts}  # fmt: skip


@pytest.mark.parametrize("kind", MOST_WRONG)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_papers_come_out_right(path, layout, kind, capsys):
    corpus, chance = papers_of(path), random.Random(layout)
    odd = 0.0 if kind == "clean" else 0.05
    wrong = total = 0
    for number in range(PAGES):
        rows = corpus.sample(PAPERS, random_state=number).itertuples()
        records = [paper(row, chance, odd) for row in rows]
        lines = LAYOUTS[layout](records, chance, odd)
        page, _ = open_page(Path("page.txt"), "\n".join(lines).encode())
        reader = choose_reader(page)
        found = [(r["title"], r.get("authors"), r["abstract"]) for r in reader.read(page).records]
        wanted = [(r["title"], r["authors"], r["abstract"]) for r in records]
        total += len(wanted)
        missed = len(wanted) - len(set(map(str, wanted)) & set(map(str, found)))
        wrong += missed if layout.split()[0] == reader.NAME else len(wanted)
    with capsys.disabled():
        print(f"\n{path.stem}, {layout}, {kind}: {wrong} of {total} papers wrong")
    bare = layout == "plain-abstracts" and kind == "irregular"
    assert wrong <= (MOST_WRONG_BARE if bare else MOST_WRONG[kind]) * total
