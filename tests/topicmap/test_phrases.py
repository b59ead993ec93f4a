"""The phrases of a map's papers: as they were found, and always whole."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topicmap.errors import BadPapers
from topicmap.phrases import Phrases, phrases_of

FOUND = st.lists(st.lists(st.sampled_from(["graph", "graph node", "spike", "β-VAE", ""])))


@given(found=FOUND)
def test_each_paper_has_the_phrases_that_were_found_once(found):
    kept = phrases_of(found)
    assert len(kept) == len(found)
    assert list(kept.names) == sorted({phrase for own in found for phrase in own})
    for phrase in [*kept.names, "unheard of"]:
        having = [row for row, own in enumerate(found) if phrase in own]
        assert kept.papers_with(phrase).tolist() == having


@given(found=FOUND, data=st.data())
def test_papers_are_counted_by_phrase(found, data):
    kept = phrases_of(found)
    rows = st.lists(st.booleans(), min_size=len(found), max_size=len(found))
    papers = np.array(data.draw(rows), dtype=bool)
    own = [set(phrases) for phrases, chosen in zip(found, papers, strict=True) if chosen]
    assert kept.counts(papers).tolist() == [sum(name in one for one in own) for name in kept.names]


def test_the_types_are_small():
    kept = phrases_of([["a", "b"], [], ["b"]])
    assert (kept.starts.dtype, kept.numbers.dtype) == (np.int64, np.int32)
    assert kept.starts.tolist() == [0, 2, 2, 3]
    assert kept.numbers.tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    ("names", "starts", "numbers", "message"),
    [
        (("b", "a"), [0, 1], [0], "not in order"),
        (("a", "a"), [0, 1], [0], "there twice"),
        (("a",), [], [], r"papers \+ 1"),
        (("a",), [1, 1], [0], "do not follow"),
        (("a",), [0, 2], [0], "do not follow"),
        (("a", "b"), [0, 2, 1, 2], [0, 1], "do not follow"),
        (("a",), [0, 1], [1], "does not have"),
        (("a",), [0, 1], [-1], "does not have"),
        (("a", "b"), [0, 0, 2], [1, 0], "of a paper are not in order"),
        (("a", "b"), [0, 2, 2], [1, 1], "there twice"),
    ],
)
def test_parts_that_do_not_fit_together(names, starts, numbers, message):
    with pytest.raises(BadPapers, match=message):
        Phrases(names, np.array(starts, dtype=np.int64), np.array(numbers, dtype=np.int32))


def test_other_types_are_refused():
    starts, numbers = np.array([0, 1]), np.array([0], dtype=np.int32)
    with pytest.raises(BadPapers, match=r"starts .* float64"):
        Phrases(("a",), starts.astype(float), numbers)
    with pytest.raises(BadPapers, match=r"numbers .* int64"):
        Phrases(("a",), starts, numbers.astype(np.int64))
