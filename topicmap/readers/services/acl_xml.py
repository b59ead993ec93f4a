"""Volumes of the ACL Anthology in its own XML."""

from collections.abc import Callable
from typing import Any

from topicmap.readers.dates import iso_date, month_number
from topicmap.readers.elements import Element
from topicmap.readers.identifiers import bare_doi
from topicmap.readers.page import Found, Page, read_elements
from topicmap.readers.people import natural_name
from topicmap.readers.services.fields import known, people, year
from topicmap.readers.services.signature import SURE

NAME = "acl-xml"
SUFFIXES = (".xml",)
ADDRESS = "https://aclanthology.org/"


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is XML of the ACL Anthology, by its elements."""
    root = page.tree.root
    if root is None or root.name != "collection" or "id" not in root.attributes:
        return 0.0
    return SURE * bool(root.all("volume/meta") or root.all("volume/paper"))


def read(page: Page) -> Found:
    """The papers of the volumes; front matter is none."""
    root = page.tree.root
    volumes = {
        id(paper): (volume.attributes.get("id", ""), meta)
        for volume in (root.all("volume") if root else [])
        for meta in [volume.first("meta") or Element("meta", {}, 0)]
        for paper in volume.all("paper")
    }
    collection = root.attributes.get("id", "") if root else ""
    return read_elements(page, "volume/paper", _recorder(collection, volumes))


def _recorder(
    collection: str, volumes: dict[int, tuple[str, Element]]
) -> Callable[[Element], dict[str, Any]]:
    def record(paper: Element) -> dict[str, Any]:
        volume, meta = volumes[id(paper)]
        name = _anthology_id(collection, volume, paper)
        date = _date(paper.words("year") or meta.words("year"), paper, meta)
        return known(
            {
                "id": name,
                "title": _marked_text(paper, "title"),
                **people(_name(author) for author in paper.all("author")),
                "abstract": _marked_text(paper, "abstract"),
                "date": date,
                "year": year(date),
                "venue": _marked_text(meta, "booktitle") or _marked_text(meta, "journal-title"),
                "url": ADDRESS + name + "/" if name else None,
                "doi": bare_doi(paper.words("doi")),
                "pages": paper.words("pages"),
                "publisher": meta.words("publisher"),
            }
        )

    return record


def _name(author: Element) -> str | None:
    return natural_name(author.words("last"), author.words("first")) or author.text or None


def _anthology_id(collection: str, volume: str, paper: Element) -> str | None:
    """The id of a paper: "2020.acl-main.1", or "P19-1001" as until 2019."""
    number = paper.attributes.get("id", "")
    if not (collection and volume and number):
        return (paper.words("url") or "").removeprefix(ADDRESS).strip("/") or None
    if not collection[0].isalpha():
        return f"{collection}-{volume}.{number}"
    two_digits = collection[0] == "W" or collection == "C69"
    two_digits = two_digits or (collection == "D19" and volume not in ("1", "2", "3", "4"))
    if two_digits:
        return f"{collection}-{volume.zfill(2)}{number.zfill(2)}"
    return f"{collection}-{volume}{number.zfill(3)}"


def _date(year_text: str | None, paper: Element, meta: Element) -> str | None:
    month = paper.words("month") or meta.words("month")
    number = month_number(month)
    if year_text and month and number is None:
        return f"{month} {year_text}"
    return iso_date(year_text, number)


def _marked_text(parent: Element, name: str) -> str | None:
    """The text of a child whatever its marks, formulas in TeX between dollar signs."""
    found = parent.first(name)
    return " ".join(_inside(found).split()) or None if found else None


def _inside(element: Element) -> str:
    parts = (part if isinstance(part, str) else _marked(part) for part in element.parts)
    return "".join(parts)


def _marked(element: Element) -> str:
    if element.name == "tex-math":
        return f"${element.text.strip('$')}$"
    return " " if element.name == "br" else _inside(element)
