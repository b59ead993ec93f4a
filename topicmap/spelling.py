"""How the papers write a phrase, and whether they use it as a noun."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from topicmap.words import normal, runs

_LOWER_ENOUGH = 0.15
_PLURAL_ENOUGH, _PLURAL_ENOUGH_ALONE = 0.2, 0.3
_ENDS_ENOUGH, _ENDS_ENOUGH_HYPHEN = 0.3, 0.5
_ADJECTIVE = re.compile(
    r"(ed|ive|ous|able|ible|i?an|iant|free|shot|wise|aware|(?<!us)(?<!log)ic|\dd"
    r"|(?<!retriev)(?<!sign)al)$"
)
_ADVERB = re.compile(r"(?<!fami)(?<!anoma)(?<!assemb)ly$")


class Spelling:
    """How the papers write phrases: number and hyphens by phrase, capitals by word.

    Parameters
    ----------
    texts
        Of the papers.
    wanted
        The phrases that may be asked for, in normal form.
    """

    def __init__(self, texts: Sequence[str], wanted: set[str]):
        self._forms: dict[str, Counter[str]] = defaultdict(Counter)
        self._capitals: dict[str, Counter[str]] = defaultdict(Counter)
        self._ends: Counter[str] = Counter()
        lengths = sorted({phrase.count(" ") + 1 for phrase in wanted})
        words = {word for phrase in wanted for word in phrase.split()}
        for text in texts:
            for run in runs(text):
                keys = [normal(word) for word in run]
                for key, word in zip(keys, run, strict=True):
                    if key in words:
                        self._capitals[word.lower()][word] += 1
                for length in lengths:
                    for start in range(len(run) - length + 1):
                        phrase = " ".join(keys[start : start + length])
                        if phrase in wanted:
                            form = " ".join(run[start : start + length]).lower()
                            self._forms[phrase][form] += 1
                            self._ends[phrase] += start + length == len(run)

    def of(self, phrase: str) -> str:
        """The phrase as the papers mostly write it."""
        return self._written(self._forms.get(phrase) or Counter({phrase: 1}))

    def label(self, phrase: str) -> str:
        """The phrase as a heading.

        In the plural where the papers use that often, and with a capital in front, except where
        the word has capitals of its own.
        """
        forms = self._forms.get(phrase, Counter())
        plurals = Counter({form: count for form, count in forms.items() if _is_plural(form)})
        enough = _PLURAL_ENOUGH if " " in phrase else _PLURAL_ENOUGH_ALONE
        often = plurals.total() >= max(1.0, enough * forms.total())
        written = self._written(plurals) if often else self.of(phrase)
        first = written.split()[0] if written else ""
        return written[:1].upper() + written[1:] if first.islower() else written

    def is_noun(self, phrase: str) -> bool:
        """Whether the papers use the phrase as a noun, as far as its form and place tell.

        A phrase before other content words ("text-to-image models") is rather a modifier.
        """
        words = phrase.split()
        if (len(words) == 1 and _ADJECTIVE.search(phrase)) or _ADVERB.search(words[0]):
            return False
        hyphen = len(words) == 1 and "-" in phrase
        enough = _ENDS_ENOUGH_HYPHEN if hyphen else _ENDS_ENOUGH
        return self._ends[phrase] >= enough * self._forms[phrase].total()

    def _written(self, forms: Counter[str]) -> str:
        form = min(forms, key=lambda form: (-forms[form], form))
        return " ".join(self._capitalised(word) for word in form.split())

    def _capitalised(self, word: str) -> str:
        seen = self._capitals.get(word)
        if not seen or seen[word] >= _LOWER_ENOUGH * seen.total():
            return word
        return min(seen, key=lambda form: (-seen[form], form))


def _is_plural(form: str) -> bool:
    last = form.split()[-1]
    return not last.endswith(("'s", "’s")) and normal(last) != last
