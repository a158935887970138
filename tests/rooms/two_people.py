"""A kind of proposal of the tests' own, about the notes of `ground.py`: to give a note another title.

Chains are written into `POLICY` by each test.  Nothing here belongs to a room, so four eyes can be tested without one.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sankofa.accounts.models import Office, User
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.approvals import actions, permissions
from sankofa.approvals.models import Proposal
from sankofa.approvals.registry import Kind
from sankofa.approvals.rules.changes import Change
from sankofa.kernel.money import Money
from tests import builders
from tests.builders import AT
from tests.rooms import ground

ASK = Permission("tests.ask", "ask for another title")
RELEASE = Permission("tests.release", "release a title")
EVERYTHING = (permissions.SEE, permissions.PROPOSE, permissions.DECIDE, ASK, ground.AMEND, RELEASE)
POLICY: dict[str, Any] = {}
CODE = "tests.retitle"


def _changes(note: Any, content: Mapping[str, Any]) -> list[Change]:
    return [Change("Title", note.title or None, content.get("title"))]


def _carry_out(note: Any, content: Mapping[str, Any], by: Actor, at: datetime) -> object:
    if content.get("title") == "too late":
        return ground.amend_and_fail(note=note, by=by, at=at)
    return ground.amend(note=note, title=content["title"], by=by, at=at)


def _amount(content: Mapping[str, Any]) -> Money | None:
    return Money(content["taka"] * 100, "BDT") if "taka" in content else None


KIND = Kind(
    code=CODE,
    label="Give a note another title",
    action="tests.rooms.ground.amend",
    propose=ASK,
    steps={"approve": (ground.AMEND, "Approve"), "release": (RELEASE, "Release")},
    model=lambda: ground.Note,
    title=lambda note: f"Note {str(note.pk)[-4:]}",
    changes=_changes,
    carry_out=_carry_out,
    policy=lambda: POLICY,
    amount=_amount,
    refusals=(ground.TooLate,),
    says=lambda error: "The note is closed.",
)


def note(office: Office, **facts: Any) -> Any:
    """A note of an office."""
    return ground.Note.objects.create(office=office, title=facts.pop("title", "old"), **facts)


def somebody(office: Office, **ways: Any) -> User:
    """Somebody who may do everything that four eyes allow at all."""
    return builders.user(office, **{"may": EVERYTHING, **ways})


def proposed(subject: Any, by: User, **content: Any) -> Proposal:
    """A proposal to give a note another title."""
    told = {"title": "new", "reason": "a slip", **content}
    return actions.propose(subject=subject, kind=CODE, content=told, by=by.as_actor(), at=AT)


def seen(proposal: Proposal, step: str = "approve") -> actions.Seen:
    """What somebody has before them who opens the page now."""
    now = Proposal.objects.get(pk=proposal.pk)
    return actions.Seen(now.round, step, now.digest)
