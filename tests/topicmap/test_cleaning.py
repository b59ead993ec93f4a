"""Texts as they stand in a file, and as they are read: what goes, and what stays as typed."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topicmap.cleaning import clean, clean_texts
from topicmap.papers import cleaned, paper_table, text_of
from topicmap.search import index_papers
from topicmap.words import tokens

CLEANED = {
    "A prob(cid:173) lem of conjunc(cid:173)tions (cid:3) here": "A problem of conjunctions here",
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
TEX = {
    r"{\textquotedblleft}Yes\textquotedblright{} and \enquote{no}": "“Yes” and “no”",
    "``Yes'' she said, ``no\" and so on": "“Yes” she said, “no” and so on",
    r"\emph{\textbf{so \textit{deep}}} and {\em i.e., \bf this}": "so deep and i.e., this",
    r"{\bf Theorem}, \underline{O}ptimistic, {\underline b}andits": "Theorem, Optimistic, bandits",
    r"\textcolor{red}{x y} and \color[rgb]{0,0,1} {\text{blue}}": "x y and blue",
    r"as in \cite{key}, and \citep[see][p.~3]{a,b}. We": "as in, and. We",
    r"Lee et al.~\cite{lee}. Known (\cite{a}, \citet{b}) now [\cite{c}] (see \cite{d}).": (
        "Lee et al. Known now."
    ),
    r"(\cite{a}; see also B)": "(see also B)",
    r"See Section~\ref{s} and Fig.~\ref{f}. \label{x}Next": "See Section and Fig. Next",
    r"\LaTeX{} and \LaTeX\ or \TeX, \ldots, \dots": "LaTeX and LaTeX or TeX, …, …",
    r"seen\footnote{By \emph{us}.} and \thanks{Funded.}done": "seen (By us.) and done",
    r"{\textasciitilde}5{\%} or 5\,\% of 1{,}000 at \$5 \& up": "~5% or 5 % of 1,000 at $5 & up",
    r"\href{https://a.b/~c}{here}, \url{https://a.b/c\_d~e--f}": "here, https://a.b/c_d~e--f",
    r"\url{https://a.b/c": "https://a.b/c",
    r"\emph{at} https://a.b/c{https://a.b/c}.": "at https://a.b/c https://a.b/c.",
    r"one\\two \newline three\\[2pt] w.r.t.\ us, \emph{a}~b": "one two three w.r.t. us, a b",
    r"that: \begin{itemize}[x=1] \item A \item[(b)] B \end{itemize} so": "that: A (b) B so",
    r"CO\textsubscript{2} 2\textsuperscript{nd} X\textregistered{} 5\textdegree C": (
        "CO2 2nd X® 5° C"
    ),
    r"\S 3, \copyright{} \pounds5, \euro 6, a\textendash{}b c\textemdash d": (
        "§ 3, © £5, € 6, a–b c— d"
    ),
    r"\emph{a}: pages 3--4, so---yes -- no, --option, ~5": (
        "a: pages 3–4, so—yes – no, --option, ~5"
    ),
    r"\emph{a} {BERT} {L}atent {Protected Capitals}": "a BERT Latent Protected Capitals",
    r"\emph{a} in {0, 1} or \{x, y\}, x_{1} and 10^{-3}": (
        "a in {0, 1} or {x, y}, x_{1} and 10^{-3}"
    ),
    r"ex\-am\-ple \noindent of {\large type}\footnotemark": "example of type",
    r"\foo{bar}, \foo[x]{bar} and \foo{one}{two}": "bar, bar and onetwo",
    r"\emph{We} call it \fedsync{} (\eg, in \xgboost)": "We call it fedsync (e.g., in xgboost)",
    r"\emph{a \cite{b} with $k$ and $\mathcal{O}(n)$} steps": (
        r"a with $k$ and $\mathcal{O}(n)$ steps"
    ),
    r"\emph{at} \frac{1}{2} of \mathcal{O}(\sqrt{n}), \alpha-mixing \left\{ a \right\}": (
        r"at \frac{1}{2} of \mathcal{O}(\sqrt{n}), \alpha-mixing \left\{ a \right\}"
    ),
    r"\emphGaussian processes \citeProc:Li_KDD07 \beginitemize \item a \enditemize": (
        "Gaussian processes a"
    ),
    "the extit{de facto} mph{way}ootnote{Ours.}": "the de facto way (Ours.)",
    r"\emph{on} C:\temp\new with \d+, \w{2} and \n": r"on C:\temp\new with \d+, \w{2} and \n",
    r"Fran\c cois, Wei\ss, S\o ren, Espa\~na, {\c{C}}elik, \'{\i}": (
        "François, Weiß, Søren, España, Çelik, í"
    ),
    r"\emph{never closed": "never closed",
    r"{\textless}5 and {\textgreater}1, p {\textless} 2 {\textbar} n{=}3 \emph{\textless}": (
        "<5 and >1, p < 2 | n=3 <"
    ),
    r"{\~{}}5, \~{}6 a\~{}b and x{\^{}}2 at http://a.b/\~{}c, x{\textperiodcentered}y": (
        "~5, ~6 a~b and x^2 at http://a.b/~c, x·y"
    ),
    r"\emph{the} \ae ther, (\oe uvre), \AE gir and {\AE}": "the æther, (œuvre), Ægir and Æ",
    r"\ae ther": "æther",
    r"z {\ensuremath{\sim}} 6 in \ensuremath{\Lambda}CDM": "z ∼ 6 in ΛCDM",
    r"H{\ensuremath{\alpha}} at {\ensuremath{\mathcal{O}(n)}}": (
        r"Hα at {\ensuremath{\mathcal{O}(n)}}"
    ),
}
KEPT = [
    r"in $\mathcal{O}(n \log n)$ and $x_{1} < y & z$ steps",
    r"\(\alpha'\) and \[a\'b\] and $$\ddot{x}$$",
    "<math><mi>x</mi></math> stays",
    "for p<q and r>0, if a<b and c>d then p <s and t> u",
    "a < b > c, <unk> and <mask> tokens, AT&T, &notanentity;",
    "from $5 to $6 a day, 100 %, {0, 1}",
    "pre- and post-training",
    r"in \begin{align*} x &= \text{a} \\ &--b \end{align*} and $\times$3 and $5/$6",
    r"\alpha-divergence, Kendall's \tau and \mathcal{O}(\sqrt{n}) with \ell_1 and {0, 1}",
    r"open C:\temp\new or \\server\share with --option, ~5 -- or {this}",
    r"match \d+\.\w*, \bfoo\b, \S+ and a\.com, then \n or \t",
    r"he said \"hello\" and don\'t, it\'s \`code\`",
    "a ``literal`` and ```code``` and a -- b, a--b, --flag, ~7, x~y, {BERT}",
    r"\Ve show  that  the \best guess".replace("  ", " "),
    "机器学习 и обучение машин, ‘quoted’ — text",
]


@pytest.mark.parametrize("text", CLEANED)
def test_what_is_cleaned(text):
    assert clean(text) == CLEANED[text]


@pytest.mark.parametrize("text", TEX)
def test_tex_becomes_text(text):
    assert clean(text) == TEX[text]
    assert clean(TEX[text]) == TEX[text]


@pytest.mark.parametrize("text", KEPT)
def test_what_stays_as_typed(text):
    assert clean(text) == text
    assert clean_texts([text]) == [None]


def test_a_split_word_is_joined_where_it_is_whole_elsewhere():
    texts = [
        "We use self- supervised repre-  sentation learning, and un- known words.",
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


PIECES = [
    *CLEANED, *TEX, *KEPT, "&shy;", "&#64257;", "e&#x301;", "$5", "$x_{1}$", "{", "}", "(", ".",
    r"\emph{", r"\textcolor{red}{", r"\footnote{", r"{\em ", r"\begin{align}", r"\}", "``", "''",
]  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=5).map(" ".join))
def test_a_cleaned_text_stays_as_it_is(text):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("piece", [
    "<math ", "<i ", "<!--", "&amp", "$", "$$ ", r"\(", r"\begin{align}", "{\\", r"\textcolor{",
    r"\emph{a}", r"\cite[", "{a}", "``", "- a", "a- ", " ",
])  # fmt: skip
def test_no_text_takes_long(piece):
    text = r"\emph{x} " + piece * (100_000 // len(piece))
    start = process_time()
    clean_texts([text])
    assert process_time() - start < 3


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


def test_tags_that_are_typed_as_tex_go():
    typed = r"{\textless}i{\textgreater}E. coli{\textless}/i{\textgreater} grows \emph{fast}"
    assert clean(typed) == "E. coli grows fast"
