"""The tokenizer, stop words and filler for scientific English."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

LINK = "of"
_A_WORD = 1_000_000
_STANDS_FREE = 0.3
CONNECTORS = frozenset({"of", "for", "in", "with"})

STOP_WORDS = frozenset(
    """
    a able about above according across after again against all almost alone along already also
    although always am among an and another any anyone anything are around as at away back be
    became because become becomes been before behind being below besides between beyond both but
    by came can cannot come comes could did do does doing done down due during each either else
    enough especially et etc even ever every few first for from further get gets give given gives
    go goes going gone got had has have having he hence her here hers him his how however i ie if
    in indeed instead into is it its itself just keep last latter least less let like likely made
    mainly make makes making many may maybe me mean meanwhile might mine more moreover most mostly
    much must my namely near nearly need needs neither never nevertheless next no nobody none nor
    not nothing now of off often on once one ones only onto or other others otherwise our ours out
    over overall own per perhaps please put quite rather re really regarding s same say see seem
    seems several she should since so some somehow someone something sometimes somewhat still such
    t take taken takes than that the their theirs them themselves then there thereby therefore
    these they thing things this those though three through throughout thus to together too toward
    towards two under unlike until up upon us use used uses using usually very via vs want was way
    ways we well went were what whatever when whenever where whereas whereby wherein whether which
    whichever while who whole whom whose why will with within without would yet you your yours
    eg al i.e e.g it's don't doesn't isn't aren't can't won't let's there's that's we've we're
    second third four five six seven eight nine ten zero
    """.split()
)

FILLER = frozenset(
    """
    abstract accordingly account accuracies achieve achieved achieves achieving acceptable
    additional additionally address addressed addresses addressing adopt adopted adopts advance
    advanced advancement advancements advances advantage advantages aim aims allow allowed
    allowing allows amount analyse analysed analyses analyze analyzed analyzes approach approaches
    appropriate argue art aspect aspects associated assume assumed attain attention-grabbing author
    authors available based baseline baselines basic believe benchmarked benefit benefits best
    better bring brings broad broadly build building builds built call called capabilities
    capability capable capture captures capturing carefully case cases cause certain challenge
    challenges challenging characteristics characterize claim clear clearly close code codes
    combination combine combined combines combining common commonly comparable compare compared
    comparing comparison comparisons compelling competitive complete completely complex component
    components comprehensive comprises concept-level concern concerns conclude conduct conducted
    consider considerable considerably considered considering consist consistent consistently
    consists contain contains contribute contribution contributions conventional corresponding
    create created creates creating critical crucial current currently deal define defined
    deliver demonstrate demonstrated demonstrates demonstrating demonstration depend depends
    derive derived describe described describes design designed designing designs desirable
    desired despite detail detailed details determine develop developed developing development
    develops devise differ difference differences different difficult difficulties difficulty
    directly discover discuss discussed distinct drawback drawbacks drop dubbed easily easy
    effect effective effectively effectiveness effects efficacy effort efforts elegant emerge
    emerged emerging empirical empirically employ employed employing employs enable enabled
    enables enabling encounter encourage end enhance enhanced enhancement enhancements enhances
    enhancing enjoy ensure ensures ensuring entire establish established evaluate evaluated
    evaluates evaluating evaluations evidence evident examine examined examining example examples
    excellent exhibit exhibited exhibits exist existing exists expect expected expensive
    experiment experimental experimentally experiments explore explored explores exploring
    extensive extensively extremely face faced facilitate facilitates facilitating fact factors
    fail fails fairly fall far fashion feasible final finally find finding findings finds fine
    focus focused focuses focusing follow followed following follows form formulate formulated
    formulation found framework frameworks full fully fundamental furthermore future gain gained
    gains gap gaps garnered general generally github.com goal goals good great greater
    greatly ground growing guide handle handling hard help helps high-quality higher highest
    highlight highlighting highlights highly hold holds http https idea ideas identified identify
    identifying illustrate impact impacts implement implementation implementations implemented
    implications important importance importantly impose impressive improve improved improvement
    improvements improves improving include included includes including incorporate incorporated
    incorporates incorporating increase increased increases increasing increasingly indicate
    indicates indicating inherent innovative insight insights inspire inspired instance instances
    integrate integrated integrates integrating interest interesting introduce introduced
    introduces introducing investigate investigated investigates investigating investigation
    involve involves involving issue issues key kind known lack lacks lead leading leads led
    leverage leverages leveraging limit limitation limitations limited limits little long-standing
    look low lower main maintain maintaining maintains major majority manner matter meaningful
    means measured meet mention merely method methodologies methodology methods minor mitigate
    modern motivated natural-looking necessary necessity needed new newly notable notably
    note novel numerous observations observe observed obtain obtained obtaining
    obtains occur offer offering offers open opens original outperform outperformed outperforming
    outperforms outstanding overcome overview paper papers part particular particularly people
    perform performance performances performed performing performs perspective perspectives
    pioneering play plays popular pose poses posed possible potential potentially powerful
    practical practically practice practices precise present presented presenting presents
    prevalent previous previously primarily primary prior problem problems procedure procedures
    produce produced produces producing progress project promise promising
    proper properly property propose proposed proposes proposing prove proven proves provide
    provided provides providing public publicly purpose question questions quickly raise range
    rapid rapidly rate reach real real-world realistic recent recently recognized reduce reduced
    reduces reducing related release released relevant reliable rely relying remain remains
    remarkable remarkably report reported require required requirement requirements requires
    requiring research researchers resulting result results reveal revealed reveals review rich
    role run satisfactory scenario scenarios scheme schemes scope section seek seen serve serves
    set sets setting settings severe shed shortcoming shortcomings show showcase showed showing
    shown shows significance significant significantly similar similarly simple simplicity simply
    simultaneously single situation situations small sota solution solutions solve solved solving
    sophisticated source special specific specifically start starting state-of-the-art stem step
    steps strategies strategy strength strong stronger struggle studied studies study studying
    substantial substantially success successful successfully successes suffer suffering suffers
    suggest suggesting suggests suitable superior superiority support supports surpass surpasses
    surpassing surprising surprisingly survey tackle tackled tackles tackling tailored technique
    techniques tend term terms test tested testing thorough thoroughly tool tools topic topics
    total traditional traditionally treat true try turn type types typical typically ubiquitous
    underexplored underlying understand understood unfortunately unique unprecedented usage
    useful utilise utilised utilises utilising utilize utilized utilizes utilizing valid validate
    validated validates valuable value values variety various vast verify version viable view
    wide widely widespread work works world worth www yield yields yielding
    """.split()
)

GENERIC = frozenset(
    """
    ability accuracy action adaptation agent ai algorithm alignment analysis application
    architecture attack attention behavior benchmark bias bound class classification complexity
    computation context control convergence cost data dataset decision deep detection diffusion
    distribution domain dynamic dynamics efficiency efficient encoder environment error estimation
    evaluation feature field function generalization generation generative gradient graph human
    image inference information input knowledge label language large layer learn learned learning
    level local loss machine mechanism memory metric model modeling module multi multiple network
    neural node number object observation operation optimal optimization order output parameter
    pattern point policy power pre-trained prediction pretrained pretraining privacy process
    prompt quality random reasoning regularization relation representation reward robust robustness
    sample
    sampling scale score search semantic shift signal space sparse structure system target task
    text theoretical theory time token training transfer transformer tuning unit update user
    variable video vision visual weight
    """.split()
)

BROAD = frozenset(
    (
        "neural network", "deep neural network", "machine learning", "deep learning", "large-scale",
        "artificial intelligence", "learning algorithm", "learning model", "loss function",
        "objective function", "training data", "training set", "downstream task", "real-world",
        "trade-off", "large number", "model trained", "training process", "feature representation",
        "computational cost", "state-of-the-art", "high-dimensional", "global information",
        "generalization ability", "previous work", "future work", "recent work", "time complexity",
        "human evaluation",
    )
)  # fmt: skip

_URL = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|org|io|ai|net|edu)/\S*")
_MATH = re.compile(r"\$[^$]{0,400}\$|\\\(.{0,400}?\\\)|\\\[.{0,400}?\\\]")
_TEX_URL = re.compile(
    r"\\(?:url|href|footnote|cite\w*|label|ref)\b(?:\{[^{}]*\})*"
    r"|\b(?:url|href|cite\w*|label|ref)\{[^{}]*\}"
)
_TEX_COMMAND = re.compile(r"\\[A-Za-z]+\*?|\b[A-Za-z]+(?=\{)")  # some have lost their backslash
_TOKEN = re.compile(r"[^\W_]+(?:(?:[-'’]|(?<=\d)\.(?=\d))[^\W_]+)*")
_BREAK = re.compile(r"[^\w\s.'’-]|--|_|(?<!\d)\.|\.(?!\d)")
_DEFINED = re.compile(r"((?:[\w’'-]+ +){1,6})\(([A-Z][\w-]{0,7}[A-Zs])\)")
_IES, _SIBILANT = re.compile(r"(?<=[a-z]{2})ies$"), re.compile(r"(?<=[a-z])(?:xes|ches|shes|sses)$")
_KEEPS_S = ("ss", "us", "is", "as", "ics", "ous", "ways", "series", "news", "lens", "species")


def plain(text: str) -> str:
    """The text without addresses, formulas and TeX commands."""
    for pattern in (_URL, _TEX_URL, _MATH, _TEX_COMMAND):
        text = pattern.sub(" ; ", text)
    return text.replace("{", " ").replace("}", " ")


def tokens(text: str) -> list[str]:
    """The words of a text in normal form, without stop words and numbers."""
    return [normal(word) for run in runs(text) for word in run if word != LINK]


def phrases(text: str, longest: int = 4) -> list[str]:
    """Every run of one to ``longest`` words in normal form, words joined by a space.

    A phrase begins and ends with a content word; "of" may stand inside ("mixture of experts").
    """
    return [phrase for phrase, _ in _windows(text, longest)]


def _windows(text: str, longest: int = 4) -> Iterator[tuple[str, bool]]:
    """Every phrase of a text, and whether it ends where its run of content words ends."""
    for run in runs(text):
        keys = [normal(word) for word in run]
        for start, length in product(range(len(keys)), range(1, longest + 1)):
            end = start + length
            if end <= len(keys) and LINK not in (keys[start], keys[end - 1]):
                yield " ".join(keys[start:end]), end == len(keys)


def corpus_phrases(texts: Sequence[str], stop: frozenset[str] = frozenset()) -> list[list[str]]:
    """The phrases of each text, abbreviations spelt out, without what is no term of the corpus.

    Phrases with a word of ``stop`` are left out.

    No term is what too few texts have, and what hardly ever ends where its run of content words
    ends: "graph neural" is only the beginning of "graph neural network".
    """
    meant = abbreviations(texts)
    stopped = {normal(word) for word in stop}
    found: list[list[str]] = []
    texts_with: Counter[str] = Counter()
    texts_ending: Counter[str] = Counter()
    for text in texts:
        windows = [(meant.get(phrase, phrase), ends) for phrase, ends in _windows(text)]
        if stopped:
            windows = [window for window in windows if stopped.isdisjoint(window[0].split())]
        found.append([phrase for phrase, _ in windows])
        texts_with.update({phrase for phrase, _ in windows})
        texts_ending.update({phrase for phrase, ends in windows if ends})
    rarest = 1 if len(texts) < 50 else 2 if len(texts) < 5_000 else 4
    terms = {
        phrase
        for phrase, count in texts_with.items()
        if count >= rarest and (" " not in phrase or texts_ending[phrase] >= _STANDS_FREE * count)
    }
    return [[phrase for phrase in own if phrase in terms] for own in found]


def runs(text: str) -> Iterator[list[str]]:
    """Runs of content words as written, with "of" inside.

    Other stop words, filler, numbers and punctuation end a run.
    """
    for piece in _BREAK.split(plain(text)):
        run: list[str] = []
        for token in _TOKEN.findall(piece):
            if is_content(token) or (run and token == LINK and run[-1] != LINK):
                run.append(token)
            elif run:
                yield run if run[-1] != LINK else run[:-1]
                run = []
        if run:
            yield run if run[-1] != LINK else run[:-1]


def abbreviations(texts: Sequence[str]) -> dict[str, str]:
    """What abbreviations stand for, both in normal form, where the texts agree on it.

    "graph neural networks (GNNs)" gives ``{"gnn": "graph neural network"}``. Left out is one
    that stands for several things, that most who use it do not explain, or that is a word too.
    """
    meant: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for before, short in _DEFINED.findall(text):
            if long := _spelt_out(before, normal(short)):
                meant[normal(short)][long] += 1
    used: Counter[str] = Counter()
    for text in texts:
        words = {word for run in runs(text) for word in run}
        used.update({key for word in words if (key := normal(word)) in meant})
        used.update(Counter({word: _A_WORD for word in words if word in meant and word.islower()}))
    return {
        short: long
        for short, longs in meant.items()
        for long, count in longs.most_common(1)
        if count >= 0.6 * longs.total() and longs.total() >= 0.25 * used[short]
    }


def _spelt_out(before: str, short: str) -> str:
    """The end of ``before`` whose initials are ``short``, in normal form; empty if none."""
    pieces = [piece for piece in re.split(r"[\s-]+", before) if piece][-len(short) :]
    if len(short) < 2 or "".join(piece[0] for piece in pieces).lower() != short:
        return ""
    start = before.rfind(pieces[0], 0, len(before) - sum(map(len, pieces[1:])))
    run = next(runs(before[start:]), [])
    return " ".join(map(normal, run)) if len(run) > 1 else ""


def is_content(word: str) -> bool:
    """Whether a word says something of its own: no stop word, filler, number or letter."""
    lower = word.lower().replace("’", "'").removesuffix("'s")
    if lower in STOP_WORDS or lower in FILLER or not any(char.isalpha() for char in word):
        return False
    return len(lower) > 1 or ord(lower) > 127


def normal(word: str) -> str:
    """The word in lower case and singular, which is how spellings of it are counted as one."""
    lower = word.lower().replace("’", "'").removesuffix("'s")
    if len(lower) < 4 and not word[:-1].isupper():
        return lower
    if lower.endswith(_KEEPS_S):
        return lower
    if _IES.search(lower):
        return _IES.sub("y", lower)
    if _SIBILANT.search(lower):
        return lower[:-2]
    return lower.removesuffix("s")
