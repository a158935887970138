"""Writes of consent: ask, take back, keep evidence, give away, and the two exceptions.

Rows are added and never changed.  What goes into the audit are purposes, answers and counts; no name, no note.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sankofa.accounts import queries as accounts
from sankofa.accounts.action import NotAllowed, action
from sankofa.accounts.guarded import Guarded
from sankofa.accounts.rules.terms import Actor
from sankofa.consent import evidence, hooks, permissions, queries, sharing
from sankofa.consent.hooks import Answered, Withdrawn
from sankofa.consent.models import Consent, Evidence, Exemption, Handover, Sitting
from sankofa.consent.rules import sharing as door
from sankofa.consent.rules import texts, validity
from sankofa.consent.rules.terms import AGE_NOT_KNOWN, Answer, Basis, Capacity, Decider, Field, Guardian, Purpose
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding
from sankofa.kernel.periods import add_months
from sankofa.store import blobs
from sankofa.store.models import Record

SAID_MAX = 2_000


class NotAConsent(Exception):
    """A yes does not count as it was asked; carries every reason."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(found.code for found in findings))


class NothingAnswered(Exception):
    """There is no answer to record: silence is none."""


class NothingToWithdraw(Exception):
    """What was to be taken back was never given, or was taken back already."""


class NumberTaken(Exception):
    """Another person's answers were sent under this number; these are not recorded in the other's name."""

    def __init__(self, sent_id: UUID) -> None:
        self.sent_id = sent_id
        super().__init__(str(sent_id))


class WrongPartner(Exception):
    """A purpose with a partner names none, or one without a partner names one."""

    def __init__(self, purpose: Purpose) -> None:
        self.purpose = purpose
        super().__init__(purpose)


class FieldsBeyondPurpose(Exception):
    """More was to be allowed than this purpose may ask for, or nothing at all."""

    def __init__(self, purpose: Purpose, fields: Sequence[Field]) -> None:
        self.purpose = purpose
        self.fields = tuple(fields)
        super().__init__(f"{purpose}: {', '.join(self.fields)}")


class TooLong(Exception):
    """An exception to consent was to hold longer than it may."""

    def __init__(self, days_max: int) -> None:
        self.days_max = days_max
        super().__init__(str(days_max))


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of a sitting: yes to these fields, or no."""

    purpose: Purpose
    answer: Answer
    partner: UUID | None = None
    fields: frozenset[Field] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The outcome of handing over: the sealed packet, and for the audit what went where."""

    packet: sharing.Packet
    basis: Basis

    def audit_detail(self) -> Mapping[str, Any]:
        """Return purpose, partner, fields and ground; no fact."""
        return {
            "handover": str(self.packet.handover_id),
            "purpose": self.packet.purpose,
            "partner": str(self.packet.partner or ""),
            "fields": sorted(self.packet.facts),
            "basis": self.basis,
        }


@action(permissions.ASK, on="subject")
def record_answers(
    *,
    subject: Guarded,
    asked: validity.Sitting,
    answers: Sequence[Said],
    sent_id: UUID,
    by: Actor,
    at: datetime,
) -> Sitting:
    """Record what somebody answered in one sitting, once however often it is sent.

    A no is recorded as it is.  Raises NotAConsent where a yes does not count, NothingAnswered, NumberTaken,
    WrongPartner, FieldsBeyondPurpose, NoText, and NotAllowed where somebody else must decide for a child.
    """
    if (earlier := queries.by_number(sent_id)) is not None:
        return _same_subject(earlier, subject)
    if not answers:
        raise NothingAnswered
    on = clock.day_of(at, by.zone)
    yeses = [said for said in answers if said.answer is Answer.GIVEN]
    known = hooks.subject(str(subject.pk), viewer=by, on=on)
    # The age is the register's, whatever a form says; where a form knows no language, the register may.
    asked = replace(
        asked,
        asked_by=by.name,
        age=AGE_NOT_KNOWN if known is None else known.age,
        speaks=asked.speaks or ("" if known is None else known.language),
    )
    for said in answers:
        _check_fits(said)
    if yeses:
        asked = _decided_for(subject, asked, by=by, at=at)
        words = [texts.text(said.purpose, texts.terms()[said.purpose].version, asked.language) for said in yeses]
        asked = replace(asked, is_text_reviewed=all(text.is_reviewed for text in words))
        barriers = validity.barriers(asked, on=on)
        is_child = validity.capacity_of(asked.age).counts_as_child
        if is_child and any(texts.terms()[said.purpose].is_for_adults for said in yeses):
            barriers.append(door.not_for_children())
        if barriers:
            raise NotAConsent(barriers)
    made = _sitting(subject, asked, sent_id=sent_id, by=by, at=at)
    for said in answers:
        _consent(made, said, asked, at=at, zone=by.zone).save(force_insert=True)
    hooks.answered.tell(Answered(subject.pk, at))
    return made


@action(permissions.ASK, on="subject")
def withdraw(
    *,
    subject: Guarded,
    what: Sequence[tuple[Purpose, UUID | None]],
    said: str,
    sent_id: UUID,
    by: Actor,
    at: datetime,
) -> Sitting:
    """Take back what somebody had agreed to; from this moment nothing more goes out on it.

    Needs no witness, no interpreter and no reason.  Raises NothingToWithdraw and NumberTaken.
    """
    if (earlier := queries.by_number(sent_id)) is not None:
        return _same_subject(earlier, subject)
    known = hooks.subject(str(subject.pk), viewer=by, on=clock.day_of(at, by.zone))
    asked = validity.Sitting() if known is None else validity.Sitting(age=known.age, speaks=known.language)
    held = queries.history(str(subject.pk), age=asked.age)
    given = [(purpose, partner, last) for purpose, partner in what if (last := door.latest(held, purpose, partner))]
    given = [one for one in given if one[2].answer is Answer.GIVEN]
    if not given:
        raise NothingToWithdraw
    made = _sitting(subject, asked, sent_id=sent_id, by=by, at=at, said=said[:SAID_MAX])
    for purpose, partner, last in given:
        # A device whose clock runs ahead must not keep a yes alive: the no is at least as late as what it takes back.
        row = _consent(made, Said(purpose, Answer.WITHDRAWN, partner), asked, at=max(at, last.at), zone=by.zone)
        row.save(force_insert=True)
    told = tuple((purpose, partner) for purpose, partner, _ in given)
    hooks.withdrawn.tell(Withdrawn(subject.pk, told, at))
    return made


@action(permissions.ASK, on="subject")
def attach_evidence(*, subject: Guarded, sitting_id: UUID, content: bytes, by: Actor, at: datetime) -> Evidence:
    """Keep a picture of a signature or mark, or a voice note, with a sitting.  Raises NotEvidence."""
    sitting = Sitting.objects.get(pk=sitting_id, subject_id=subject.pk)
    kept = evidence.kept(content)
    made = Evidence(
        created_at=at,
        sitting=sitting,
        blob=blobs.keep(kept.content),
        kind=kept.kind,
        media_type=kept.media_type,
        attached_by_id=_user(by),
    )
    made.save(force_insert=True)
    return made


@action(permissions.SHARE, on="subject")
def hand_over(
    *,
    subject: Guarded,
    purpose: Purpose,
    partner: UUID | None,
    facts: Mapping[Field, str],
    by: Actor,
    at: datetime,
) -> HandedOver:
    """Seal what goes to a partner, and write down that it went.  Raises MayNotShare, and then nothing goes.

    One field too many stops the whole: leaving it out silently would hide that somebody asked for more.
    """
    on = clock.day_of(at, by.zone)
    verdict = sharing.check_may_share(str(subject.pk), purpose=purpose, partner=partner, fields=facts.keys(), on=on)
    assert verdict.basis is not None
    entry = Handover(
        created_at=at,
        subject_id=subject.pk,
        purpose=purpose,
        partner_id=partner,
        fields=sorted(facts),
        basis=verdict.basis,
        consent_id=None if verdict.consent is None else verdict.consent.id,
        exemption_id=None if verdict.exemption is None else verdict.exemption.id,
        at=at,
    )
    entry.save(force_insert=True)
    packet = sharing.sealed(
        subject_id=subject.pk, purpose=purpose, partner=partner, facts=facts, handover_id=entry.pk, at=at
    )
    return HandedOver(packet, verdict.basis)


@action(permissions.LIFE_AT_RISK, on="subject")
def record_life_at_risk(
    *,
    subject: Guarded,
    partner: UUID,
    fields: Sequence[Field],
    professional: str,
    why: str,
    days: int,
    by: Actor,
    at: datetime,
) -> Exemption:
    """Record that a mental-health professional, named here, decided to share without consent: a life is at risk.

    The same decision sent twice on one day is recorded once.  Raises NotAConsent where nobody is named or no
    reason is given, TooLong after seven days.
    """
    return _exemption(
        subject, Basis.LIFE_AT_RISK, partner, fields, decided_by=professional, why=why, days=days, by=by, at=at
    )


@action(permissions.COURT_ORDER, on="subject")
def decide_court_order(
    *, subject: Guarded, partner: UUID, fields: Sequence[Field], why: str, days: int, by: Actor, at: datetime
) -> Exemption:
    """Decide, as the data officer, what is given to one authority because a court ordered it.

    The same decision sent twice on one day is recorded once.  Raises NotAConsent where no reason is given,
    TooLong after ninety days.
    """
    return _exemption(subject, Basis.COURT_ORDER, partner, fields, decided_by=by.name, why=why, days=days, by=by, at=at)


def erase_evidence(subject_id: UUID) -> list[Record]:
    """Destroy pictures and voice notes of somebody who is being erased; answer with the rows whose histories go too.

    What was agreed to and when stays, without a name in it: it shows that what was done then was lawful.
    """
    held = list(Evidence.objects.filter(sitting__subject_id=subject_id).select_related("blob"))
    for one in held:
        if not Evidence.objects.filter(blob=one.blob).exclude(sitting__subject_id=subject_id).exists():
            blobs.destroy(one.blob)
    sittings = list(Sitting.objects.filter(subject_id=subject_id))
    return [*sittings, *Exemption.objects.filter(subject_id=subject_id), *held]


def _same_subject(earlier: Sitting, subject: Guarded) -> Sitting:
    if earlier.subject_id != subject.pk:
        raise NumberTaken(earlier.sent_id)
    return earlier


def _check_fits(said: Said) -> None:
    assert said.answer is not Answer.WITHDRAWN, "taking back is an action of its own"
    terms = texts.terms()[said.purpose]
    known = said.partner is not None and str(said.partner) in accounts.organisation_names_by_id({str(said.partner)})
    if known is not terms.has_partner or (said.partner is not None and not known):
        raise WrongPartner(said.purpose)
    if said.answer is Answer.GIVEN and (not said.fields or not said.fields <= terms.fields):
        raise FieldsBeyondPurpose(said.purpose, sorted(said.fields - terms.fields))


def _decided_for(subject: Guarded, asked: validity.Sitting, *, by: Actor, at: datetime) -> validity.Sitting:
    """Return the sitting with the officer who decides for a child without a guardian: whoever records it."""
    on = clock.day_of(at, by.zone)
    is_child = validity.capacity_of(asked.age).counts_as_child
    if not is_child or asked.guardian_is not in {Guardian.ABSENT, Guardian.IMPLICATED}:
        return replace(asked, officer="")
    decision = accounts.decision_on(subject, actor=by, permission=permissions.DECIDE_FOR_CHILD, on=on)
    if not decision.allowed:
        raise NotAllowed(decision, permissions.DECIDE_FOR_CHILD)
    return replace(asked, officer=by.name)


def _sitting(
    subject: Guarded, asked: validity.Sitting, *, sent_id: UUID, by: Actor, at: datetime, said: str = ""
) -> Sitting:
    made = Sitting(
        created_at=at,
        subject_id=subject.pk,
        sent_id=sent_id,
        at=at,
        asked_by_id=_user(by),
        how=asked.how,
        capacity=validity.capacity_of(asked.age, needs_support=asked.needs_support),
        company=asked.company,
        speaks=asked.speaks,
        language=asked.language,
        is_repeated_back=asked.is_repeated_back,
        interpreter=asked.interpreter or None,
        witness=asked.witness or None,
        witness_kind=asked.witness_kind,
        guardian_is=asked.guardian_is,
        guardian=asked.guardian or None,
        assent=asked.assent,
        officer=asked.officer or None,
        best_interests=asked.best_interests or None,
        supporter=asked.supporter or None,
        support_note=asked.support_note or None,
        review_on=asked.review_on,
        said=said or None,
    )
    made.save(force_insert=True)
    return made


def _consent(made: Sitting, said: Said, asked: validity.Sitting, *, at: datetime, zone: str) -> Consent:
    terms = texts.terms()[said.purpose]
    before = (
        Consent.objects.filter(subject_id=made.subject_id, purpose=said.purpose, partner_id=said.partner)
        .order_by("-at", "-pk")
        .first()
    )
    row = Consent(
        created_at=made.at,
        sitting=made,
        subject_id=made.subject_id,
        purpose=said.purpose,
        partner_id=said.partner,
        answer=said.answer,
        at=at,
        capacity=made.capacity,
        supersedes=before,
    )
    if said.answer is Answer.GIVEN:
        text = texts.text(said.purpose, terms.version, asked.language)
        row.fields = sorted(said.fields)
        row.language, row.version, row.digest = text.language, text.version, text.digest
        row.expires_on = add_months(clock.day_of(at, zone), terms.months)
        row.review_on = asked.review_on if made.capacity == Capacity.SUPPORTED else None
    return row


def _exemption(
    subject: Guarded,
    basis: Basis,
    partner: UUID,
    fields: Sequence[Field],
    *,
    decided_by: str,
    why: str,
    days: int,
    by: Actor,
    at: datetime,
) -> Exemption:
    if not decided_by.strip() or not why.strip():
        raise NotAConsent([door.undecided()])
    if not 1 <= days <= door.EXEMPTION_DAYS_MAX[basis]:
        raise TooLong(door.EXEMPTION_DAYS_MAX[basis])
    from_on = clock.day_of(at, by.zone)
    decider: Decider = door.DECIDES[basis]
    until_on = from_on + timedelta(days=days)
    same = Exemption.objects.filter(
        subject_id=subject.pk, basis=basis, partner_id=partner, from_on=from_on, until_on=until_on
    )
    for earlier in same:
        if (earlier.decided_by, earlier.why, earlier.fields) == (decided_by, why, sorted(fields)):
            return earlier
    made = Exemption(
        created_at=at,
        subject_id=subject.pk,
        basis=basis,
        decider=decider,
        decided_by=decided_by,
        why=why,
        partner_id=partner,
        fields=sorted(fields),
        from_on=from_on,
        until_on=until_on,
        recorded_by_id=_user(by),
    )
    made.save(force_insert=True)
    return made


def _user(by: Actor) -> str | None:
    return by.id if by.kind == "user" else None
