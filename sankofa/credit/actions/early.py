"""Writes of early loans: asked for by whoever looks at the loan, allowed by two others, and held by that one check.

Nobody allows one alone: `allow_early` is reserved to what two others approved.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.approvals import actions as approvals
from sankofa.approvals import queries as approved
from sankofa.credit import permissions, queries
from sankofa.credit.actions.checks import WORDS_MAX, Ended, NotDecided
from sankofa.credit.actions.overrides import told as overrides_told
from sankofa.credit.models import EarlyLoan, LoanCheck
from sankofa.credit.rules import case_file, kept
from sankofa.credit.rules import early as rules
from sankofa.credit.rules.terms import Grounds
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding

if TYPE_CHECKING:
    from sankofa.credit.rules.kept import Kept


class NotEarly(Exception):
    """This cannot be an early loan; the findings say what is missing."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(one.code for one in self.findings))


class NotWhole(Exception):
    """Only the seven questions were asked; an early loan asks for the whole table."""


class AskedAlready(Exception):
    """An early loan was asked for in this check, and two others decide, or have allowed it."""


@action(permissions.CHECK, on="check")
def ask_early(*, check: LoanCheck, grounds: Grounds, evidence: str, by: Actor, at: datetime) -> EarlyLoan:
    """Ask that a loan may come early; two others decide.

    Raises NotDecided, Ended, NotWhole, NotEarly, AskedAlready, and MayNot where no person acts.
    """
    locked = LoanCheck.objects.select_for_update().get(pk=check.pk)
    found = _open(locked)
    on = clock.day_of(at, by.zone)
    _check_grounds(rules.missing(kept.case_kept(locked.found or {}, on), grounds, _codes(found)))
    if queries.early_of(locked) is not None:
        raise AskedAlready
    made = EarlyLoan(
        created_at=at,
        check_of=locked,
        grounds={name: getattr(grounds, name).value for name in Grounds.__slots__ if name != "committee"},
        evidence=evidence.strip()[:WORDS_MAX],
        asked_by_id=by.id,
        asked_on=on,
    )
    made.save(force_insert=True)
    approvals.propose(subject=made, kind=queries.EARLY, content={}, by=by, at=at)
    return made


@action(permissions.ALLOW_EARLY, on="early")
def allow_early(*, early: EarlyLoan, by: Actor, at: datetime) -> EarlyLoan:
    """Let a loan come early in one check; reached only through what two others approved.

    The rules look again at what was kept: what an early loan waives falls away, all else stays.

    Raises Ended and NotEarly.
    """
    check = LoanCheck.objects.select_for_update().select_related("person").get(pk=early.check_of_id)
    found = _open(check)
    on = clock.day_of(at, by.zone)
    latest = approved.latest_about(queries.EARLY, [str(early.pk)])[str(early.pk)]
    early.committee = sorted({str(one.person_id) for one in latest.approvals})
    early.allowed_on = on
    grounds = early.to_terms()
    assert check.found is not None, "a check that is open here was decided"
    _check_grounds(rules.missing_to_allow(kept.case_kept(check.found, on), grounds, _codes(found)))
    early.save()
    held = {**check.found, "case": {**check.found["case"], "grounds": case_file.record_of_grounds(grounds)}}
    reached = kept.looked_at_again(held, overrides_told(check), on)
    assert check.valid_until is not None, "a check that was decided runs out"
    check.found = kept.kept_anew(held, reached)
    check.valid_until = min(check.valid_until, reached.valid_until)
    check.save()
    return early


def _open(check: LoanCheck) -> "Kept":
    if check.decided_on is None or check.found is None:
        raise NotDecided
    if check.ended_on is not None:
        raise Ended
    if not check.found["case"]:
        raise NotWhole
    return kept.kept_of(check.found)


def _codes(found: "Kept") -> frozenset[str]:
    return frozenset(one.code for one in found.findings)


def _check_grounds(lacking: Iterable[Finding]) -> None:
    if findings := tuple(lacking):
        raise NotEarly(findings)
