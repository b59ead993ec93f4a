"""PubMed's XML: articles and books."""

from typing import Any

from topicmap.readers.dates import iso_date
from topicmap.readers.elements import Element
from topicmap.readers.entry import joined, record
from topicmap.readers.identifiers import bare_doi
from topicmap.readers.page import Found, Page, read_elements
from topicmap.readers.people import natural_name

NAME = "pubmed-xml"
SUFFIXES = (".xml",)
ROOT = "PubmedArticleSet"


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is of PubMed, by its outermost element."""
    if f"<{ROOT}" not in (page.text or "")[:4000]:
        return 0.0
    return 0.97 if page.tree.root and page.tree.root.name == ROOT else 0.0


def read(page: Page) -> Found:
    """The articles and books of a PubMed file, in its order."""
    found = read_elements(page, "PubmedArticle", _article)
    books = read_elements(page, "PubmedBookArticle", _book)
    records = sorted([*found.records, *books.records], key=lambda entry: entry["line_start"])
    unread = dict.fromkeys([*found.unread, *books.unread])
    left_out = found.left_out + books.left_out
    return Found(records, unread=sorted(unread), left_out=left_out)


def _article(element: Element) -> dict[str, Any]:
    citation = element.first("MedlineCitation") or element
    article = citation.first("Article") or citation
    identified = element.all("PubmedData/ArticleIdList/ArticleId")
    headings = citation.all("MeshHeadingList/MeshHeading/DescriptorName")
    known = {
        "title": article.words("ArticleTitle") or article.words("VernacularTitle"),
        "date": _date(article.first("Journal/JournalIssue/PubDate")),
        "venue": article.words("Journal/Title") or article.words("Journal/ISOAbbreviation"),
        "doi": _doi(article.all("ELocationID") + identified),
        "type": joined(kind.text for kind in article.all("PublicationTypeList/PublicationType")),
    }
    further = {
        "volume": article.words("Journal/JournalIssue/Volume"),
        "number": article.words("Journal/JournalIssue/Issue"),
        "pages": article.words("Pagination/MedlinePgn"),
        "language": article.words("Language"),
    }
    keywords = [*citation.all("KeywordList/Keyword"), *headings]
    return record(_shared(citation, article, keywords) | known, further)


def _book(element: Element) -> dict[str, Any]:
    document = element.first("BookDocument") or element
    known = {
        "title": document.words("ArticleTitle") or document.words("Book/BookTitle"),
        "date": _date(document.first("Book/PubDate")),
        "venue": document.words("Book/BookTitle") if document.first("ArticleTitle") else None,
        "doi": _doi(document.all("ArticleIdList/ArticleId") + document.all("Book/ELocationID")),
    }
    shared = _shared(document, document, document.all("KeywordList/Keyword"))
    if not shared["authors"]:
        shared |= _shared(document, document.first("Book") or document, [])
    further = {"publisher": document.words("Book/Publisher/PublisherName")}
    return record(shared | known, further)


def _shared(citation: Element, article: Element, keywords: list[Element]) -> dict[str, Any]:
    lists = [
        people for people in article.all("AuthorList")
        if people.attributes.get("Type", "authors") == "authors"
    ]  # fmt: skip
    people = [author for group in lists for author in group.all("Author")]
    cut = any(group.attributes.get("CompleteYN") == "N" for group in lists)
    return {
        "id": citation.words("PMID"),
        "authors": [name for author in people if (name := _name(author))],
        "authors_truncated": cut or None,
        "abstract": _abstract(citation if citation.first("Abstract") else article),
        "keywords": joined(keyword.text for keyword in keywords),
    }


def _name(author: Element) -> str:
    given = author.words("ForeName") or author.words("Initials")
    person = natural_name(author.words("LastName"), given, author.words("Suffix"))
    return author.words("CollectiveName") or person


def _abstract(article: Element) -> str | None:
    """The parts of an abstract in one text, each behind its label."""
    parts = []
    for part in article.all("Abstract/AbstractText"):
        label = part.attributes.get("Label", "")
        named = label and label.upper() != "UNLABELLED"
        if part.text:
            parts.append(f"{label}: {part.text}" if named else part.text)
    return " ".join(parts) or None


def _date(date: Element | None) -> str | None:
    if date is None:
        return None
    parts = (date.words(name) for name in ("Year", "Month", "Day"))
    return iso_date(*parts) or date.words("MedlineDate")


def _doi(identified: list[Element]) -> str | None:
    kinds = ("EIdType", "IdType")
    dois = [e.text for e in identified if "doi" in map(e.attributes.get, kinds)]
    return next(filter(None, map(bare_doi, dois)), None)
