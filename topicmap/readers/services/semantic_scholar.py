"""Papers of Semantic Scholar: answers of its services, and its datasets as JSON Lines."""

import re
from typing import Any

from topicmap.readers.entry import joined
from topicmap.readers.identifiers import arxiv_id_in, bare_doi, web_address
from topicmap.readers.page import Found, Page, read_objects
from topicmap.readers.services.fields import (
    at,
    first_text,
    known,
    objects,
    people,
    text,
    texts,
    year,
)
from topicmap.readers.services.signature import sureness

NAME = "semantic-scholar"
SUFFIXES = (".json", ".jsonl", ".ndjson")
WRAPPED = ("citingPaper", "citedPaper")
PAPER_ID = re.compile(r"[0-9a-f]{40}")
TYPICAL = {
    "corpusid", "externalids", "publicationvenue", "s2fieldsofstudy", "citationcount",
    "influentialcitationcount", "openaccesspdf", "openaccessinfo", "isopenaccess",
    "tldr",
}  # fmt: skip


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page holds papers of Semantic Scholar, by their keys."""
    return sureness(page, _is_paper)


def read(page: Page) -> Found:
    """The papers of an answer or dataset; of citations and references the paper at the far end."""
    return read_objects(page, _record, _paper)


def _paper(value: dict[str, Any]) -> dict[str, Any]:
    """The paper itself, its keys in small letters as in the datasets."""
    inner = next((value[key] for key in WRAPPED if isinstance(value.get(key), dict)), value)
    return {key.lower(): entry for key, entry in inner.items()}


def _is_paper(value: dict[str, Any]) -> bool:
    paper = _paper(value)
    if "paperid" in paper:
        whole = PAPER_ID.fullmatch(text(paper["paperid"]) or "")
        return bool(whole) or bool(TYPICAL & paper.keys())
    return "paperabstract" in paper or len({"corpusid", *TYPICAL} & paper.keys()) > 1


def _record(paper: dict[str, Any]) -> dict[str, Any]:
    ids = _external_ids(paper)
    date = text(paper.get("publicationdate"))
    doi = bare_doi(first_text(ids.get("doi"), paper.get("doi")))
    addresses = paper.get("url"), paper.get("s2url"), at(paper, "openaccesspdf", "url")
    return known(
        {
            "id": first_text(paper.get("paperid"), paper.get("corpusid"), paper.get("id")),
            "title": text(paper.get("title")),
            **people(first_text(at(a, "name"), a) for a in _authors(paper)),
            "abstract": first_text(paper.get("abstract"), paper.get("paperabstract")),
            "date": date,
            "year": year(paper.get("year"), date),
            "venue": first_text(
                paper.get("venue"),
                at(paper, "publicationvenue", "name"),
                at(paper, "journal", "name"),
                paper.get("journalname"),
            ),
            "url": web_address(*map(text, addresses)),
            "doi": doi,
            "keywords": _keywords(paper),
            "arxiv": arxiv_id_in(ids.get("arxiv"), doi),
            "acl": text(ids.get("acl")),
            "pmid": text(ids.get("pubmed")),
            "volume": first_text(at(paper, "journal", "volume"), paper.get("journalvolume")),
            "pages": first_text(at(paper, "journal", "pages"), paper.get("journalpages")),
            "tldr": first_text(at(paper, "tldr", "text"), paper.get("tldr")),
        }
    )


def _external_ids(paper: dict[str, Any]) -> dict[str, Any]:
    found = paper.get("externalids") or at(paper, "openaccessinfo", "externalids")
    return {key.lower(): entry for key, entry in found.items()} if isinstance(found, dict) else {}


def _authors(paper: dict[str, Any]) -> list[Any]:
    found = paper.get("authors")
    return found if isinstance(found, list) else [found]


def _keywords(paper: dict[str, Any]) -> str | None:
    fields = objects(paper.get("s2fieldsofstudy"))
    return joined([*texts(paper.get("fieldsofstudy")), *(text(f.get("category")) for f in fields)])
