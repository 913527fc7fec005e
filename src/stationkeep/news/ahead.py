"""Sentences taken apart ahead of the reader: a second process begins with the last ones while the first are read.

What a sentence alone says depends on nothing read before it, so that it is the same whoever works it out.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from stationkeep.news.gazetteer import Gazetteer
from stationkeep.news.parsed import Parsed

if TYPE_CHECKING:
    from concurrent.futures import Future

_WORTH_IT = 200_000
"""Characters of different sentences from which a second process saves more than it costs to begin."""

_AT_ONCE = 100
"""Sentences handed over at once."""

_gazetteer: Gazetteer
_Facts = Mapping[str, Any]


class Ahead:
    """What a second process finds of sentences; without one, nothing."""

    def __init__(self) -> None:
        self._batch_of: dict[str, Future[dict[str, _Facts]]] = {}

    def expect(self, texts: Sequence[str], batch: Future[dict[str, _Facts]]) -> None:
        """Take note of sentences that are handed over."""
        self._batch_of.update(dict.fromkeys(texts, batch))

    def facts_of(self, text: str) -> _Facts:
        """Return what was found of a sentence; nothing where it has not been begun, for which it is then too late."""
        from concurrent.futures import BrokenExecutor

        batch = self._batch_of.get(text)
        if batch is None or batch.cancel():
            return {}
        try:
            return batch.result()[text]
        except BrokenExecutor:
            return {}  # the process was killed: the reader does it all


@contextmanager
def parse_ahead(
    texts: Sequence[str], gazetteer: Gazetteer, surnames: Mapping[str, str], published: dt.date | None
) -> Iterator[Ahead]:
    """Have sentences taken apart in a second process, the last first, where there is a second core and much to do."""
    ahead = Ahead()
    if sum(map(len, texts)) < _WORTH_IT or not _may_fork():
        yield ahead
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    global _gazetteer  # the other process inherits it: nothing need be sent but sentences
    _gazetteer = gazetteer
    pool = ProcessPoolExecutor(1, mp_context=get_context("fork"), initializer=_leave_interrupts)
    try:
        for end in range(len(texts), 0, -_AT_ONCE):
            batch = texts[max(0, end - _AT_ONCE) : end]
            try:
                ahead.expect(batch, pool.submit(_parse_all, batch, surnames, published))
            except OSError:
                break  # no process can be had
        yield ahead
    finally:
        pool.shutdown(cancel_futures=True)


def _may_fork() -> bool:
    """Whether a copy of this process can run beside it: a second core, and no other thread that may hold a lock."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    return len(os.sched_getaffinity(0)) > 1


def _leave_interrupts() -> None:
    """Leave an interrupt to the reader, which ends the process."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _parse_all(texts: Sequence[str], surnames: Mapping[str, str], published: dt.date | None) -> dict[str, _Facts]:
    """Take sentences apart, in the other process."""
    return {text: Parsed(text, _gazetteer, surnames, published).facts() for text in texts}
