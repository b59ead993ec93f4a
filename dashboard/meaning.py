"""Search by meaning: texts are placed on a map in a thread of its own, so that no page waits."""

import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor

from topicmap.errors import TopicMapError
from topicmap.placing import Placed, Placer
from topicmap.topic_map import TopicMap

_KEPT = 64
_WAITING = 32
_FAILED = "The text could not be read. Search for its words instead."


class MeaningSearch:
    """Answers of one map, one text after the other; the encoder is loaded for the first.

    Parameters
    ----------
    topic_map
        A map on which texts can be placed, see `topicmap.placing.why_not`.
    """

    def __init__(self, topic_map: TopicMap):
        self._placer = Placer(topic_map)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="meaning")
        self._answers: OrderedDict[str, Future[Placed]] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, text: str) -> "Future[Placed]":
        """The answer for a text, under way or known; to be asked for again until it is there.

        Where many wait, the text is not read yet, so that no visitor can make a queue without end.
        """
        with self._lock:
            answer = self._answers.get(text)
            if answer is None:
                if sum(not one.done() for one in self._answers.values()) >= _WAITING:
                    return Future()
                answer = self._answers[text] = self._worker.submit(self._placer.place, text)
            self._answers.move_to_end(text)
            if len(self._answers) > _KEPT:
                del self._answers[next(one for one, held in self._answers.items() if held.done())]
        return answer


def problem_of(answer: "Future[Placed]") -> str:
    """What went wrong with an answer that is there, as a sentence; empty if nothing did."""
    error = answer.exception()
    if error is None:
        return ""
    return str(error) if isinstance(error, TopicMapError) else _FAILED
