"""Writes of debts in figures: counting an office, and making the version for sharing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sankofa.accounts.action import action, system, who_acts
from sankofa.accounts.rules.terms import Actor
from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind
from sankofa.debts import counting, figures, permissions
from sankofa.debts.models import DebtCount, SharedDebts
from sankofa.debts.rules import brief
from sankofa.disclosure.terms import Policy
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

POLICY = Policy()
COUNTED_EVERY = timedelta(hours=24)


class NotForSharing(Exception):
    """Together with what was shared before, these figures would give somebody away.  `findings` say how."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(one.code for one in self.findings))


class TooFewAsked(Exception):
    """So few people were asked that no figure may be shown, or no office was counted yet."""


@dataclass(frozen=True, slots=True)
class Recounted:
    """The outcome of counting an office."""

    count: DebtCount
    asked: int

    def audit_detail(self) -> Mapping[str, Any]:
        """Return how many were asked, of how many."""
        return {"people": self.count.people, "asked": self.asked}


@dataclass(frozen=True, slots=True)
class MadeForSharing:
    """The outcome of making a version for sharing."""

    version: SharedDebts

    def audit_detail(self) -> Mapping[str, Any]:
        """Return of which country it is; nothing of what it shows."""
        return {"version": str(self.version.pk), "country": self.version.country}


@action(permissions.COUNT_FIGURES, on="office")
def count_debts(*, office: "Office", by: Actor, at: datetime) -> Recounted:
    """Count what the people of an office said of their debts, in place of what was counted before."""
    on = clock.day_of(at, by.zone)
    # Counted once for everybody, so by nobody in particular: the lines name no one, and reading them is within reach.
    found = counting.counted(office, viewer=system("debts-count", on=on), on=on)
    held = DebtCount.objects.filter(office=office).first() or DebtCount(office=office)
    held.counted_at, held.people = at, found.people
    held.lines = [brief.line_to(line) for line in found.lines]
    held.save()
    return Recounted(held, len(found.lines))


@action(permissions.SHARE_FIGURES, on="office")
def share_debts(*, office: "Office", country: str, purpose: str, by: Actor, at: datetime) -> MadeForSharing:
    """Make the version for sharing of a country's figures, or of the table of countries where `country` is empty.

    Raises TooFewAsked, and NotForSharing where it would give somebody away beside what was shared before.
    """
    from sankofa.debts.rules import shared_many  # scipy is slow to come
    from sankofa.disclosure.earlier import about_earlier

    known = figures.known(by, permission=permissions.SHARE_FIGURES, on=clock.day_of(at, by.zone))
    lines = {code: found for code, found in known.lines.items() if not country or code == country}
    if known.counted_at is None or not lines:
        raise TooFewAsked
    made = SharedDebts(
        created_at=at,
        office=office,
        made_by_id=by.id,
        made_at=at,
        counted_at=known.counted_at,
        country=country,
        purpose=purpose,
    )
    wanted = shared_many.BRIEF if country else shared_many.SIX
    done = shared_many.for_sharing(made.receipt, lines, wanted, POLICY)
    if done.is_empty:
        raise TooFewAsked
    # Two versions made in the same moment must not pass each other by.
    figures.lock_earlier()
    if found := about_earlier(done.members, figures.earlier(), POLICY):
        raise NotForSharing(found)
    middle = brief.median_of(lines[country], figures.money_of(country), POLICY)[0] if country else None
    made.shown = figures.shown_record(figures.Shown(done.figures, middle))
    made.cells, made.members = done.members.record(), done.members.packed()
    made.save(force_insert=True)
    told = MadeForSharing(made)
    audit.record(
        kind=Kind.EXPORT,
        action="debts.figures_shared",
        who=who_acts(by, made),
        at=at,
        subject_kind="debts.shareddebts",
        subject_id=str(made.pk),
        detail=told.audit_detail(),
    )
    return told


def tend_counts(*, by: Actor, at: datetime) -> DebtCount | None:
    """Count the office that was counted longest ago, where that is a day ago or was never done; one at a time."""
    office = figures.office_to_count(before=at - COUNTED_EVERY)
    return None if office is None else count_debts(office=office, by=by, at=at).count
