"""An early loan is nothing that anybody allows alone: whoever looks at it asks, two others decide.

What they see are the grounds and what was shown for them; nothing of what somebody owes, and nothing said alone.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.translation import gettext_noop as _

from sankofa.accounts.rules import access
from sankofa.accounts.rules.access import Decision
from sankofa.accounts.rules.terms import Actor
from sankofa.approvals.registry import Kind
from sankofa.approvals.rules.changes import Change
from sankofa.credit import actions, early_told, permissions, queries
from sankofa.project.four_eyes import policy
from sankofa.returnees import clusters

if TYPE_CHECKING:
    from sankofa.accounts.guarded import Guarded


def allowing() -> Kind:
    """Allowing an early loan: whoever looks at the loan asks for it, two others decide."""
    return Kind(
        code=queries.EARLY,
        label=_("Allow an early loan"),
        action=queries.EARLY,
        propose=permissions.CHECK,
        steps={"approve": (permissions.ALLOW_EARLY, _("Approve"))},
        model=_early,
        title=_case_number,
        changes=_asked,
        carry_out=_allow,
        policy=partial(policy, "credit_allow_early"),
        content=lambda facts: {},  # noqa: ARG005
        decides=_may_decide,
        refusals=(actions.Ended, actions.NotEarly),
        says=early_told.refusal,
    )


def _early() -> "type[Guarded]":
    return apps.get_model("credit", "EarlyLoan")


def _case_number(held: Any) -> str:
    return str(held.check_of.person.case_number)


def _asked(held: Any, content: Mapping[str, Any]) -> list[Change]:  # noqa: ARG001
    grounds = held.to_terms()
    return [
        *(
            Change(told, None, early_told.SAID[getattr(grounds, name)], True)
            for name, told in early_told.GROUNDS.items()
        ),
        Change(_("What was shown for it"), None, held.evidence or None),
    ]


def _may_decide(held: Any, content: Mapping[str, Any], by: Actor, on: date) -> Decision:  # noqa: ARG001
    """Return whether somebody may decide: nobody does who looks after the person, or had a hand in the look."""
    check = held.check_of
    looked = (check.begun_by_id, check.decided_by_id, *check.overrides.values_list("given_by_id", flat=True))
    look_after = clusters.owners_together(check.person_id)
    hands = {str(key) for key in (*looked, *look_after) if key is not None}
    if hands & {by.id, by.on_behalf_of}:
        return access.reserved(permissions.ALLOW_EARLY)
    return access.decide(by.grants, permissions.ALLOW_EARLY, held.resource(), actor_id=by.id, on=on)


def _allow(held: Any, content: Mapping[str, Any], by: Actor, at: datetime) -> object:  # noqa: ARG001
    return actions.allow_early(early=held, by=by, at=at)
