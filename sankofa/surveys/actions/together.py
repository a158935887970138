"""Filled forms that come in at the same moment are written together: the disk is waited for once for all of them.

Whoever finds nobody writing writes what waits, their own and those of the others; whoever comes meanwhile waits, and is
written next.  Nobody waits for a clock, and nobody is answered before the transaction that holds their form is through.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import OperationalError, transaction

from sankofa.surveys.actions import arriving
from sankofa.surveys.actions.arriving import Incoming, Received
from sankofa.surveys.models import Arrival

MOST = 64
"""How many are written at once at most, so that nobody waits for a whole day's work of others."""


@dataclass(slots=True, eq=False)
class _Waiting:
    """A form whose sender waits, and what there is to answer: that it is kept, or why not."""

    incoming: Incoming
    at: datetime
    answer: Received | BaseException | None = field(default=None)


_turn = threading.Condition()
_waiting: list[_Waiting] = []
_busy = threading.Lock()
"""Held by whoever writes; taken and given back only while `_turn` is held."""


def arrive(incoming: Incoming, *, at: datetime) -> Received:
    """Keep a filled form durably, once however often it is sent; only after this may it be acknowledged.

    Pictures that come later with the same form join it.  Raises NoRoom where the disk is full: then nothing is kept.
    """
    received = _kept(incoming, at=at)
    if incoming.files and not Arrival.objects.filter(pk=received.arrival.pk, content=None).exists():
        arriving.keep_files(received.arrival, incoming.files)
    return received


def _kept(incoming: Incoming, *, at: datetime) -> Received:
    if transaction.get_connection().in_atomic_block:
        # Who has begun a transaction keeps the form in that one; others must not wait for its end.
        return arriving.arrive_many([incoming], at=at)[0]
    mine = _Waiting(incoming, at)
    with _turn:
        _waiting.append(mine)
    while mine.answer is None:
        _take_a_turn(mine)
    if isinstance(mine.answer, BaseException):
        raise mine.answer
    return mine.answer


def _take_a_turn(mine: _Waiting) -> None:
    """Wait until one's form is written, or write what waits."""
    with _turn:
        _turn.wait_for(lambda: mine.answer is not None or not _busy.locked())
        if mine.answer is not None:
            return
        _busy.acquire()
        batch = _waiting[:MOST]
        del _waiting[:MOST]
    try:
        _write(batch)
    except BaseException as stopped:
        # This thread ends: whoever waited for it is told, and sends again.
        for one in batch:
            one.answer = one.answer or OperationalError(str(stopped))
        raise
    finally:
        with _turn:
            _busy.release()
            _turn.notify_all()


def _write(batch: Sequence[_Waiting]) -> None:
    try:
        received = arriving.arrive_many([one.incoming for one in batch], at=max(one.at for one in batch))
    except Exception as refused:
        if len(batch) == 1 or isinstance(refused, OperationalError):
            # A database that is locked or full is so for all of them.
            for one in batch:
                one.answer = refused
        else:
            for one in batch:
                _write([one])
        return
    for one, answer in zip(batch, received, strict=True):
        one.answer = answer
