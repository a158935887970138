"""What nobody does alone in this house, and who is asked: kinds of proposals, their policy from approvals.toml.

The rooms that own these acts know nothing of it; each act is reserved to approved proposals by standing here.
"""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from sankofa.accounts import actions as staff
from sankofa.accounts import permissions as accounts
from sankofa.accounts import queries as staff_queries
from sankofa.accounts import telling
from sankofa.accounts.actions import roles as staff_roles
from sankofa.accounts.rules import access
from sankofa.accounts.rules.access import Decision
from sankofa.accounts.rules.terms import Actor, ScopeKind
from sankofa.approvals import actions as approvals
from sankofa.approvals.registry import Kind
from sankofa.approvals.rules.changes import Change
from sankofa.intake import actions as files
from sankofa.intake import permissions as intake
from sankofa.intake.rules import undoing
from sankofa.intake.rules.terms import Verdict
from sankofa.kernel import clock
from sankofa.returnees import actions as register
from sankofa.returnees import permissions as returnees
from sankofa.returnees.leaving import columns as leaving
from sankofa.returnees.leaving import people
from sankofa.returnees.leaving import people as lists
from sankofa.returnees.rules import exporting
from sankofa.store.models import Record

if TYPE_CHECKING:
    from sankofa.accounts.guarded import Guarded
    from sankofa.returnees.hooks import Erasing

FILE = "approvals.toml"
ERASING = "returnees.erase"
TAKING_BACK = "intake.begin_undo"


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


def giving() -> Kind:
    """Giving a role that opens much: who may give it proposes, somebody else who could give it too decides."""
    return Kind(
        code=staff_roles.BY_TWO,
        label=_("Give a role that opens much"),
        action=staff_roles.BY_TWO,
        propose=accounts.MANAGE,
        steps={"approve": (accounts.MANAGE, _("Approve"))},
        model=_user,
        title=_name,
        changes=_role_given,
        carry_out=_give,
        policy=partial(policy, "accounts_give_role"),
        content=_gift,
        decides=_may_second,
        refusals=(staff.AlreadyHeld, staff.NoSuchRole),
        says=_why_not_given,
    )


def taking_out() -> Kind:
    """Taking out a long list: who wants it proposes, somebody else who could take it too decides."""
    return Kind(
        code="returnees.release_export",
        label=_("Take a list out of the register"),
        action="returnees.release_export",
        propose=returnees.EXPORT,
        steps={"approve": (returnees.EXPORT, _("Approve"))},
        model=_export,
        title=_receipt,
        changes=_to_be_taken,
        carry_out=_release,
        policy=partial(policy, "returnees_release_export"),
        content=lambda facts: {},  # noqa: ARG005
        by_rights_of_proposer=True,
        reserved_when=_is_long,
        decides=_may_agree,
        refusals=(register.NotYours, register.NobodyInIt),
        says=lambda _error: gettext("This list cannot be made any more. Its people or its roles have changed."),
    )


def taking_back() -> Kind:
    """Taking a long list back, or a colleague's: who wants it proposes, somebody else who could do it too decides."""
    return Kind(
        code=TAKING_BACK,
        label=_("Take back a list that came in"),
        action=TAKING_BACK,
        propose=intake.UNDO,
        steps={"approve": (intake.UNDO_OTHERS, _("Approve"))},
        model=_file,
        title=_receipt,
        changes=_to_be_taken_back,
        carry_out=_take_back,
        policy=partial(policy, "intake_begin_undo"),
        content=lambda facts: {"reason": str(facts["reason"])},
        by_rights_of_proposer=True,
        reserved_when=_is_not_for_one,
        refusals=(files.NotNow, files.SentBySomebodyElse),
        says=lambda _error: gettext("This list cannot be taken back any more, or not by the one who proposed it."),
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


ROLES = (_("Administrator"), _("Data officer"), _("Protection officer"), _("Fund manager"))
"""The roles that we ship and two give, so that a proposal names them in its reader's language."""


def _user() -> "type[Guarded]":
    return apps.get_model("accounts", "User")


def _name(user: Any) -> str:
    return str(user.name)


def _gift(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    reach, until_on = facts["reach"], facts["until_on"]
    return {
        "role": facts["role"],
        "reach": [reach.kind.value, reach.anchor, reach.within],
        "from": facts["from_on"].isoformat(),
        "until": None if until_on is None else until_on.isoformat(),
    }


def _told(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `give_role` was asked with, as it stands in a proposal."""
    kind, anchor, within = content["reach"]
    return {
        "role": content["role"],
        "reach": staff.Reach(ScopeKind(kind), anchor, within),
        "from_on": date.fromisoformat(content["from"]),
        "until_on": None if content["until"] is None else date.fromisoformat(content["until"]),
    }


def _role_given(user: Any, content: Mapping[str, Any]) -> list[Change]:  # noqa: ARG001
    # In no reader's language, because what is approved has one digest for all.
    names = staff_queries.role_names(content["role"])
    reach = _told(content)["reach"]
    where = reach.anchor
    if reach.kind in {ScopeKind.OFFICE, ScopeKind.ORGANISATION}:
        where = str(apps.get_model("accounts", reach.kind.value)._default_manager.get(pk=reach.anchor).name)
    return [
        Change(_("Role"), None, names.get("en", content["role"]), is_word=True),
        Change(_("Where"), None, where),
        Change(_("From"), None, content["from"]),
        Change(_("Until"), None, content["until"]),
    ]


def _may_second(user: Any, content: Mapping[str, Any], by: Actor, on: date) -> Decision:
    told = _told(content)
    return staff.second_decision(user, told["role"], told["reach"], until_on=told["until_on"], by=by, on=on)


def _give(user: Any, content: Mapping[str, Any], by: Actor, at: datetime) -> object:
    return staff.give_role_by_two(user=user, **_told(content), by=by, at=at)


def _why_not_given(error: Exception) -> str:
    if isinstance(error, staff.AlreadyHeld):
        return telling.already_held(error.first)
    return gettext("This role is not there any more.")


def _lift(person: Any, content: Mapping[str, Any], by: Actor, at: datetime) -> object:
    return register.lift(person=person, reason=content["reason"], by=by, at=at)


def _export() -> "type[Guarded]":
    return apps.get_model("returnees", "Export")


def _receipt(export: Any) -> str:
    return str(export.receipt)


def _is_long(export: Any, by: Actor) -> bool:
    return lists.needs_agreement(export, viewer=by, at=clock.now())


def _to_be_taken(export: Any, content: Mapping[str, Any]) -> list[Change]:  # noqa: ARG001
    shown = [Change(_("It shows"), None, leaving.GROUP_LABELS[one], is_word=True) for one in sorted(export.held_groups)]
    return [Change(_("People"), None, str(export.rows)), *shown, Change(_("What for"), None, export.purpose)]


def _may_agree(export: Any, content: Mapping[str, Any], by: Actor, on: date) -> Decision:  # noqa: ARG001
    """Who agrees to a list could take it out too: with names where it has names, and of every office in it."""
    named = returnees.EXPORT_NAMED if exporting.is_naming(export.held_groups) else returnees.EXPORT
    decision = staff_queries.decision_on(export, actor=by, permission=named, on=on)
    if decision.allowed and people.reaches_beyond(export, viewer=by, on=on):
        return access.outside(named, decision.grant)
    return decision


def _release(export: Any, content: Mapping[str, Any], by: Actor, at: datetime) -> object:  # noqa: ARG001
    return register.release_export(export=export, by=by, at=at)


def _file() -> "type[Guarded]":
    return apps.get_model("intake", "IncomingFile")


def _is_not_for_one(file: Any, by: Actor) -> bool:
    """Whether a second person is asked before a list is taken back."""
    is_own = file.sent_by_id is not None and str(file.sent_by_id) == by.id
    return undoing.needs_second(_went_in(file), is_own=is_own, days=(clock.now() - file.sent_at).days)


def _went_in(file: Any) -> int:
    """Return how many rows went in, as it was counted then."""
    return sum(int(file.counts.get(verdict, 0)) for verdict in (Verdict.NEW, Verdict.REMARK))


def _to_be_taken_back(file: Any, content: Mapping[str, Any]) -> list[Change]:  # noqa: ARG001
    sender = None if file.sent_by is None else file.sent_by.name
    is_long = _went_in(file) > undoing.TAKEN_BACK_ALONE_MAX
    return [
        Change(_("Sent by"), None, sender),
        Change(_("Sent"), None, file.sent_at.date().isoformat()),
        # No exact figure: beside the one on the receipt it would tell of somebody who was protected since.
        Change(_("Rows that went in"), None, _("more than 200") if is_long else _("200 or fewer"), is_word=True),
        Change(_("Its people"), _("in the register"), _("taken out, but for those somebody worked with"), is_word=True),
    ]


def _take_back(file: Any, content: Mapping[str, Any], by: Actor, at: datetime) -> object:
    return files.begin_undo(file=file, reason=content["reason"], by=by, at=at)
