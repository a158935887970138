"""Deciding on a lender is nothing that anybody does alone: one looks into it and proposes, another decides.

It says to whom people may be introduced, so whoever approves sees what was found and had no hand in it.
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
from sankofa.kernel import clock
from sankofa.kernel.money import Rounding
from sankofa.lenders import actions, labels, permissions, queries, sentences
from sankofa.lenders.rules.due_diligence import NotAllowed, Status
from sankofa.project.four_eyes import policy

if TYPE_CHECKING:
    from sankofa.accounts.guarded import Guarded

CODE = "lenders.conclude"


def concluding() -> Kind:
    """Deciding on a lender: who looked into it proposes, somebody else who may decide approves."""
    return Kind(
        code=CODE,
        label=_("Decide on a lender"),
        action=CODE,
        propose=permissions.ASSESS,
        steps={"approve": (permissions.DECIDE, _("Approve"))},
        model=_assessment,
        title=_name,
        changes=_decided,
        carry_out=_conclude,
        policy=partial(policy, "lenders_conclude"),
        content=_content,
        decides=_may_decide,
        refusals=(actions.NotHandedIn, actions.HandInTwice, NotAllowed),
        says=sentences.refusal,
    )


def _assessment() -> "type[Guarded]":
    return apps.get_model("lenders", "Assessment")


def _name(held: Any) -> str:
    return str(held.lender.name)


def _content(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"outcome": Status(facts["outcome"]).value, "conditions": str(facts.get("conditions") or "")}


def _decided(held: Any, content: Mapping[str, Any]) -> list[Change]:
    """Return what is decided and what was found, in words that do not change with the reader's language."""
    found = queries.scorecard_of(held, on=clock.today(held.lender.office.zone))
    with translation.override("en"):
        outcome = str(labels.OUTCOMES[Status(content["outcome"])])
        failed = [str(labels.INDICATORS[code]) for code in found.failed]
        open_ones = [str(labels.INDICATORS[code]) for code in found.open_gates]
    score = None if found.score is None else str(found.score.as_percent(0, Rounding.HALF_UP))
    return [
        Change(_("Decision"), None, outcome, is_word=True),
        Change(_("Conditions, or the reason"), None, content["conditions"] or None),
        Change(_("Points, of 100"), None, score),
        Change(_("Known, of 100"), None, str(found.coverage.as_percent(0, Rounding.HALF_UP))),
        *(Change(_("This must hold and does not"), None, one, is_word=True) for one in failed),
        *(Change(_("This must hold and is not known"), None, one, is_word=True) for one in open_ones),
    ]


def _may_decide(held: Any, content: Mapping[str, Any], by: Actor, on: date) -> Decision:  # noqa: ARG001
    if by.id in queries.hands_in(held):
        return access.reserved(permissions.DECIDE)
    return access.decide(by.grants, permissions.ASSESS, held.resource(), actor_id=by.id, on=on)


def _conclude(held: Any, content: Mapping[str, Any], by: Actor, at: datetime) -> object:
    outcome = Status(content["outcome"])
    return actions.conclude(assessment=held, outcome=outcome, conditions=content["conditions"], by=by, at=at)
