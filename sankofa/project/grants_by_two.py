"""A grant is nothing that anybody gives alone: one proposes it, two others approve, and only then is it handed over.

What they see holds the other grants to the same person.  Where files are joined meanwhile, or a colleague proposes
another grant, the rows change, so everybody looks again before it counts.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils import translation
from django.utils.translation import gettext_noop as _

from sankofa.accounts.rules import access
from sankofa.accounts.rules.access import Decision
from sankofa.accounts.rules.terms import Actor
from sankofa.approvals.registry import Kind
from sankofa.approvals.rules.changes import Change
from sankofa.cases import actions, granted, permissions, sayings
from sankofa.kernel.money import Money
from sankofa.project.four_eyes import policy
from sankofa.provision.queries import names_of
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.accounts.guarded import Guarded

POLICY = "cases_approve_grant"


def granting() -> Kind:
    """Giving a grant: whoever works on the case proposes it, two others who may approve grants decide."""
    return Kind(
        code=granted.KIND,
        label=_("Give a grant, never to be paid back"),
        action=granted.KIND,
        propose=permissions.WORK,
        steps={"approve": (permissions.APPROVE, _("Approve"))},
        model=_grant,
        title=_case_number,
        changes=_given,
        carry_out=_approve,
        policy=partial(policy, POLICY),
        content=lambda facts: {},  # noqa: ARG005
        decides=_may_decide,
        refusals=(actions.CaseClosed, actions.NotPromised, actions.NotAGrant),
        says=sayings.refusal,
    )


def ceilings() -> Mapping[str, tuple[Money, ...]]:
    """Return the most that programmes give to one person, as the policy of grants says it.  Raises ValueError."""
    told = policy(POLICY).get("ceilings", {})
    return {str(code): tuple(_amount(one) for one in amounts) for code, amounts in told.items()}


def _amount(told: str) -> Money:
    number, _space, currency = str(told).partition(" ")
    return Money.of(number, currency)


def _grant() -> "type[Guarded]":
    return apps.get_model("cases", "PlanGrant")


def _case_number(held: Any) -> str:
    return str(held.case.person.case_number)


def _given(held: Any, content: Mapping[str, Any]) -> list[Change]:  # noqa: ARG001
    """Return what is given and what the person has beside it, in words that do not change with the reader."""
    others = granted.standing_others(held.case, but=held)
    with translation.override("en"):
        amount = words.money(held.amount)
        states = [f"{words.money(one.terms.amount)} · {sayings.GRANT_STATES[one.terms.state]}" for one in others]
    programme = names_of([held.programme]).get(held.programme)
    return [
        Change(_("Grant, never to be paid back"), None, amount),
        Change(_("What it is for"), None, held.what or None),
        *([Change(_("Programme"), None, programme)] if programme else []),
        *(Change(_("Another grant to this person"), one, one) for one in states),
    ]


def _may_decide(held: Any, content: Mapping[str, Any], by: Actor, on: date) -> Decision:  # noqa: ARG001
    """Return whether somebody may decide: nobody does on a grant to a person whom they look after themselves."""
    if str(held.case.person.owner_id) in {by.id, by.on_behalf_of}:
        return access.reserved(permissions.APPROVE)
    return access.decide(by.grants, permissions.APPROVE, held.resource(), actor_id=by.id, on=on)


def _approve(held: Any, content: Mapping[str, Any], by: Actor, at: datetime) -> object:  # noqa: ARG001
    return actions.approve_grant(grant=held, by=by, at=at)
