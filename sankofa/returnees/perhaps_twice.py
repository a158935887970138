"""Whether there may be another file of somebody: told on the receipt to whoever may see that file, and decided later.

A protected file is no match here: whoever puts somebody in is told what they are told of nobody, by the same questions
to the database.  The officers named on it compare in silence (actions/protection.py).
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import queries
from sankofa.returnees.models import PairState, Person, PossibleSame


@dataclass(frozen=True, slots=True)
class Perhaps:
    """That there may be another file of a person, and where whoever may decide looks at the two; empty for others."""

    decide_url: str


def perhaps_twice(seen: Person, *, viewer: Actor, on: date) -> Perhaps | None:
    """Return that another file may be this person's, as far as the viewer may see it; None where there is none."""
    waiting = PossibleSame.objects.filter(
        Q(one=seen, other__is_protected=False) | Q(other=seen, one__is_protected=False),
        state__in=[PairState.OPEN, PairState.UNSURE],
    ).order_by("-score", "pk")
    others = {pair.pk: pair.other_id if pair.one_id == seen.pk else pair.one_id for pair in waiting}
    shown = queries.people(viewer, on=on).filter(pk__in=others.values(), erased_on=None)
    held = set(shown.values_list("pk", flat=True))
    pairs = [pair for pair, other in others.items() if other in held]
    may = set(queries.pairs(viewer, on=on).filter(pk__in=pairs).order_by().values_list("pk", flat=True))
    if not pairs:
        return None
    decided = next((pair for pair in pairs if pair in may), None)
    return Perhaps("" if decided is None else reverse("returnees:same_pair", args=[decided]))
