"""Grants as pages and papers tell them: what a grant is, how far it is, who decided, what was handed over."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext

from sankofa.cases import sayings
from sankofa.cases.rules.grants import Receiver, State
from sankofa.returnees import portrait
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.cases.granted import Held
    from sankofa.cases.models import Handover, PlanGrant

_KINDS = {
    State.WAITING: "care",
    State.SENT_BACK: "care",
    State.REFUSED: "danger",
    State.APPROVED: "act",
    State.IN_PART: "act",
    State.GIVEN: "good",
    State.REST_CANCELLED: "good",
}


def what(grant: "PlanGrant") -> str:
    """Return what a grant is for, in the words of the plan; a word where that is gone or cannot be opened."""
    return portrait.opened(grant, "what") or gettext("not recorded")


def tag(held: "Held") -> dict[str, str]:
    """Return how far a grant is, as a tag."""
    state = held.terms.state
    return {"label": str(sayings.GRANT_STATES[state]), "kind": _KINDS.get(state, "")}


def row(held: "Held") -> dict[str, Any]:
    """Return a grant as a line of a list: what, how much, how far, where to go."""
    return {
        "url": reverse("cases:grant", args=[held.grant.pk]),
        "what": what(held.grant),
        "amount": words.money(held.grant.amount),
        "tag": tag(held),
    }


def rows(grants: "Iterable[Held]") -> list[dict[str, Any]]:
    """Return grants as a list shows them."""
    return [row(one) for one in grants]


def sums(held: "Held") -> dict[str, Any]:
    """Return what was approved, handed over and is left, as facts."""
    found: list[dict[str, Any]] = [
        {"label": gettext("Proposed"), "value": words.money(held.terms.amount)},
        {"label": gettext("Handed over"), "value": words.money(held.terms.given)},
    ]
    if held.terms.left:
        found.append(
            {"label": gettext("Still to be handed over"), "value": words.money(held.terms.left), "total": True}
        )
    return {"rows": found, "sums": True}


def decisions(held: "Held") -> dict[str, Any]:
    """Return who proposed, who approved, and what was said last by whoever refused or sent it back."""
    found: dict[str, Any] = {"by": held.grant.proposed_by.name, "approved": [], "said": "", "url": ""}
    latest = held.decided
    if latest is None:
        return found
    found["approved"] = [{"by": one.person.name, "at": words.moment(one.at)} for one in latest.approvals]
    found["url"] = reverse("approvals:proposal", args=[latest.proposal.pk])
    if held.terms.state in (State.REFUSED, State.SENT_BACK, State.WITHDRAWN):
        found["said"] = portrait.opened(latest.last, "comment") or ""
        found["said_by"] = latest.last.person.name
    return found


def title(one: "Handover") -> str:
    """Return in one line that something of a grant was handed over, and whether it was taken back."""
    amount = {"amount": words.money(one.amount)}
    if one.taken_back_at is not None:
        return gettext("Grant handed over and taken back: %(amount)s") % amount
    return gettext("Grant handed over: %(amount)s") % amount


def on_paper(handovers: "Iterable[Handover]") -> list[tuple[str, str]]:
    """Return what was handed over as the person's own copy tells it: the day, what for, how much, the receipt."""
    back = gettext("taken back")
    return [
        (
            words.day(one.given_on),
            " · ".join(
                (
                    what(one.grant),
                    words.money(one.amount),
                    one.number,
                    *([back] if one.taken_back_at is not None else []),
                )
            ),
        )
        for one in handovers
    ]


def handover(one: "Handover") -> dict[str, Any]:
    """Return one handing over as pages and the receipt tell it."""
    receiver = Receiver(one.receiver)
    named = portrait.opened(one, "received_by") or ""
    return {
        "pk": one.pk,
        "number": one.number,
        "amount": words.money(one.amount),
        "day": words.day(one.given_on),
        "received_by": named,
        "is_self": receiver is Receiver.SELF,
        "witness": portrait.opened(one, "witness") or gettext("not recorded"),
        "note": portrait.opened(one, "note") or "",
        "handed_by": one.handed_by.name,
        "is_taken_back": one.taken_back_at is not None,
        "why_back": portrait.opened(one, "why_taken_back") or "",
        "back_on": "" if one.taken_back_at is None else words.moment(one.taken_back_at),
    }
