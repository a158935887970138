"""Help that the agreed plan needs and nobody near the person offers, told by name.

Nothing is missing where the plan names somebody in words, or help on the map that runs, reaches the place and was not
found otherwise.  What was delivered is missing no more.
"""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from sankofa.accounts.queries import decision_on
from sankofa.accounts.rules.terms import Actor
from sankofa.cases.rules.plans import Content, Kind
from sankofa.places.rules.terms import country_of
from sankofa.provision import permissions as helping
from sankofa.provision.queries import Reach, names_of, reach_of

if TYPE_CHECKING:
    from sankofa.returnees.models import Person

MONEY = frozenset({Kind.CASH, Kind.GRANT})
"""What the office gives itself, where nobody else is named."""
DISTRICT_PARTS = 3
"""The parts of a place's path down to its district."""


def missing(
    said: Content, delivered: Collection[UUID], person: "Person", *, viewer: Actor, on: date
) -> dict[str, Any] | None:
    """Return what nobody near offers of an agreed plan, each with its reason, and the way to the gaps; else None."""
    waiting = [one for one in said.activities if one.key not in delivered]
    codes = {one.provider for one in waiting if one.provider}
    reach = reach_of(codes, person.place_id or "", on=on) if codes else {}
    names = names_of(code for code, found in reach.items() if found is not Reach.REACHES)
    rows = []
    for one in waiting:
        if one.kind not in MONEY and not one.provider and not one.provider_words.strip():
            rows.append({"what": one.what, "why": gettext("Nobody is named who gives it.")})
        elif (found := reach.get(one.provider, Reach.REACHES)) is not Reach.REACHES:
            rows.append({"what": one.what, "why": _told_of(found) % {"name": names[one.provider]}})
    return {"rows": rows, "gaps_url": _gaps_url(person, viewer=viewer, on=on)} if rows else None


def _told_of(found: Reach) -> str:
    return {
        Reach.ENDED: gettext("%(name)s has ended."),
        Reach.NOT_SO: gettext("Somebody asked: %(name)s is not as the map says."),
        Reach.ELSEWHERE: gettext("%(name)s does not reach this place."),
    }[found]


def _gaps_url(person: "Person", *, viewer: Actor, on: date) -> str:
    """Return where all that is missing around them stands; empty where nobody knows the place, or may not look."""
    path = person.place_id
    if not path or not decision_on(person, actor=viewer, permission=helping.VIEW, on=on).allowed:
        return ""
    district = ".".join(path.split(".")[:DISTRICT_PARTS])
    return f"{reverse('provision:gaps')}?{urlencode({'country': country_of(path), 'district': district})}"
