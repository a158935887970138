"""Reads of lenders: the list, their products as they are offered on a day, what assessments came to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F, Q, QuerySet

from sankofa.accounts import queries as accounts
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.kernel.finding import Finding
from sankofa.lenders import permissions
from sankofa.lenders.models import Assessment, AssessmentAnswer, Lender, Product, ProductVersion, Suspension
from sankofa.lenders.rules import due_diligence
from sankofa.lenders.rules import standing as where
from sankofa.lenders.rules.due_diligence import Answer, Framework, Scorecard, Status
from sankofa.lenders.rules.frameworks import BANK, MFI
from sankofa.lenders.rules.presets import Preset, presets
from sankofa.lenders.rules.standing import Decided, LenderKind, Standing

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

_FRAMEWORKS = {(one.code, one.version): one for one in (MFI, BANK)}


@cache
def shipped() -> tuple[Preset, ...]:
    """Return the lenders that the product brings along, as papers print them.  Raises PresetNotUnderstood."""
    file = files("sankofa.lenders") / "content" / "presets.toml"
    return presets(file.read_text(encoding="utf-8"))


class UnknownFramework(Exception):
    """The questions by which a lender was looked into are not among those that come with this release."""


@dataclass(frozen=True, slots=True)
class Known:
    """A lender with where it stands today, and until when that holds."""

    lender: Lender
    standing: Standing
    valid_until: date | None
    conditions: str
    suspension: Suspension | None = None


def lenders(viewer: Actor, *, on: date, permission: Permission = permissions.VIEW) -> QuerySet[Lender]:
    """Return the lenders on the lists of the offices that the viewer's reach covers, by name."""
    found = Lender.objects.select_related("office__organisation", "office__place", "organisation")
    return accounts.within_scope(found, viewer=viewer, permission=permission, on=on).order_by("name", "pk")


def preset_of(product: Product) -> Preset | None:
    """Return the scheme that a product comes from; None where it comes from none."""
    return next((one for one in shipped() if one.code == product.preset), None)


def presets_offered_in(country: str, *, on: date) -> list[Preset]:
    """Return the schemes that are switched on in a country and offer something on a day, whoever asks."""
    known = {one.code: one for one in shipped()}
    rows = Product.objects.filter(preset__in=known, lender__office__place__country_id=country)
    lasts = Q(versions__until_on=None) | Q(versions__until_on__gt=on)
    codes = rows.filter(lasts, versions__from_on__lte=on).order_by("preset").values_list("preset", flat=True)
    return [known[code] for code in codes.distinct()]


def products(viewer: Actor, *, on: date, permission: Permission = permissions.VIEW) -> QuerySet[Product]:
    """Return the products of the lenders that the viewer may see, by lender and name."""
    found = Product.objects.select_related("lender__office__organisation", "lender__office__place")
    scoped = accounts.within_scope(found, viewer=viewer, permission=permission, on=on)
    return scoped.order_by("lender__name", "name", "pk")


def assessments(viewer: Actor, *, on: date, permission: Permission = permissions.VIEW) -> QuerySet[Assessment]:
    """Return the assessments of the lenders that the viewer may see."""
    found = Assessment.objects.select_related(
        "lender__office__organisation", "lender__office__place", "assessed_by", "decided_by"
    )
    return accounts.within_scope(found, viewer=viewer, permission=permission, on=on)


def offices_for(viewer: Actor, *, on: date) -> list["Office"]:
    """Return the offices on whose list the viewer may put a lender."""
    return list(accounts.offices_of(viewer, permissions.KEEP, on=on))


def lending_organisations() -> dict[str, str]:
    """Return the organisations of the house that lend, their names by id."""
    return {key: name for key, (name, kind) in accounts.organisations_beside("").items() if kind == "lender"}


def known(held: Iterable[Lender], *, on: date) -> list[Known]:
    """Return where each lender stands on a day."""
    rows = list(held)
    keys = {one.pk for one in rows}
    latest, stopped = _latest(keys), _stopped(keys)
    return [_known(one, latest.get(one.pk), stopped.get(one.pk), on=on) for one in rows]


def _known(lender: Lender, decided: Assessment | None, stopped: Suspension | None, *, on: date) -> Known:
    stands = _standing(lender, decided, on=on, is_suspended=stopped is not None)
    if decided is None:
        return Known(lender, stands, None, "", stopped)
    return Known(lender, stands, decided.valid_until, decided.conditions, stopped)


def check_may_refer_to(lender: Lender, *, on: date) -> None:
    """Raise where.NotToBeReferredTo where nobody is sent to a lender on a day: refused, stopped, run out, not known."""
    where.check_may_refer_to(standing_of(lender, on=on).standing)


def may_refer_to(lender: Lender, *, on: date) -> bool:
    """Whether somebody may be sent to a lender on a day."""
    return where.may_refer_to(standing_of(lender, on=on).standing)


def suspensions(viewer: Actor, *, on: date, permission: Permission = permissions.VIEW) -> QuerySet[Suspension]:
    """Return the stops of the lenders that the viewer may see."""
    found = Suspension.objects.select_related("lender__office__organisation", "lender__office__place")
    return accounts.within_scope(found, viewer=viewer, permission=permission, on=on)


def standing_of(lender: Lender, *, on: date) -> Known:
    """Return where a lender stands on a day."""
    return known([lender], on=on)[0]


def _latest(keys: set[UUID]) -> dict[UUID, Assessment]:
    rows = Assessment.objects.filter(lender__in=keys, decided_at__isnull=False).order_by("decided_at", "pk")
    return {row.lender_id: row for row in rows}


def _stopped(keys: set[UUID]) -> dict[UUID, Suspension]:
    rows = Suspension.objects.filter(lender__in=keys, lifted_on=None)
    return {row.lender_id: row for row in rows}


def _standing(lender: Lender, decided: Assessment | None, *, on: date, is_suspended: bool) -> Standing:
    told = None
    if decided is not None and decided.decided_at is not None:
        told = Decided(Status(decided.status), decided.decided_at.date(), decided.valid_until)
    return where.standing(LenderKind(lender.kind), told, on=on, is_suspended=is_suspended)


def offered(held: Iterable[Product], *, on: date) -> dict[UUID, ProductVersion]:
    """Return the terms of products that hold on a day, by the id of the product; none where it is not offered then."""
    ends = Q(until_on=None) | Q(until_on__gt=on)
    rows = ProductVersion.objects.filter(ends, product__in=[one.pk for one in held], from_on__lte=on)
    rows = rows.select_related("product__lender").order_by("number")
    return {row.product_id: row for row in rows}


def versions_of(product: Product) -> list[ProductVersion]:
    """Return all terms that a product ever had, the newest first."""
    return list(product.versions.select_related("product__lender", "noted_by").order_by("-number"))


def newest_version(product: Product) -> ProductVersion | None:
    """Return the terms of a product that were noted last, whether or not their first day has come."""
    return next(iter(versions_of(product)), None)


def assessments_of(lender: Lender) -> list[Assessment]:
    """Return every assessment of a lender, the one at work first."""
    rows = lender.assessments.select_related("assessed_by", "decided_by")
    return list(rows.order_by(F("decided_at").desc(nulls_first=True), "-pk"))


def framework_of(assessment: Assessment) -> Framework:
    """Return the questions of an assessment.  Raises UnknownFramework."""
    try:
        return _FRAMEWORKS[assessment.framework, assessment.version]
    except KeyError as missing:
        raise UnknownFramework(f"{assessment.framework} {assessment.version}") from missing


def answers_of(assessment: Assessment) -> dict[str, AssessmentAnswer]:
    """Return what was noted to each question, by its code."""
    return {row.indicator: row for row in assessment.answers.select_related("noted_by")}


def scorecard_of(assessment: Assessment, *, on: date) -> Scorecard:
    """Return what an assessment comes to on a day.  Raises UnknownFramework."""
    framework = framework_of(assessment)
    kinds = {one.code: one.kind for one in framework.indicators}
    told: list[Answer] = []
    for code, row in answers_of(assessment).items():
        answer = row.to_terms(kinds[code])
        if answer is not None:
            told.append(answer)
    return due_diligence.scorecard(framework, told, on)


def findings_of(assessment: Assessment, *, on: date) -> list[Finding]:
    """Return the findings of an assessment: as it was decided, or else as it stands on a day."""
    if assessment.decided_at is not None:
        return [Finding.of_record(record) for record in assessment.findings]
    return due_diligence.sheet(scorecard_of(assessment, on=on))


def hands_in(assessment: Assessment) -> frozenset[str]:
    """Return the ids of everybody who had a hand in an assessment; none of them decides on it."""
    noted = AssessmentAnswer.objects.filter(assessment=assessment, noted_by__isnull=False)
    keys = {str(key) for key in noted.values_list("noted_by_id", flat=True)}
    return frozenset(keys | ({str(assessment.assessed_by_id)} if assessment.assessed_by_id else set()))


def check_may_propose(assessment: Assessment, outcome: Status, *, on: date) -> None:
    """Raise due_diligence.NotAllowed where what was found forbids a decision, whoever takes it."""
    found = scorecard_of(assessment, on=on)
    due_diligence.check_may_become(Status.REVIEWED, outcome, found, assessor="one", decided_by="another")
