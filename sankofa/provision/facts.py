"""What matching may know of a person: the one place where facts of the register become facts of the rules.

Only what a condition asks for, and only what this viewer may read anyway.  How somebody went, with papers or without,
lies sealed in the register: it is taken for those alone who may correct it, and for others it is a question.  What
somebody suffered, health and disability are never taken from a file; where help asks for them, the person is asked.
"""

from datetime import date
from typing import TYPE_CHECKING, Final

from sankofa.accounts.rules.terms import Actor
from sankofa.kernel.periods import add_months
from sankofa.provision import hooks
from sankofa.provision.rules.eligibility import Bounds, Known
from sankofa.returnees import histories, papers, queries
from sankofa.returnees.contributions import cluster_of
from sankofa.returnees.rules.paper_gaps import Whereabouts
from sankofa.returnees.rules.terms import PartialDay

if TYPE_CHECKING:
    from sankofa.returnees.models import Journey, Person

# Papers as conditions name them, by the kinds of the register.
PAPERS: Final = {
    "identity": ("identity_card", "national_id"),
    "birth": ("birth_certificate",),
    "passport": ("passport",),
    "residence": ("residence_permit",),
    "work": ("work_permit",),
    "certificate": ("certificate",),
    "contract": ("contract",),
    "land": ("land",),
    "bank": ("bank",),
}
_AT_HAND: Final = frozenset({Whereabouts.WITH_PERSON.value, Whereabouts.OFFICE.value})


def known(person: "Person", *, viewer: Actor, on: date) -> Known:
    """Return what is known of a person for matching, as far as this viewer may know it."""
    together = cluster_of(person, viewer=viewer, on=on)
    files, told = together.files, together.shown()
    journey = _latest(queries.journeys_of(*files))
    return Known(
        sex=None if told.sex == "unknown" else told.sex,
        age=_years(told.born, on=on),
        returned_from=None if journey is None else journey.destination_id,
        way=_way(journey) if journey is not None and histories.may_amend(person, viewer=viewer, on=on) else None,
        return_kind=None if journey is None or journey.return_kind == "unknown" else journey.return_kind,
        lives_in=told.place_id,
        months_abroad=None if journey is None else _months(journey.left, journey.returned),
        months_since_return=None if journey is None else _since(journey.returned, on=on),
        papers=_papers(files),
        in_debt=next((said for said in hooks.owes.answers(person, viewer, on) if said is not None), None),
    )


def _latest(journeys: "list[Journey]") -> "Journey | None":
    told = [one for one in journeys if one.returned_on is not None] or journeys
    return max(told, key=lambda one: (one.returned_on or date.min, one.created_at), default=None)


def _way(journey: "Journey") -> str | None:
    passage = histories.passage_of(journey)
    said = None if passage is None else passage.channel
    return said if said in {"regular", "irregular"} else None


def _papers(files: "tuple[Person, ...]") -> frozenset[str] | None:
    """Return the papers at hand; None where nobody has written down anything about papers."""
    held = papers.papers_of(*files)
    if not held:
        return None
    return frozenset(
        name for paper in held if paper.whereabouts in _AT_HAND for name in PAPERS.get(paper.kind, (paper.kind,))
    )


def _years(born: PartialDay, *, on: date) -> Bounds | None:
    """Return the ages that somebody can have, from until, by the first and last day on which they can be born."""
    if born.earliest is None or born.latest is None:
        return None
    return Bounds(max(0, _full_months(born.latest, on) // 12), max(0, _full_months(born.earliest, on) // 12) + 1)


def _since(returned: PartialDay, *, on: date) -> Bounds | None:
    if returned.earliest is None or returned.latest is None:
        return None
    return Bounds(max(0, _full_months(returned.latest, on)), max(0, _full_months(returned.earliest, on)) + 1)


def _months(left: PartialDay, returned: PartialDay) -> Bounds | None:
    if left.earliest is None or left.latest is None or returned.earliest is None or returned.latest is None:
        return None
    least, most = _full_months(left.latest, returned.earliest), _full_months(left.earliest, returned.latest)
    return Bounds(max(0, least), max(0, most) + 1)


def _full_months(first: date, last: date) -> int:
    """Return how many whole months lie between two days; below zero where the second lies before the first."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - 1 if add_months(first, months) > last else months
