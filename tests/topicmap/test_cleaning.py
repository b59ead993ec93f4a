"""Texts as they stand in a file, and as they are read: what goes, and what stays as typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topicmap.cleaning import clean, clean_texts
from topicmap.papers import cleaned, paper_table, text_of
from topicmap.search import index_papers
from topicmap.words import tokens

CLEANED = {
    r"Schr\"{o}dinger, \'Etienne and {\'e}t{\'e}": "Schrödinger, Étienne and été",
    r"na\"\i ve, \v{S}koda, fa\c{c}ade, Erd\H{o}s": "naïve, Škoda, façade, Erdős",
    r"{\ss}, \o{}re, \L{}ukasz, {\AA}ngstr\"om": "ß, øre, Łukasz, Ångström",
    "Q&amp;A &lt;i&gt;now&lt;/i&gt; &#x27;q&#39; &eacute;": "Q&A now 'q' é",
    "&amp;amp;": "&",
    "CO<sub>2</sub> and <b class='x'>bold</b><br/>text": "CO2 and bold text",
    "<jats:title>Abstract</jats:title><jats:p>We show.</jats:p><jats:p>More.</jats:p>": (
        "We show. More."
    ),
    "<script>alert(1)</script> learning": "alert(1) learning",
    "e\ufb03cient re\u00adpre\u00ad sentation": "efficient representation",
    "cafe\u0301 \u200bla\u2060tent\u00a0space": "café latent space",
    r"\emph{very \textbf{good}} at 95\% of R\&D": "very good at 95% of R&D",
    r"{\em i.e.}, {\bf Theorem}": "i.e., Theorem",
    "Empiric \u00e2\u0080\u0093 yes\x07": "Empiric – yes",
}
KEPT = [
    r"in $\mathcal{O}(n \log n)$ and $x_{1} < y & z$ steps",
    r"\(\alpha'\) and \[a\'b\] and $$\ddot{x}$$",
    "<math><mi>x</mi></math> stays",
    "for p<q and r>0, if a<b and c>d then p <s and t> u",
    "a < b > c, <unk> and <mask> tokens, AT&T, &notanentity;",
    "from $5 to $6 a day, 100 %, {0, 1}",
    "pre- and post-training",
    r"\alpha-divergence by \cite{someone}",
    "机器学习 и обучение машин, ‘quoted’ — text",
]


@pytest.mark.parametrize("text", CLEANED)
def test_what_is_cleaned(text):
    assert clean(text) == CLEANED[text]


@pytest.mark.parametrize("text", KEPT)
def test_what_stays_as_typed(text):
    assert clean(text) == text
    assert clean_texts([text]) == [None]


def test_a_split_word_is_joined_where_it_is_whole_elsewhere():
    texts = [
        "We use self- supervised repre- sentation learning, and un- known words.",
        "Self-supervised Representation pre-training",
    ]
    joined = "We use self-supervised representation learning, and un- known words."
    assert clean_texts(texts) == [joined, None]


def test_white_space_alone_makes_no_difference():
    assert clean_texts(["two  spaces", "a\tb", None, ""]) == [None] * 4


@settings(max_examples=300)
@given(st.text(alphabet=st.sampled_from(list("ab&;<>/\\{}$'\"~^ -é\u00ad\u0301ﬁ1#xp"))) | st.text())
def test_any_text_is_cleaned_for_good(text):
    once = clean(text)
    assert once == " ".join(once.split())
    assert "\u00ad" not in once
    assert clean(clean(once)) == clean(once)


@pytest.mark.parametrize("text", ["$" * 40_000, "\\" * 40_000, "<p " * 20_000, "{\\'" * 20_000,
                                  "&amp" * 20_000, "<math>" * 9_000, "a- " * 20_000,
                                  "\\emph{" * 9_000, "<!--" * 9_000, "\\(" * 20_000])  # fmt: skip
def test_no_text_takes_long(text):
    clean(text)


def test_papers_keep_what_they_say_and_show_what_is_clean():
    title, abstract = r"Schr\"odinger &amp; <i>cats</i>", "Plain words."
    papers = paper_table([{"title": title, "abstract": abstract}, {"title": "Plain"}])
    assert papers["title"].tolist() == [title, "Plain"]
    assert papers["clean_title"].tolist() == ["Schrödinger & cats", None]
    assert papers["clean_abstract"].tolist() == [None, None]
    assert cleaned(papers, "title") == ["Schrödinger & cats", "Plain"]
    assert text_of(papers) == ["Schrödinger & cats. Plain words.", "Plain"]
    assert index_papers(papers).find("schrodinger cats").tolist() == [0]


def test_commands_are_no_words():
    text = clean(r"We \underline{prove} that \mathbf{x} and \textsc{Bert} \cite{foo} \ref{bar}")
    assert set(tokens(text)) <= {"bert", "x"}
