"""How late a loan ever was: the worst of it, from everything that was said of it, not from how it stands today.

A loan that was paid back is late no more, and one that runs may have been later before.  What nobody told us of a loan
that the lender calls repaid is no lateness: then nobody can say.

Source: Knowledge Paper 1, 3.1 (further loans "following the successful repayment" of the one before).
"""

from collections.abc import Iterable
from datetime import date, timedelta

from sankofa.loans.rules.life import State
from sankofa.loans.rules.reported import LACKS_LITTLE, Kind, Lent, Said, counting, reading

_BEFORE = timedelta(days=1)


def worst_days_late(lent: Lent, said: Iterable[Said], on: date) -> int | None:
    """Return by how many days an instalment was late at worst, whatever amount is right; None where nobody can say.

    New terms move what is late to another day, so that the days before them are looked at apart.  Raises BadTerms.
    """
    counted = [one for one in counting(said) if one.on <= on]
    ended = reading(lent, counted, on).ended
    until = on if ended is None else ended.on
    looks = [one.on - _BEFORE for one in counted if one.kind is Kind.AGREED_ANEW and one.on <= until]
    found = [
        _worst(reading(lent, [one for one in counted if one.on <= day], day).most, counts_open=True) for day in looks
    ]
    is_only_said = ended is not None and ended.said and ended.kind is Kind.REPAID
    last = reading(lent, [one for one in counted if one.on <= until], until).most
    found.append(_worst(last, counts_open=not is_only_said))
    worst = max(found)
    return None if is_only_said and not worst and _has_open(last) else worst


def _worst(held: State, *, counts_open: bool) -> int:
    days = [0]
    for one in held.instalments:
        if one.settled_on is not None:
            days.append((one.settled_on - one.due_on).days)
        elif counts_open and _is_open(held, one.due_on, one.unpaid, one.due):
            days.append((held.on - one.due_on).days)
    return max(days)


def _has_open(held: State) -> bool:
    return any(_is_open(held, one.due_on, one.unpaid, one.due) for one in held.instalments)


def _is_open(held: State, due_on: date, unpaid: int, due: int) -> bool:
    return due_on < held.on and unpaid * LACKS_LITTLE > due
