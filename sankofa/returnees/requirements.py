"""Reads about papers that are asked for, about help with getting them, and about what is due.

Rooms above ask here which papers somebody lacks: `answers_for` with needs of their own, or those of a partner.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.lookups import IsNull

from sankofa.accounts.queries import within_scope
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import papers, permissions, queries
from sankofa.returnees.models import Document, PaperHelp, Person, Requirement, SamePerson
from sankofa.returnees.rules import paper_gaps
from sankofa.returnees.rules.paper_gaps import HELD, REMIND_DAYS, Answer, Need, Whereabouts
from sankofa.store import empty

_GONE = (Whereabouts.LOST.value, Whereabouts.APPLIED.value, Whereabouts.NEVER.value)
SOON = timedelta(days=7)


def answers_for(needs: Sequence[Need], *files: Person, on: date) -> list[Answer]:
    """Return how each need stands by the papers on all these files of somebody."""
    held = [papers.terms_of(paper) for paper in papers.papers_of(*files)]
    return [paper_gaps.answer(need, held, on=on) for need in needs]


def current(person: Person, *, on: date) -> list[Requirement]:
    """Return what partners of the organisation that looks after somebody ask for on a day."""
    rows = Requirement.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=on),
        office__organisation_id=person.office.organisation_id,
        from_on__lte=on,
    )
    return list(rows.order_by("partner", "purpose", "pk"))


def listed(viewer: Actor, *, on: date) -> QuerySet[Requirement]:
    """Return what partners ask for, as far as the viewer may write it down; those that count first, then past ones."""
    rows = within_scope(
        Requirement.objects.select_related("office", "noted_by"),
        viewer=viewer,
        permission=permissions.NOTE_REQUIREMENT,
        on=on,
    )
    return rows.order_by("until_on", "partner", "purpose", "-version", "pk")


def helps_of(*files: Person) -> list[PaperHelp]:
    """Return the help with papers that somebody gets or got, the open first, by its day."""
    keys = [file.pk for file in files]
    if empty.holds_none(PaperHelp, keys):
        return []
    rows = PaperHelp.objects.filter(person__in=keys)
    return sorted(rows, key=lambda one: (one.closed_on is not None, one.due_on, one.pk))


def help_of(help_id: UUID, *, of: Person) -> PaperHelp | None:
    """Return one piece of help that somebody gets, or None."""
    return PaperHelp.objects.filter(pk=help_id, person=of).first()


@dataclass(frozen=True, slots=True)
class DuePapers:
    """What is due about papers, of all whom somebody sees: papers that run out, and help to look at again."""

    running_out: QuerySet[Document]
    helps: QuerySet[PaperHelp]


def due(viewer: Actor, *, on: date) -> DuePapers:
    """Return the papers that run out within ninety days, and the help to look at within a week, the first due first."""
    seen = queries.people(viewer, on=on).filter(erased_on__isnull=True, pk=OuterRef("person_id")).order_by()
    ends = on + timedelta(days=REMIND_DAYS)
    running_out = (
        Document.objects.filter(Exists(seen), valid_until__gte=on, valid_until__lt=ends)
        .exclude(whereabouts__in=_GONE)
        .filter(~Exists(_outlasting()))
        .select_related("person")
    )
    helps = PaperHelp.objects.filter(Exists(seen), closed_on=None, due_on__lt=on + SOON).select_related("person")
    return DuePapers(running_out.order_by("valid_until", "pk"), helps.order_by("due_on", "pk"))


def _outlasting() -> QuerySet[Document]:
    """Return the papers that stand in for one that runs out, on the same file or one joined with it."""
    whose = OuterRef(OuterRef("person_id"))
    joined = SamePerson.objects.filter(
        Q(person=whose, leading=OuterRef("person_id")) | Q(leading=whose, person=OuterRef("person_id")), until_at=None
    )
    lasts = Q(valid_until__gt=OuterRef("valid_until")) | Q(valid_until=OuterRef("valid_until"), pk__gt=OuterRef("pk"))
    fits = Q(country=OuterRef("country_id")) | Q(country__isnull=True) | Q(IsNull(OuterRef("country_id"), True))
    return Document.objects.filter(
        lasts,
        fits,
        Q(person=OuterRef("person_id")) | Exists(joined),
        kind__iexact=OuterRef("kind"),
        whereabouts__in=sorted(where.value for where in HELD),
    )


def erased(person: Person) -> list[PaperHelp]:
    """Return the help that somebody got who is being erased; its rows go with the person."""
    return list(PaperHelp.objects.filter(person=person))
