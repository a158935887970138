"""Looking people up by their search keys, so that it takes as long however many in the country bear a name.

The question is put to the keys and not to the people: one index holds key, office and person, so that whoever searches
in one office meets only who is there, and a second one holds person and key, so that further names are asked of few.
The rarest name is looked up first, and looking ends when there are enough.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from sankofa.accounts.queries import within_scope
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import permissions
from sankofa.returnees.models import SearchKey

COUNTED_MAX = 2_000
"""Keys are counted so far, to know which of several names is the rarest."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A key that people have, or the beginning of one."""

    key: str
    is_begun: bool = False

    @property
    def is_pair(self) -> bool:
        """Whether it is the key of two names together."""
        return self.key.startswith("b")

    def condition(self) -> Q:
        """Return the condition that a key is the one sought, or begins so."""
        first = self.key.encode()
        if not self.is_begun:
            return Q(key=first)
        return Q(key__gte=first, key__lt=first[:-1] + bytes([first[-1] + 1]))


def holders(sought: Sequence[Sought], *, viewer: Actor, on: date, most: int) -> list[UUID]:
    """Return at most so many people whom the viewer may see and who have a key for everything that is sought."""
    rarest = _rarest(sought, viewer=viewer, on=on)
    if rarest is None:
        return []
    found = within_scope(
        SearchKey.objects.filter(rarest.condition()), viewer=viewer, permission=permissions.VIEW, on=on
    )
    for other in sought:
        if other != rarest:
            found = found.filter(Exists(SearchKey.objects.filter(other.condition(), person_id=OuterRef("person_id"))))
    return list(dict.fromkeys(found.values_list("person_id", flat=True)[:most]))


def holders_of_any(keys: Iterable[str], *, viewer: Actor, on: date, most: int) -> list[UUID]:
    """Return at most so many people whom the viewer may see and who have one of these keys, the newest first."""
    found = within_scope(
        SearchKey.objects.filter(key__in=[key.encode() for key in keys]),
        viewer=viewer,
        permission=permissions.VIEW,
        on=on,
    )
    return list(dict.fromkeys(found.order_by("-person_id").values_list("person_id", flat=True)[:most]))


def _rarest(sought: Sequence[Sought], *, viewer: Actor, on: date) -> Sought | None:
    """Return what the fewest have of all that is sought; None where nobody has it.  Pairs of names go before names.

    Counted among those whom the viewer may see: what is asked next must not depend on somebody who is not there for
    them.
    """
    few = [one for one in sought if one.is_pair] or sought
    if len(few) == 1:
        return few[0]
    counted = []
    for one in dict.fromkeys(few):
        found = SearchKey.objects.filter(one.condition())
        seen = within_scope(found, viewer=viewer, permission=permissions.VIEW, on=on)
        counted.append((seen[:COUNTED_MAX].count(), one))
    count, rarest = min(counted, key=lambda pair: pair[0])
    return rarest if count else None
