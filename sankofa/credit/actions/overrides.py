"""Writes of decisions to set one rule aside: only those that the rules name, by those whom they name, with a reason."""

from datetime import date, datetime

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.credit import permissions
from sankofa.credit.actions.checks import Ended, NotDecided
from sankofa.credit.models import LoanCheck, Override
from sankofa.credit.rules import kept, overrides
from sankofa.credit.rules import terms as nouns
from sankofa.credit.rules.suitability import rule_of
from sankofa.kernel import clock


class NotFound(Exception):
    """This rule speaks against nothing in this check, so there is nothing to set aside."""


@action(permissions.SET_ASIDE, on="check")
def set_aside(*, check: LoanCheck, rule: str, reason: str, expires_on: date, by: Actor, at: datetime) -> Override:
    """Set a rule aside as a supervisor.  Raises what `check_may_override` raises, NotFound, NotDecided and Ended."""
    return _set_aside(check, "supervisor", rule, reason, expires_on, by=by, at=at)


@action(permissions.SET_ASIDE_SAFETY, on="check")
def set_aside_for_safety(
    *, check: LoanCheck, rule: str, reason: str, expires_on: date, by: Actor, at: datetime
) -> Override:
    """Agree as a protection officer that a rule is set aside.  Raises as `set_aside` does."""
    return _set_aside(check, "protection_officer", rule, reason, expires_on, by=by, at=at)


@action(permissions.CHECK, on="check")
def accept_skill(*, check: LoanCheck, rule: str, reason: str, expires_on: date, by: Actor, at: datetime) -> Override:
    """Accept a skill that was shown in place of a course, with the evidence.  Raises as `set_aside` does."""
    return _set_aside(check, "counsellor", rule, reason, expires_on, by=by, at=at)


def _set_aside(
    check: LoanCheck, role: str, rule: str, reason: str, expires_on: date, *, by: Actor, at: datetime
) -> Override:
    if check.decided_on is None or check.found is None:
        raise NotDecided
    if check.ended_on is not None:
        raise Ended
    on = clock.day_of(at, by.zone)
    held = kept.kept_of(check.found)
    if rule not in {rule_of(one) for one in held.findings}:
        raise NotFound(rule)
    if not check.found["case"]:
        raise overrides.NotMet(rule, "the whole table was filled")
    given = nouns.Override(rule, by.id, role, reason.strip(), on, expires_on)
    case = kept.case_kept(check.found, on)
    policy = kept.policy_of(check.found)
    overrides.check_may_override(given, case, kept.carried(case, policy, on), policy)
    made = Override(
        created_at=at,
        check_of=check,
        rule=rule,
        role=role,
        given_by_id=by.id if by.kind == "user" else None,
        given_on=on,
        expires_on=expires_on,
        reason=given.reason,
    )
    made.save(force_insert=True)
    reached = kept.looked_at_again(check.found, told(check), on)
    assert check.valid_until is not None, "a check that was decided runs out"
    check.found = kept.kept_anew(check.found, reached)
    check.valid_until = min(check.valid_until, reached.valid_until)
    check.save()
    return made


def told(check: LoanCheck) -> list[dict[str, str]]:
    """Return every decision to set a rule aside in a check, as the rules read them, the first one first."""
    return [_told(row) for row in check.overrides.order_by("created_at", "pk")]


def _told(row: Override) -> dict[str, str]:
    return {
        "rule": row.rule,
        "by": str(row.given_by_id or ""),
        "role": row.role,
        "reason": row.reason,
        "given_on": row.given_on.isoformat(),
        "expires_on": row.expires_on.isoformat(),
    }
