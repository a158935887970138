"""Reads of what came in with a form, for those who look at answers and not at people."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import TypeVar
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db.models import Q, QuerySet

from sankofa.accounts.guarded import Guarded
from sankofa.accounts.queries import within_scope
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees.permissions import EXPORT_NAMED
from sankofa.returnees.rules.exporting import copy_mark, read_mark
from sankofa.store import keys
from sankofa.surveys import permissions
from sankofa.surveys.models import AnswersAsked, AnswersTaken, Arrival, FormVersion, Source, Submission
from sankofa.surveys.rules.answer_tables import Held

ROWS_AT_ONCE = 500
G = TypeVar("G", bound=Guarded)


def answers_in(version: FormVersion, *, viewer: Actor, on: date, has_texts: bool = False) -> QuerySet[Submission]:
    """Return what was taken in with one version of a form where the viewer may see answers, oldest first.

    Nobody protected, erased or set aside is in it.  That holds for those named on a protected file too: what they see
    on its page is not for tables that are carried away.  With free words only what the viewer may take out with names.
    """
    held = Submission.objects.filter(
        instrument=version.instrument.code, version=version.version, answers__isnull=False, set_aside_at=None
    )
    known = held.filter(person__isnull=False, person__is_protected=False).exclude(arrival__is_apart=True)
    people = _reached(known, viewer=viewer, on=on, has_texts=has_texts)
    about_nobody = Arrival.objects.filter(person=None, is_apart=False)
    seen = _reached(about_nobody, viewer=viewer, on=on, has_texts=has_texts)
    nobodys = held.filter(person=None, arrival__in=seen.values("pk"))
    both = Q(pk__in=people.order_by().values("pk")) | Q(pk__in=nobodys.values("pk"))
    return held.filter(both).select_related("person__office", "arrival__office").order_by("pk")


def _reached(found: QuerySet[G], *, viewer: Actor, on: date, has_texts: bool) -> QuerySet[G]:
    reached = within_scope(found, viewer=viewer, permission=permissions.ANSWERS, on=on)
    if not has_texts:
        return reached
    named = within_scope(found, viewer=viewer, permission=EXPORT_NAMED, on=on)
    return reached.filter(pk__in=named.order_by().values("pk"))


def answers_asked(*, viewer: Actor, on: date) -> QuerySet[AnswersAsked]:
    """Return which answers the viewer asked for because they are too many for one, latest first."""
    found = AnswersAsked.objects.filter(asked_by_id=UUID(viewer.named_as) if viewer.named_as else None)
    within = within_scope(found, viewer=viewer, permission=permissions.ANSWERS, on=on)
    return within.select_related("version__instrument", "office", "asked_by").order_by("-asked_at", "-pk")


def answers_agreed(asked: AnswersAsked, *, viewer: Actor, on: date) -> QuerySet[Submission]:
    """Return which of the answers that somebody asked for the viewer may take out; what came in later is not in it.

    Nor is what belongs to an office that was not in it when it was asked for.
    """
    found = answers_in(asked.version, viewer=viewer, on=on, has_texts=asked.has_texts)
    of_offices = Q(person__office_id__in=asked.offices) | Q(person=None, arrival__office_id__in=asked.offices)
    return found.filter(of_offices, created_at__lte=asked.asked_at)


def offices_in(found: QuerySet[Submission]) -> list[str]:
    """Return of which offices some answers are: the person's, or where nobody is named, that to which the form came."""
    rows = found.order_by().values_list("person__office_id", "arrival__office_id").distinct()
    return sorted({str(persons or arrivals) for persons, arrivals in rows if persons or arrivals})


def held_rows(found: QuerySet[Submission], taken: AnswersTaken) -> Iterator[Held]:
    """Yield filled forms as tables see them, each with its mark in this copy, in an order of its own."""
    secret = _secret()
    for one in found.order_by("?").iterator(chunk_size=ROWS_AT_ONCE):
        office = one.person.office if one.person is not None else one.arrival.office if one.arrival else None
        yield Held(
            mark=copy_mark(taken.pk, one.pk, secret=secret),
            day=one.answered_on.isoformat(),
            office="" if office is None else office.name,
            source=Source.BROWSER if one.arrival is None else one.arrival.source,
            answers=one.answers or {},
        )


def answers_taken(code: str, *, viewer: Actor, on: date) -> QuerySet[AnswersTaken]:
    """Return what was taken out of a form's answers where the viewer may do so, latest first."""
    found = AnswersTaken.objects.filter(form_code=code).select_related("taken_by", "office")
    return within_scope(found, viewer=viewer, permission=permissions.ANSWERS, on=on).order_by("-taken_at", "-pk")


def traced_answers(text: str, found: QuerySet[AnswersTaken]) -> AnswersTaken | None:
    """Return from which taking a mark or a number comes that stands in a copy; None where it is none of these."""
    said = text.strip()
    read = read_mark(said, secret=_secret())
    for one in found:
        if one.receipt.casefold() == said.casefold() or (read is not None and one.pk.bytes[-8:] == read[0]):
            return one
    return None


@cache
def _derived(index_key: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"surveys/copies").derive(index_key)


def _secret() -> bytes:
    return _derived(keys.ring().index)
