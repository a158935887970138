"""What nobody does alone in this house, and who is asked: kinds of proposals, their policy from approvals.toml.

The rooms that own these acts know nothing of it; each act is reserved to approved proposals by standing here.
"""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from sankofa.accounts.rules.terms import Actor
from sankofa.approvals import actions as approvals
from sankofa.approvals.registry import Kind
from sankofa.approvals.rules.changes import Change
from sankofa.returnees import actions as register
from sankofa.returnees import permissions as returnees
from sankofa.store.models import Record

if TYPE_CHECKING:
    from sankofa.accounts.guarded import Guarded
    from sankofa.returnees.hooks import Erasing

FILE = "approvals.toml"
ERASING = "returnees.erase"


def policy(code: str) -> Mapping[str, Any]:
    """Return the policy of a kind: the deployment's own where it has one, else the one that we ship."""
    ours = tomllib.loads(Path(__file__).with_name(FILE).read_text(encoding="utf-8"))
    own = Path(settings.HOME) / FILE
    theirs = tomllib.loads(own.read_text(encoding="utf-8")) if own.exists() else {}
    held: Mapping[str, Any] = {**ours, **theirs}[code]
    return held


def erasing() -> Kind:
    """Erasing a person: a data officer proposes, somebody else who sees the person decides."""
    return Kind(
        code=ERASING,
        label=_("Erase a person"),
        action=ERASING,
        propose=returnees.ERASE,
        steps={"approve": (returnees.VIEW, _("Approve"))},
        model=_person,
        title=_case_number,
        changes=_erased,
        carry_out=_erase,
        policy=partial(policy, "returnees_erase"),
        content=lambda facts: {"because": str(facts["because"])},
        reasons=tuple((because.value, because.label) for because in register.Because if because.value != "again"),
        by_rights_of_proposer=True,
        outlives_person=True,
        refusals=(register.AlreadyErased,),
        says=lambda _error: gettext("This person was erased already."),
    )


def lifting() -> Kind:
    """Lifting the protection of a file: who looks after it proposes, somebody else who is named on it decides."""
    return Kind(
        code="returnees.lift",
        label=_("Lift the protection of a file"),
        action="returnees.lift",
        propose=returnees.LOOK_AFTER,
        steps={"approve": (returnees.PROTECT, _("Approve"))},
        model=_person,
        title=_case_number,
        changes=_lifted,
        carry_out=_lift,
        policy=partial(policy, "returnees_lift"),
        content=lambda facts: {"reason": str(facts["reason"])},
        by_rights_of_proposer=True,
        refusals=(register.NotProtected,),
        says=lambda _error: gettext("This file is not protected any more."),
    )


def erase_words(event: "Erasing") -> Sequence[Record]:
    """Clear what proposals say about somebody who is being erased; that they were erased, and by whom, stays."""
    return approvals.erase_words(str(event.person.pk))


def _person() -> "type[Guarded]":
    return apps.get_model("returnees", "Person")


def _case_number(person: Any) -> str:
    return str(person.case_number)


def _erased(person: Any, content: Mapping[str, Any]) -> list[Change]:  # noqa: ARG001
    # Words and no values: the rows are kept as evidence, and must not keep what is erased.
    if person.erased_on is not None:
        return [Change(_("This person"), _("erased already"), _("erased already"), is_word=True)]
    return [
        Change(_("Name, phone and papers"), _("kept"), _("destroyed"), is_word=True),
        Change(_("Answers, notes and drafts"), _("kept"), _("destroyed"), is_word=True),
        Change(_("Sex, home district, country and year of return"), _("kept"), _("kept for counting"), is_word=True),
    ]


def _erase(person: Any, content: Mapping[str, Any], by: Actor, at: datetime) -> object:
    return register.erase(person=person, because=content["because"], by=by, at=at)


def _lifted(person: Any, content: Mapping[str, Any]) -> list[Change]:  # noqa: ARG001
    now = _("only people named on the file") if person.is_protected else _("everybody whose role reaches it")
    return [Change(_("Who sees this file"), now, _("everybody whose role reaches it"), is_word=True)]


def _lift(person: Any, content: Mapping[str, Any], by: Actor, at: datetime) -> object:
    return register.lift(person=person, reason=content["reason"], by=by, at=at)
