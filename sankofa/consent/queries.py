"""Reads of consent: what somebody answered as the rules know it, and how each purpose stands.

Whoever reads here has the person already, through `hooks.subject` or an action: this room never lists people.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from sankofa.accounts import queries as accounts
from sankofa.accounts.action import system
from sankofa.consent import hooks
from sankofa.consent.models import Consent, Evidence, Exemption, Handover, Sitting
from sankofa.consent.rules import sharing, terms, texts
from sankofa.consent.rules.terms import AGE_NOT_KNOWN, AgeKnown, Channel, Field, History, Purpose
from sankofa.store import blobs, empty

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Row:
    """How one purpose stands for one person, with the partner it is about."""

    purpose: Purpose
    partner: UUID | None
    partner_name: str
    standing: sharing.Standing


def history(subject_id: str, *, age: AgeKnown) -> History:
    """Return everything that somebody ever answered, as the rules know it."""
    return History(
        consents=tuple(to_terms(row) for row in _about(Consent, subject_id, "at", "pk")),
        exemptions=tuple(_exemption(row) for row in _about(Exemption, subject_id, "pk")),
        age=age,
        terms=texts.terms(),
    )


def _about(table: type[M], subject_id: str, *order: str) -> Iterable[M]:
    if empty.holds_none(table, [subject_id]):
        return ()
    return table._default_manager.filter(subject_id=subject_id).order_by(*order)


def to_terms(row: Consent) -> terms.Consent:
    """Return one answer as the rules know it."""
    purpose = Purpose(row.purpose)
    return terms.Consent(
        id=row.pk,
        purpose=purpose,
        partner=row.partner_id,
        answer=terms.Answer(row.answer),
        at=row.at,
        fields=frozenset(Field(code) for code in row.fields),
        capacity=terms.Capacity(row.capacity),
        version=row.version,
        is_text_intact=not row.version or texts.is_intact(purpose, row.version, row.language, row.digest),
        expires_on=row.expires_on,
        review_on=row.review_on,
    )


def rows(subject: hooks.Subject, *, on: date) -> list[Row]:
    """Return how every purpose stands: those of the house always, those with a partner where one was asked about."""
    held = history(subject.id, age=subject.age)
    partners = accounts.organisation_names_by_id({str(one.partner) for one in held.consents if one.partner})
    found = []
    for purpose in Purpose:
        asked = {one.partner for one in held.consents if one.purpose is purpose}
        about = sorted(asked, key=str) if texts.terms()[purpose].has_partner else [None]
        for partner in about:
            name = partners.get(str(partner), "") if partner else ""
            found.append(Row(purpose, partner, name, sharing.standing(held, purpose, partner, on=on)))
    return found


def ended_or_ending(*, on: date) -> "QuerySet[Consent, Any]":
    """Return the ids of those of whom a yes has ended or ends within thirty days, and nothing was said since.

    For lists alone: what a purpose truly stands at, with age and text, is told by `rows`.
    """
    later = Consent.objects.filter(
        subject_id=OuterRef("subject_id"), purpose=OuterRef("purpose"), at__gt=OuterRef("at")
    )
    said_since = Q(partner=None) & Exists(later.filter(partner=None)) | Exists(
        later.filter(partner=OuterRef("partner"))
    )
    reminded = on + timedelta(days=sharing.REMINDED_DAYS)
    over = Q(expires_on__lte=reminded) | Q(review_on__lte=reminded, capacity=terms.Capacity.SUPPORTED.value)
    return Consent.objects.filter(over, answer=terms.Answer.GIVEN.value).exclude(said_since).values("subject_id")


def may_share(
    subject_id: str, *, purpose: Purpose, partner: UUID | None, fields: Sequence[Field], on: date
) -> sharing.Verdict:
    """Return whether these fields may go to this partner for this purpose on a day, and why."""
    return sharing.may_share(_known(subject_id, on), purpose, partner, fields, on=on)


def agreed(
    subject_id: str,
    *,
    purpose: Purpose,
    partner: UUID | None,
    fields: Sequence[Field],
    also: Collection[str] = (),
    on: date,
) -> sharing.Verdict:
    """Return whether somebody agreed to this by their own word; no exception that others decided counts here.

    `also` are the other files that are read as one with theirs: a later no on any of them is a no.
    """
    held = _known(subject_id, on)
    said_no = (sharing.latest(history(other, age=held.age), purpose, partner) for other in also)
    elsewhere = tuple(one for one in said_no if one is not None and one.answer is not terms.Answer.GIVEN)
    own_words = replace(held, consents=(*held.consents, *elsewhere), exemptions=())
    return sharing.may_share(own_words, purpose, partner, fields, on=on)


def may_contact(subject_id: str, channel: Channel, *, on: date) -> sharing.Verdict:
    """Return whether a person may be reached this way on a day, and why."""
    return sharing.may_contact(_known(subject_id, on), channel, on=on)


def refused_statistics(ids: Collection[UUID]) -> set[UUID]:
    """Return who of these people said no to being counted for others, or took their yes back.

    Whatever counts people for outsiders leaves them out.  Who was never asked is not among them: that is another
    question, for whoever counts.
    """
    found = Consent.objects.filter(subject_id__in=list(ids), purpose=Purpose.STATISTICS).order_by("at", "pk")
    last = {row.subject_id: row.answer for row in found}
    return {subject for subject, answer in last.items() if answer != terms.Answer.GIVEN}


def last_answers(ids: Collection[UUID], purpose: Purpose) -> dict[UUID, frozenset[terms.Answer]]:
    """Return what each of these people said last to a purpose, to every partner that they were asked about.

    For counts alone: whether a yes still holds is told by `rows` and `may_share`.
    """
    said: dict[tuple[UUID, UUID | None], terms.Answer] = {}
    found = Consent.objects.filter(subject_id__in=list(ids), purpose=purpose).order_by("at", "pk")
    for subject, partner, answer in found.values_list("subject_id", "partner_id", "answer"):
        said[subject, partner] = terms.Answer(answer)
    by_subject: dict[UUID, set[terms.Answer]] = {}
    for (subject, _partner), answer in said.items():
        by_subject.setdefault(subject, set()).add(answer)
    return {subject: frozenset(answers) for subject, answers in by_subject.items()}


def sittings(subject_id: str) -> list[Sitting]:
    """Return the occasions on which somebody was asked, newest first, with their answers."""
    if empty.holds_none(Sitting, [subject_id]):
        return []
    return list(
        Sitting.objects.filter(subject_id=subject_id)
        .select_related("asked_by")
        .prefetch_related("consents__partner", "evidence")
        .order_by("-at", "-pk")
    )


def latest_sittings(subjects: Collection[UUID], *, most: int) -> list[Sitting]:
    """Return the last occasions on which somebody was asked, on any of their files, newest first, with the answers."""
    found = Sitting.objects.filter(subject_id__in=subjects).select_related("asked_by").prefetch_related("consents")
    return list(found.order_by("-at", "-pk")[:most])


def sitting(sitting_id: str) -> Sitting | None:
    """Return one occasion with its answers, or None."""
    return (
        Sitting.objects.filter(pk=sitting_id)
        .select_related("asked_by")
        .prefetch_related("consents__partner", "evidence")
        .first()
    )


def by_number(sent_id: UUID) -> Sitting | None:
    """Return the occasion that was sent under a number, however often it was sent."""
    return Sitting.objects.filter(sent_id=sent_id).first()


def exceptions(subject_id: str) -> list[Exemption]:
    """Return the decisions that data may go to a partner without consent, newest first, past ones too."""
    held = Exemption.objects.filter(subject_id=subject_id).select_related("partner", "recorded_by")
    return list(held.order_by("-created_at", "-pk"))


def exception(exemption_id: str) -> Exemption | None:
    """Return one decision that data may go to a partner without consent, or None."""
    return Exemption.objects.filter(pk=exemption_id).select_related("partner", "recorded_by").first()


def handed_over_on(exemption: Exemption) -> list[Handover]:
    """Return what was given on the ground of one exception, newest first."""
    return list(Handover.objects.filter(exemption=exemption).select_related("partner").order_by("-at", "-pk"))


def handovers(subject_id: str) -> list[Handover]:
    """Return what was given to whom, newest first."""
    return list(Handover.objects.filter(subject_id=subject_id).select_related("partner").order_by("-at", "-pk"))


def evidence(evidence_id: str) -> Evidence | None:
    """Return one piece of evidence, or None."""
    return Evidence.objects.filter(pk=evidence_id).select_related("sitting", "blob").first()


def content_of(kept: Evidence) -> bytes:
    """Return the picture or the voice note.  Raises Destroyed and CannotOpen."""
    return blobs.content_of(kept.blob)


def _known(subject_id: str, on: date) -> History:
    """Return a person's history; of somebody whom the register does not know the age is not known: less is allowed."""
    found = hooks.subject(subject_id, viewer=system("consent", on=on), on=on)
    return history(subject_id, age=AGE_NOT_KNOWN if found is None else found.age)


def _exemption(row: Exemption) -> terms.Exemption:
    return terms.Exemption(
        id=row.pk,
        basis=terms.Basis(row.basis),
        decider=terms.Decider(row.decider),
        partner=row.partner_id,
        fields=frozenset(Field(code) for code in row.fields),
        from_on=row.from_on,
        until_on=row.until_on,
    )
