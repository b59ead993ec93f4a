"""Types of publications as BibTeX and RIS call them, for those that others have given."""

BIBTEX = frozenset(
    "article book booklet inbook incollection inproceedings conference manual mastersthesis misc "
    "phdthesis proceedings techreport unpublished online electronic report thesis dataset software "
    "collection mvbook patent periodical www suppbook reference inreference video audio".split()
)
RIS = frozenset(
    "ABST ADVS AGGR ANCIENT ART BILL BLOG BOOK CASE CHAP CHART CLSWK COMP CONF CPAPER CTLG DATA "
    "DBASE DICT EBOOK ECHAP EDBOOK EJOUR ELEC ENCYC EQUA FIGURE GEN GOVDOC GRANT HEAR ICOMM INPR "
    "JFULL JOUR LEGAL MANSCPT MAP MGZN MPCT MULTI MUSIC NEWS PAMP PAT PCOMM RPRT SER SLIDE SOUND "
    "STAND STAT THES UNPB VIDEO".split()
)
SAME = (
    ("article", "JOUR", ("article-journal", "journal-article", "journal article")),
    ("inproceedings", "CPAPER", ("paper-conference", "proceedings-article", "conference paper")),
    ("inproceedings", "CONF", ("conference", "conference proceedings")),
    ("proceedings", "CONF", ()),
    ("incollection", "CHAP", ("inbook", "chapter", "book-chapter", "book section")),
    ("book", "BOOK", ("monograph",)),
    ("phdthesis", "THES", ("thesis", "mastersthesis", "dissertation")),
    ("techreport", "RPRT", ("report",)),
    ("online", "ELEC", ("webpage", "www", "electronic")),
    ("misc", "GEN", ("generic",)),
)


def bibtex_type(given: str, venue: bool) -> str:
    """BibTeX's name of a type; without one that is known article where there is a venue."""
    kind = given.casefold()
    known = {name: bib for bib, ris, others in reversed(SAME) for name in (ris.casefold(), *others)}
    return kind if kind in BIBTEX else known.get(kind, "article" if venue else "misc")


def ris_type(given: str, venue: bool) -> str:
    """The name of a type in RIS; without one that is known JOUR where there is a venue."""
    known = {name: ris for bib, ris, others in reversed(SAME) for name in (bib, *others)}
    return given if given in RIS else known.get(given.casefold(), "JOUR" if venue else "GEN")
