"""The Atom feed of the arXiv API."""

from typing import Any

from topicmap.readers.elements import Element
from topicmap.readers.entry import joined
from topicmap.readers.identifiers import arxiv_id_in, bare_doi, web_address
from topicmap.readers.page import Found, Page, read_elements
from topicmap.readers.services.fields import known, people, year
from topicmap.readers.services.moments import day_of_moment
from topicmap.readers.services.signature import SURE

NAME = "arxiv-atom"
SUFFIXES = (".xml", ".atom")
SITE = "//arxiv.org/"
ERRORS = "//arxiv.org/api/errors"


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is a feed of arXiv, by its ids."""
    root = page.tree.root
    if root is None or root.name != "feed":
        return 0.0
    return SURE * any(SITE in found.text for found in root.all("id") + root.all("entry/id"))


def read(page: Page) -> Found:
    """The papers of the feed; an entry that tells an error of the service is none."""
    return read_elements(page, "entry", _record)


def _record(entry: Element) -> dict[str, Any]:
    address = entry.words("id")
    if address and ERRORS in address:
        raise ValueError(f"arXiv reports: {entry.words('summary')}")
    arxiv = arxiv_id_in(address)
    published = day_of_moment(entry.words("published"))
    updated = day_of_moment(entry.words("updated"))
    return known(
        {
            "id": arxiv or address,
            "title": entry.words("title"),
            **people(author.words("name") for author in entry.all("author")),
            "abstract": entry.words("summary"),
            "date": published,
            "year": year(published),
            "venue": entry.words("journal_ref"),
            "comments": entry.words("comment"),
            "url": web_address(*_links(entry), address),
            "doi": bare_doi(entry.words("doi")),
            "keywords": _categories(entry),
            "arxiv": arxiv,
            "updated": None if updated == published else updated,
        }
    )


def _links(entry: Element) -> list[str | None]:
    links = [link.attributes for link in entry.all("link")]
    return [link.get("href") for link in links if link.get("rel", "alternate") == "alternate"]


def _categories(entry: Element) -> str | None:
    found = entry.all("primary_category") + entry.all("category")
    return joined(category.attributes.get("term") for category in found)
