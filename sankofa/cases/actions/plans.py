"""Writes about plans: begin a version, change it while it is written, and agree it with the person."""

from datetime import date, datetime

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.cases import permissions, queries
from sankofa.cases.actions.cases import check_day, check_open, user_id
from sankofa.cases.models import Case, Plan
from sankofa.cases.rules import plans as rules
from sankofa.cases.rules.stages import may_agree
from sankofa.returnees import queries as register


class ChangedMeanwhile(Exception):
    """A colleague changed the plan while this page was open; nothing was written over."""


class AgreedAlready(Exception):
    """This version was agreed; what changes now is a new version."""


class TalkFirst(Exception):
    """A first talk was not offered yet."""


class NotReadAloud(Exception):
    """The plan was not read aloud and repeated back."""


class WitnessNeeded(Exception):
    """A mark and a spoken yes need somebody who saw or heard it."""


class GuardianNeeded(Exception):
    """The person is under 18, or their age is in doubt, and nobody agreed beside them."""


@action(permissions.WORK, on="case")
def begin_plan(*, case: Case, by: Actor, at: datetime) -> Plan:
    """Begin a version of the plan, with what the last one says; where one is being written already, return that.

    Raises CaseClosed.
    """
    check_open(case)
    known = queries.plans_of([case]).get(case.pk, [])
    draft = queries.draft_of(known)
    if draft is not None:
        return draft
    made = Plan(
        created_at=at,
        case=case,
        number=len(known) + 1,
        content=rules.stored(_said_before(case, known)),
        written_by_id=user_id(by),
    )
    made.save(force_insert=True)
    return made


@action(permissions.WORK, on="plan")
def change_plan(*, plan: Plan, content: rules.Content, edition: int, by: Actor, at: datetime) -> Plan:  # noqa: ARG001
    """Write into a plan that is not agreed yet.  `edition` is what the writer had before them.

    Raises CaseClosed, AgreedAlready, ChangedMeanwhile, NotAPlan.
    """
    check_open(plan.case)
    if plan.agreed_on is not None:
        raise AgreedAlready
    if edition != plan.edition:
        raise ChangedMeanwhile
    if wrong := rules.mistakes(content):
        raise rules.NotAPlan(wrong)
    plan.content, plan.edition, plan.written_by_id = rules.stored(content), plan.edition + 1, user_id(by)
    plan.save()
    return plan


@action(permissions.WORK, on="plan")
def agree_plan(
    *,
    plan: Plan,
    edition: int,
    how: str,
    agreed_on: date,
    is_read_aloud: bool,
    witness: str = "",
    guardian: str = "",
    by: Actor,
    at: datetime,
) -> Plan:
    """Note that the person heard the plan and agreed to it, with their mark, voice or signature; it counts from now.

    Raises CaseClosed, AgreedAlready, ChangedMeanwhile, DayToCome, TalkFirst, NotReadAloud, WitnessNeeded,
    GuardianNeeded, NotAPlan.
    """
    check_open(plan.case)
    if plan.agreed_on is not None:
        raise AgreedAlready
    if edition != plan.edition:
        raise ChangedMeanwhile
    check_day(plan.case, agreed_on, by=by, at=at)
    if not may_agree(queries.facts_of([plan.case])[plan.case_id]):
        raise TalkFirst
    if lacking := rules.missing(plan.to_terms()):
        raise rules.NotAPlan(lacking)
    if not is_read_aloud:
        raise NotReadAloud
    if how in ("mark", "voice") and not witness.strip():
        raise WitnessNeeded
    told = register.cluster(plan.case.person, viewer=by, on=agreed_on).shown()
    if queries.counts_as_child(told, agreed_on) and not guardian.strip():
        raise GuardianNeeded
    plan.agreed_on, plan.agreed_how, plan.agreed_with_id = agreed_on, how, user_id(by)
    plan.witness, plan.guardian = witness.strip() or None, guardian.strip() or None
    plan.full_clean(exclude=["content", "witness", "guardian"])
    plan.save()
    return plan


def _said_before(case: Case, known: list[Plan]) -> rules.Content:
    """Return what the plan said last, in this case or in the one before it: nobody begins from nothing twice."""
    if known:
        return known[-1].to_terms()
    if case.again_of is None:
        return rules.Content()
    before = queries.plan_now(queries.plans_of([case.again_of]).get(case.again_of.pk, []))
    return rules.Content() if before is None else rules.Content(before.to_terms().goals)
