"""What cannot be in the days of a life, and what is so rare that it is asked back.

Impossible: a day to come, a return before the departure, either before the birth, an age nobody reaches.  Unlikely: a
departure as a child, a very high age, an absence of half a life.  What is unlikely happens; it goes in once somebody
has looked again.  Source: the register of returnees; "an impossible date order (return before departure)".
"""

from collections.abc import Iterator
from datetime import date

from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.periods import NotYetBorn
from sankofa.returnees.rules.terms import PartialDay, Precision, age_of

SOURCE = "register of returnees"
AGE_MAX = 110
AGE_RARE = 90
AGE_AT_WORK = 14
"""Somebody who left younger went with a family, or was taken; or a figure is wrong.  ILO convention 138: 15, or 14."""
YEARS_AWAY_RARE = 40


def impossible(born: PartialDay, left: PartialDay, returned: PartialDay, *, on: date) -> Iterator[Finding]:
    """Yield every reason why these days cannot be one life.  Days known only by month or year get the doubt."""
    for field, day in (("born", born), ("left_on", left), ("returned_on", returned)):
        if day.earliest is not None and day.earliest > on:
            yield Finding("day_to_come", Weight.BARRIER, SOURCE, field=field, day=day.earliest)
    if left.earliest is not None and returned.latest is not None and returned.latest < left.earliest:
        yield Finding(
            "return_before_departure",
            Weight.BARRIER,
            SOURCE,
            field="returned_on",
            left=left.earliest,
            returned=returned.latest,
        )
    if born.earliest is not None and left.latest is not None and left.latest < born.earliest:
        yield Finding(
            "departure_before_birth",
            Weight.BARRIER,
            SOURCE,
            field="left_on",
            born=born.earliest,
            left=left.latest,
        )
    elif born.earliest is not None and returned.latest is not None and returned.latest < born.earliest:
        yield Finding(
            "return_before_birth",
            Weight.BARRIER,
            SOURCE,
            field="returned_on",
            born=born.earliest,
            returned=returned.latest,
        )
    if born.earliest is not None and on.year - born.earliest.year > AGE_MAX:
        yield Finding("age_impossible", Weight.BARRIER, SOURCE, field="born", years=on.year - born.earliest.year)


def unlikely(born: PartialDay, left: PartialDay, returned: PartialDay, *, on: date) -> Iterator[Finding]:
    """Yield what is possible and so rare that it is asked back: "Is this right?"."""
    at_departure = _years_between(born, left)
    if at_departure is not None and at_departure < AGE_AT_WORK:
        yield Finding("left_as_child", Weight.CONCERN, SOURCE, field="left_on", years=at_departure)
    now = _years_between(born, PartialDay(on, Precision.DAY))
    if now is not None and AGE_RARE <= now <= AGE_MAX:
        yield Finding("age_rare", Weight.CONCERN, SOURCE, field="born", years=now)
    if left.day is not None and returned.day is not None and returned.day.year - left.day.year > YEARS_AWAY_RARE:
        years = returned.day.year - left.day.year
        yield Finding("away_half_a_life", Weight.CONCERN, SOURCE, field="returned_on", years=years)


def _years_between(born: PartialDay, then: PartialDay) -> int | None:
    """Return the most years that somebody can have been of age on a day; None where it is not known or cannot be."""
    if then.latest is None:
        return None
    try:
        age = age_of(born, then.latest)
    except NotYetBorn:
        return None
    return None if age is None else age.most
