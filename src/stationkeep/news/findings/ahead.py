"""Work of a long text for a second process: sentences are taken apart ahead of the reader, and half are weighed.

What a sentence alone says depends on nothing read before it, so that it is the same whoever works it out.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from stationkeep.news.findings.parsed import Parsed

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_WORTH_IT = 200_000
"""Characters of different sentences from which a second process saves more than it costs to begin."""

_AT_ONCE = 100
"""Sentences handed back at once."""

_MANY = 1500
"""Sentences from which a second process that weighs half of them saves more than it costs to begin."""

_Facts = Mapping[str, Any]
Result = TypeVar("Result")


class _Place(Protocol):
    """A number that both processes see."""

    value: int


class Ahead:
    """What a second process finds of sentences; without one, nothing.

    Parameters
    ----------
    texts : sequence of str
        The sentences, in the order of the text.
    results : Connection, optional
        From which its findings come.
    begun, wanted : _Place, optional
        The first sentence that it has begun with, and the last one that the reader has begun with itself.
    """

    def __init__(
        self,
        texts: Sequence[str] = (),
        results: Connection | None = None,
        begun: _Place | None = None,
        wanted: _Place | None = None,
    ) -> None:
        self._results, self._begun, self._wanted = results, begun, wanted
        self._place_of = {text: place for place, text in enumerate(texts)}
        self._found: dict[str, _Facts] = {}

    def facts_of(self, text: str) -> _Facts:
        """Return what was found of a sentence; nothing where the other process has not begun with it."""
        if self._results is not None:
            self._meet(text)
        return self._found.pop(text, {})

    def _meet(self, text: str) -> None:
        """Take in what has come, and wait for a sentence that the other process has begun with."""
        assert self._results is not None and self._begun is not None and self._wanted is not None
        place = self._place_of.get(text, -1)
        try:
            while self._results.poll() or (text not in self._found and place >= self._begun.value):
                self._found.update(self._results.recv())
        except (EOFError, OSError):
            self._results = None  # it is done, or was killed: the reader does the rest
        if text not in self._found:
            self._wanted.value = max(self._wanted.value, place)


@contextmanager
def parse_ahead(texts: Sequence[str], parse: Callable[[str], Parsed]) -> Iterator[Ahead]:
    """Have sentences taken apart in a second process, the last first, where there is a second core and much to do."""
    if sum(map(len, texts)) < _WORTH_IT or not _may_fork():
        yield Ahead()
        return
    from multiprocessing import get_context

    context = get_context("fork")  # the names are inherited, and nothing need be sent
    receive, send = context.Pipe(duplex=False)
    begun, wanted = context.RawValue("l", len(texts)), context.RawValue("l", -1)
    other = context.Process(target=_parse_back, args=(texts, parse, send, begun, wanted), daemon=True)
    try:
        other.start()
    except OSError:  # no process can be had
        yield Ahead()
        return
    send.close()  # so that its end is seen here
    try:
        yield Ahead(texts, receive, begun, wanted)
    finally:
        other.kill()
        other.join()
        receive.close()


def _may_fork() -> bool:
    """Whether a copy of this process can run beside it: a second core, and no other thread that may hold a lock."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    return len(os.sched_getaffinity(0)) > 1


def _parse_back(
    texts: Sequence[str], parse: Callable[[str], Parsed], send: Connection, begun: _Place, wanted: _Place
) -> None:
    """Take sentences apart from the last to the first, in the other process, until the reader is met."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the reader's, who ends this process
    for end in range(len(texts), 0, -_AT_ONCE):
        first = max(0, end - _AT_ONCE)
        if wanted.value >= first:
            return
        begun.value = first
        try:
            send.send({text: parse(text).facts() for text in texts[first:end]})
        except OSError:
            return  # nobody reads any more


def in_two_parts(work: Callable[[int], Result], count: int) -> list[Result]:
    """Return the results of ``work(0)`` to ``work(count - 1)``; of many, the second half by a second process.

    What the work makes must depend on nothing but its number, and must be small: it is sent.
    """
    if count < _MANY or not _may_fork():
        return [work(place) for place in range(count)]
    from multiprocessing import get_context

    context, half = get_context("fork"), count // 2
    receive, send = context.Pipe(duplex=False)
    other = context.Process(target=_send_all, args=(work, range(half, count), send), daemon=True)
    try:
        other.start()
    except OSError:  # no process can be had
        return [work(place) for place in range(count)]
    send.close()
    try:
        found = [work(place) for place in range(half)]
        try:
            found += receive.recv()
        except (EOFError, OSError):  # it was killed
            found += [work(place) for place in range(half, count)]
        return found
    finally:
        other.kill()
        other.join()
        receive.close()


def _send_all(work: Callable[[int], Result], places: range, send: Connection) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the reader's, who ends this process
    send.send([work(place) for place in places])
