"""Reads of introductions to lenders: of the person's side, and of the lender's desk.

An officer of a lender reaches packets alone, those sent to the own organisation.  A file that became protected, or
somebody who was erased, is gone from there.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from sankofa.accounts import queries as accounts
from sankofa.accounts.queries import decision_on, within_scope
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.consent import queries as consents
from sankofa.consent.rules.sharing import Verdict
from sankofa.consent.rules.terms import Field, Purpose
from sankofa.credit import hooks, permissions, queries
from sankofa.credit.carried import Carried, carried
from sankofa.credit.models import LenderAnswer, NeedNoted, Question, Referral, SentPacket
from sankofa.credit.rules import needs as asked
from sankofa.credit.rules import referrals as rules
from sankofa.lenders import queries as lenders
from sankofa.lenders.rules.standing import Standing as OfLender
from sankofa.returnees import papers
from sankofa.returnees import queries as register
from sankofa.returnees.clusters import Cluster, ids_together, leading_id
from sankofa.returnees.contributions import ids_of
from sankofa.returnees.permissions import LOOK_AFTER
from sankofa.returnees.returned import latest_returns
from sankofa.returnees.rules import paper_gaps
from sankofa.returnees.rules.terms import age_of
from sankofa.store.empty import holds_none
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from sankofa.accounts.models import User
    from sankofa.lenders.models import Product, ProductVersion
    from sankofa.returnees.models import Person

PURPOSE = Purpose.CREDIT_REFERRAL
SHUT = frozenset({OfLender.REFUSED, OfLender.SUSPENDED})
"""How a lender stands that reads nothing any more of what it was sent.  One whose approval ran out reads on."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with introducing somebody to a lender for a product: what holds today, and what stands against."""

    facts: rules.Facts
    version: "ProductVersion | None"
    consent: Verdict | None
    """What the person's consent says; None where it is not known which organisation would be named in it."""

    @property
    def consented(self) -> frozenset[Field]:
        """The parts that somebody agreed to have sent, of those that can be."""
        held = None if self.consent is None else self.consent.consent
        return frozenset() if held is None else held.fields & set(rules.SENT)


def referrals(viewer: Actor, *, on: date, permission: Permission = permissions.VIEW_REFERRALS) -> QuerySet[Referral]:
    """Return the introductions of people whom the viewer may see, nobody erased."""
    found = Referral.objects.filter(person__erased_on=None).select_related(
        "person__office", "person__place", "person__owner", "lender", "organisation", "product", "version", "sent_by"
    )
    return within_scope(found, viewer=viewer, permission=permission, on=on)


def referral(
    referral_id: UUID | str, *, viewer: Actor, on: date, permission: Permission = permissions.VIEW_REFERRALS
) -> Referral | None:
    """Return one introduction that the viewer may see, or None."""
    found = referrals(viewer, on=on, permission=permission)
    return found.select_related("packet", "answer").filter(pk=referral_id).first()


def of_person(person: "Person", *, viewer: Actor, on: date) -> list[Referral]:
    """Return the introductions of a person on all files that are read as one with theirs, the newest first."""
    files = ids_of(person)
    if holds_none(Referral, files):
        return []
    found = referrals(viewer, on=on).select_related("packet", "answer").filter(person_id__in=files)
    return list(found.order_by("-sent_at", "-pk"))


def questions_of(held: Referral) -> list[Question]:
    """Return what a lender asked, and what was answered, the first one first."""
    return list(held.questions.select_related("asked_by", "answered_by").order_by("asked_at", "pk"))


def question(question_id: UUID | str, *, viewer: Actor, on: date) -> Question | None:
    """Return one question of a lender that the viewer may answer, or None."""
    found = Question.objects.filter(referral__person__erased_on=None).select_related(
        "referral__person__office", "referral__person__place", "referral__lender", "referral__organisation"
    )
    return within_scope(found, viewer=viewer, permission=permissions.REFER, on=on).filter(pk=question_id).first()


def answer_of(held: Referral) -> LenderAnswer | None:
    """Return what the lender answered, or None."""
    return LenderAnswer.objects.filter(referral=held).select_related("noted_by").first()


def packets(viewer: Actor, *, on: date, permission: Permission = permissions.LENDER_DESK) -> QuerySet[SentPacket]:
    """Return what was sent to the lender for which the viewer works, the newest first."""
    return within_scope(_sent(), viewer=viewer, permission=permission, on=on).order_by("-sent_at", "-pk")


def packets_to(organisation_id: UUID) -> QuerySet[SentPacket]:
    """Return what was sent to a lender, for reading a file of that lender: whose packets those are was asked before."""
    return _sent().filter(organisation_id=organisation_id).select_related("referral__person")


def sent_to(organisation_id: UUID) -> list[UUID]:
    """Return every introduction that was ever sent to a lender, whoever reads it now: for numbers that two share."""
    return list(SentPacket.objects.filter(organisation_id=organisation_id).values_list("referral_id", flat=True))


def _sent() -> QuerySet[SentPacket]:
    there = Q(referral__person__is_protected=False) | Q(referral__is_of_protected=True)
    return SentPacket.objects.filter(there, referral__person__erased_on=None).select_related(
        "referral__lender", "referral__product", "referral__version", "referral__answer", "organisation"
    )


def packet(
    packet_id: UUID | str, *, viewer: Actor, on: date, permission: Permission = permissions.LENDER_DESK
) -> SentPacket | None:
    """Return one packet sent to the lender for which the viewer works, or None."""
    found = packets(viewer, on=on, permission=permission)
    return found.select_related("referral__person").filter(pk=packet_id).first()


def may_report(held: SentPacket, *, on: date) -> bool:
    """Whether a lender may tell of the loan it gave: it said yes, and still reads what it was sent."""
    return rules.State(held.referral.state) in rules.AFTER_A_YES and may_read(held, on=on)


def may_read(held: SentPacket, *, on: date) -> bool:
    """Whether a lender may still read what it was sent: not over, not taken back, and the consent of today covers it.

    Asked at every reading, so a withdrawal counts while the page is open.  A lender that was stopped or refused since,
    or that turned out to be another organisation, reads nothing either.
    """
    referral = held.referral
    person = referral.person
    if rules.State(referral.state) not in rules.SHOWN_TO_LENDER or person.erased_on is not None:
        return False
    if person.is_protected and not referral.is_of_protected:
        return False
    lender = referral.lender
    if lender.organisation_id != held.organisation_id or lenders.standing_of(lender, on=on).standing in SHUT:
        return False
    return agreed(person, held.organisation_id, [Field(code) for code in held.fields], on=on).is_allowed


def opens(held: SentPacket) -> bool:
    """Whether what was sent can be opened now: not where a key is missing."""
    try:
        _ = held.content
    except CannotOpen:
        return False
    return True


def agreed(person: "Person", organisation_id: UUID, fields: Collection[Field], *, on: date) -> Verdict:
    """Return whether a person agreed that a lender is told these parts: their own word, the latest on all their files.

    That a court or a threat to somebody's life opens a file to a partner introduces nobody to a lender.
    """
    others = () if register.stands_alone(person) else ids_together(person.pk) - {person.pk}
    return consents.agreed(
        str(person.pk),
        purpose=PURPOSE,
        partner=organisation_id,
        fields=sorted(fields),
        also=[str(one) for one in others],
        on=on,
    )


def may_refer(person: "Person", *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may introduce this person to a lender."""
    return decision_on(person, actor=viewer, permission=permissions.REFER, on=on).allowed


def may_view(person: "Person", *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may see to which lenders this person was introduced."""
    return decision_on(person, actor=viewer, permission=permissions.VIEW_REFERRALS, on=on).allowed


def standing(
    person: "Person",
    product: "Product",
    *,
    viewer: Actor,
    on: date,
    seen: UUID | None = None,
    fields: Collection[Field] = (),
) -> Standing:
    """Return how it stands with introducing somebody for a product; `seen` are the terms that the person saw."""
    lender = product.lender
    version = lenders.offered([product], on=on).get(product.pk)
    organisation_id = lender.organisation_id
    consent = None
    if organisation_id is not None:
        consent = agreed(person, organisation_id, fields or rules.ALWAYS, on=on)
    held = hooks.holding(person, product, on=on)
    facts = rules.Facts(
        lender=lenders.standing_of(lender, on=on).standing,
        has_address=organisation_id is not None,
        is_offered=version is not None,
        is_repriced=version is not None and seen is not None and version.pk != seen,
        check_since=None if held is None else held.since,
        consent=None if consent is None or consent.is_allowed else consent.reason,
        is_erased=person.erased_on is not None,
        follows=leading_id(person.pk) != person.pk,
        is_protected=person.is_protected,
        by_protection_officer=decision_on(person, actor=viewer, permission=LOOK_AFTER, on=on).allowed,
        is_with_lender=organisation_id is not None and is_with(person, organisation_id),
    )
    return Standing(facts, version, consent)


def checked(person: "Person", product: "Product", on: date) -> hooks.Holds | None:
    """Return that a check of this person for this product holds, and since when; None where none does."""
    try:
        return hooks.Holds(queries.holding_check(person, product, on).since)
    except queries.MayNotCarry:
        return None


def is_with(person: "Person", organisation_id: UUID) -> bool:
    """Whether a lender has an introduction of this person that is not over, on any file that is read as one."""
    states = [state.value for state in rules.OPEN]
    files = ids_together(person.pk)
    return Referral.objects.filter(person_id__in=files, organisation_id=organisation_id, state__in=states).exists()


def twice_with(held: Collection[Referral]) -> bool:
    """Whether files that were joined since brought two open introductions to one lender together."""
    going = [one.organisation_id for one in held if rules.State(one.state) in rules.OPEN]
    return len(going) != len(set(going))


def noted_needs(person: "Person", product: "Product | None" = None) -> list[NeedNoted]:
    """Return what colleagues noted about what lenders ask for, on all files of a person, the last noted last."""
    files = ids_of(person)
    if holds_none(NeedNoted, files):
        return []
    found = NeedNoted.objects.filter(person_id__in=files).select_related("helper", "noted_by", "product__lender")
    if product is not None:
        found = found.filter(product=product)
    return list(found.order_by("noted_on", "pk"))


def gap(together: Cluster, product: "Product", version: "ProductVersion", *, on: date) -> tuple[asked.Row, ...]:
    """Return what a product asks for beside what is known of somebody."""
    noted = {one.key: asked.Stand(one.stand) for one in noted_needs(together.leading, product)}
    known = _known(together, carried(together.leading, product, on=on), on=on)
    return asked.gap(asked.needs_of(version.to_terms().product), known, noted, on=on)


def _known(together: Cluster, looked: Carried, *, on: date) -> asked.Known:
    returned = latest_returns({file.pk for file in together.files})
    age = age_of(together.shown().born, on)
    held = [papers.terms_of(paper) for paper in papers.papers_of(*together.files)]
    good = (one.kind for one in held if paper_gaps.standing_of(one, on=on) is paper_gaps.Standing.THERE)
    return asked.Known(
        max(returned.values(), default=None),
        None if age is None else age.most,
        frozenset(good),
        looked.business_since,
        looked.guarantors,
    )


def officers_of(held: SentPacket, *, on: date) -> list["User"]:
    """Return the officers who may answer for the lender to which something was sent."""
    return accounts.holders_of(permissions.ANSWER, held.resource(), on=on)
