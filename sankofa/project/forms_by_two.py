"""What nobody does alone with filled forms: taking many answers out, and destroying a form that belongs to nobody."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from sankofa.accounts import queries as staff
from sankofa.accounts.rules import access
from sankofa.accounts.rules.access import Decision
from sankofa.accounts.rules.terms import Actor
from sankofa.approvals.registry import Kind
from sankofa.approvals.rules.changes import Change
from sankofa.kernel import clock
from sankofa.project.four_eyes import policy
from sankofa.returnees import permissions as register
from sankofa.surveys import actions, permissions, queries

if TYPE_CHECKING:
    from sankofa.accounts.guarded import Guarded

RELEASING = "surveys.release_answers"
DESTROYING = "surveys.destroy_unlinked"


def releasing_answers() -> Kind:
    """Taking many filled forms out: who wants them proposes, somebody else who could take them all decides."""
    return Kind(
        code=RELEASING,
        label=_("Take many filled forms out"),
        action=RELEASING,
        propose=permissions.ANSWERS,
        steps={"approve": (permissions.ANSWERS, _("Approve"))},
        model=_asked,
        title=_receipt,
        changes=_to_be_taken,
        carry_out=_release,
        policy=partial(policy, "surveys_release_answers"),
        content=lambda facts: {},  # noqa: ARG005
        by_rights_of_proposer=True,
        decides=_may_agree,
        refusals=(actions.NotYoursToTake,),
        says=lambda _error: gettext("Somebody else asked for this. Only they take it."),
    )


def destroying_unlinked() -> Kind:
    """Destroying a form that is linked to nobody: who looks after forms proposes, who may erase people decides."""
    return Kind(
        code=DESTROYING,
        label=_("Destroy a form that is linked to nobody"),
        action=DESTROYING,
        propose=permissions.RECEIVE,
        steps={"approve": (register.ERASE, _("Approve"))},
        model=_arrival,
        title=_number,
        changes=_to_be_destroyed,
        carry_out=_destroy,
        policy=partial(policy, "surveys_destroy_unlinked"),
        content=lambda facts: {},  # noqa: ARG005
        by_rights_of_proposer=True,
        refusals=(actions.NotOverYet, actions.NotForYou),
        says=lambda _error: gettext("This form was linked or destroyed meanwhile, or whoever proposed it sent it."),
    )


def _asked() -> "type[Guarded]":
    return apps.get_model("surveys", "AnswersAsked")


def _receipt(asked: Any) -> str:
    return str(asked.receipt)


def _to_be_taken(asked: Any, content: Mapping[str, Any]) -> list[Change]:  # noqa: ARG001
    texts = _("with free words and places") if asked.has_texts else _("without free words")
    return [
        Change(_("Form"), None, f"{asked.version.instrument.code} {asked.version.version}"),
        Change(_("Filled forms"), None, str(asked.rows)),
        Change(_("It shows"), None, texts, is_word=True),
        Change(_("What for"), None, asked.purpose),
    ]


def _may_agree(asked: Any, content: Mapping[str, Any], by: Actor, on: date) -> Decision:  # noqa: ARG001
    """Who agrees could take all of these out too: of every office in it, and with free words where it has them."""
    needed = register.EXPORT_NAMED if asked.has_texts else permissions.ANSWERS
    decision = staff.decision_on(asked, actor=by, permission=needed, on=on)
    own = queries.answers_agreed(asked, viewer=by, on=on).order_by().values("pk")
    if decision.allowed and queries.answers_agreed(asked, viewer=_asker(asked), on=on).exclude(pk__in=own).exists():
        return access.outside(needed, decision.grant)
    return decision


def _asker(asked: Any) -> Actor:
    who: Actor = asked.asked_by.as_actor()
    return who


def _release(asked: Any, content: Mapping[str, Any], by: Actor, at: datetime) -> object:  # noqa: ARG001
    return actions.release_answers(asked=asked, by=by, at=at)


def _arrival() -> "type[Guarded]":
    return apps.get_model("surveys", "Arrival")


def _number(arrival: Any) -> str:
    return str(arrival.receipt)


def _to_be_destroyed(arrival: Any, content: Mapping[str, Any]) -> list[Change]:  # noqa: ARG001
    came_on = clock.day_of(arrival.received_at, arrival.office.zone).isoformat()
    if arrival.content is None:
        return [Change(_("This form"), _("destroyed already"), _("destroyed already"), is_word=True)]
    whose = _("nobody’s") if arrival.person_id is None else _("linked to somebody meanwhile")
    return [
        Change(_("Whose it is"), whose, whose, is_word=True),
        Change(_("Day on which it came in"), came_on, came_on),
        Change(_("What stands in it"), _("kept"), _("destroyed"), is_word=True),
        Change(_("Pictures and sounds"), str(arrival.files.count()), "0"),
        Change(_("Its day, number and fingerprint"), _("kept"), _("kept for counting"), is_word=True),
    ]


def _destroy(arrival: Any, content: Mapping[str, Any], by: Actor, at: datetime) -> object:  # noqa: ARG001
    return actions.destroy_unlinked(arrival=arrival, by=by, at=at)
