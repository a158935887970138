"""Putting a loaded way of scoring in use is nothing that anybody does alone: one proposes it, another looks and agrees.

It decides which figures stand on people's pages, so whoever agrees could load one too and sees its name, fingerprint,
source and how much it scores.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from sankofa.accounts.rules.terms import Actor
from sankofa.approvals.registry import Kind
from sankofa.approvals.rules.changes import Change
from sankofa.project.four_eyes import policy
from sankofa.sustainability import actions, permissions, queries

if TYPE_CHECKING:
    from sankofa.accounts.guarded import Guarded

CODE = "sustainability.put_in_use"


def putting_in_use() -> Kind:
    """Using a loaded way of scoring: who keeps them proposes, somebody else who keeps them decides."""
    return Kind(
        code=CODE,
        label=_("Use a way of scoring"),
        action=CODE,
        propose=permissions.KEEP_SCHEMES,
        steps={"approve": (permissions.KEEP_SCHEMES, _("Approve"))},
        model=_loaded,
        title=_name,
        changes=_used,
        carry_out=_use,
        policy=partial(policy, "sustainability_put_in_use"),
        content=lambda facts: {},  # noqa: ARG005
        by_rights_of_proposer=True,
        refusals=(actions.NotNow,),
        says=lambda _error: gettext("This way of scoring is in use already."),
    )


def _loaded() -> "type[Guarded]":
    return apps.get_model("sustainability", "LoadedScheme")


def _name(loaded: Any) -> str:
    return str(loaded.name)


def _used(loaded: Any, content: Mapping[str, Any]) -> list[Change]:  # noqa: ARG001
    read = queries.loaded_text(loaded)
    return [
        Change(_("Way of scoring"), None, loaded.name),
        Change(_("Where it is from"), None, loaded.note),
        Change(_("Fingerprint"), None, loaded.digest[:16]),
        Change(_("Scored questions"), None, str(len(read.worth))),
    ]


def _use(loaded: Any, content: Mapping[str, Any], by: Actor, at: datetime) -> object:  # noqa: ARG001
    return actions.put_in_use(loaded=loaded, by=by, at=at)
