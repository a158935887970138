"""Writes about visits that were not held: that somebody tried, and why it led to no talk."""

from datetime import date, datetime

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.cases import permissions, queries
from sankofa.cases.actions.cases import check_day, check_open
from sankofa.cases.models import Case, VisitTry
from sankofa.cases.rules.visits import NotReached, Standing, visits


class NoSuchVisit(Exception):
    """No visit after so many months is to be held: there is no plan yet, or it was held, or its time is over."""

    def __init__(self, months: int) -> None:
        self.months = months
        super().__init__(str(months))


@action(permissions.WORK, on="case")
def note_try(
    *, case: Case, months: int, tried_on: date, why: NotReached, note: str = "", by: Actor, at: datetime
) -> VisitTry:
    """Note that a visit was tried and not held, and why.  Raises CaseClosed, DayToCome, NoSuchVisit."""
    check_open(case)
    check_day(case, tried_on, by=by, at=at)
    facts = queries.facts_of([case])[case.pk]
    known = visits(facts.agreed_on, facts.visits_on) if facts.agreed_on is not None else ()
    wanted = next((one for one in known if one.months == months), None)
    if wanted is None or wanted.standing(tried_on) in (Standing.HELD, Standing.MISSED):
        raise NoSuchVisit(months)
    made = VisitTry(
        created_at=at,
        case=case,
        months=months,
        tried_on=tried_on,
        why=NotReached(why).value,
        note=note.strip() or None,
        noted_by_id=by.id,
    )
    made.save(force_insert=True)
    return made
