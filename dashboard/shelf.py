"""Opened things, one of each for all visitors, kept until others push them off."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

T = TypeVar("T")
_MOMENT = 1.0  # seconds that the first one waits for a newer one
_AGAIN = 30.0  # seconds after which what could not be opened is tried once more


@dataclass
class _Failure:
    """What could not be opened, when, and why."""

    stamp: str
    at: float
    why: BaseException


@dataclass
class _Place(Generic[T]):
    """One thing: as it is now, and as it will be once its newer state is opened."""

    stamp: str
    now: "Future[T]"
    next_stamp: str = ""
    next: "Future[T] | None" = None
    tried: float = 0.0
    trouble: BaseException | None = None


class Shelf(Generic[T]):
    """Opened things by key, each opened once; a newer one is opened beside the old one.

    What Streamlit caches any visitor can clear, by a message that its pages can send; this not.
    What was pushed off and is still in somebody's hands is not opened a second time.

    Parameters
    ----------
    most
        How many are kept; what was asked for last stays.
    """

    def __init__(self, most: int):
        self._most = most
        self._places: OrderedDict[Hashable, _Place[T]] = OrderedDict()
        self._failures: dict[Hashable, _Failure] = {}
        self._in_use: WeakValueDictionary[tuple[Hashable, str], T] = WeakValueDictionary()
        self._lock = threading.Lock()

    def take(self, key: Hashable, stamp: str, open_it: Callable[[], T]) -> T:
        """The thing with this stamp, or the one before it while this one is being opened.

        Who comes first opens it and waits, and so do all who come meanwhile and have none yet.
        What is raised while it is opened is raised for all of them, and for all who come in the
        next seconds; where there is one before, that stays, and `trouble` tells why.
        """
        with self._lock:
            place = self._places.get(key)
            first = place is None
            if first and (failure := self._failure(key, stamp)):
                raise failure.why.with_traceback(None)
            if place is None:
                place = self._places[key] = _Place(stamp, Future())
            newer = None if first else self._renew(place, key, stamp, open_it)
            self._places.move_to_end(key)
            while len(self._places) > self._most:
                self._places.popitem(last=False)
        if first:
            self._fill(place.now, key, stamp, open_it)
            if error := place.now.exception():
                self._drop(key, place, error)
        elif newer is not None:
            with suppress(Exception):
                return newer.result(_MOMENT)
        return place.now.result()

    def kept(self, key: Hashable) -> T | None:
        """The thing as it was opened last, if it is there."""
        with self._lock:
            place = self._places.get(key)
            if place is None:
                return None
            self._settle(place)
            done = place.now.done() and not place.now.exception()
            return place.now.result() if done else None

    def trouble(self, key: Hashable, stamp: str) -> BaseException | None:
        """Why the one before is still given out for this stamp; None where all is well."""
        with self._lock:
            place = self._places.get(key)
            if place is None:
                return None
            self._settle(place)
            return place.trouble if place.next_stamp == stamp else None

    def _drop(self, key: Hashable, place: _Place[T], why: BaseException) -> None:
        why.__cause__ = why.__context__ = why.__traceback__ = None  # they hold half a thing
        with self._lock:
            self._failures[key] = _Failure(place.stamp, time.monotonic(), why)
            if self._places.get(key) is place:
                del self._places[key]

    def _failure(self, key: Hashable, stamp: str) -> _Failure | None:
        """How this thing could not be opened, where that was seconds ago."""
        now = time.monotonic()
        for other, failure in list(self._failures.items()):
            if now - failure.at > _AGAIN:
                del self._failures[other]
        known = self._failures.get(key)
        return known if known and known.stamp == stamp else None

    def _renew(
        self, place: _Place[T], key: Hashable, stamp: str, open_it: Callable[[], T]
    ) -> "Future[T] | None":
        """Begin to open a newer one where that is to be done; what was begun."""
        self._settle(place)
        again = place.next_stamp != stamp or time.monotonic() - place.tried > _AGAIN
        if again and place.next is not None and place.next.done():
            place.next = None
        if stamp == place.stamp or place.next is not None or not place.now.done():
            return None
        if place.next_stamp != stamp:
            place.trouble = None
        place.next_stamp, place.next, place.tried = stamp, Future(), time.monotonic()
        filling = (place.next, key, stamp, open_it)
        threading.Thread(target=self._fill, args=filling, daemon=True).start()
        return place.next

    @staticmethod
    def _settle(place: _Place[T]) -> None:
        """Put the newer one in place if it is open, else keep why it could not be opened."""
        if place.next is None or not place.next.done():
            return
        place.trouble = place.next.exception()
        if place.trouble is None:
            place.stamp, place.now, place.next = place.next_stamp, place.next, None

    def _fill(
        self, future: "Future[T]", key: Hashable, stamp: str, open_it: Callable[[], T]
    ) -> None:
        try:
            thing = self._in_use.get((key, stamp))
            if thing is None:
                thing = self._in_use[key, stamp] = open_it()
            future.set_result(thing)
        except BaseException as error:
            future.set_exception(error)
