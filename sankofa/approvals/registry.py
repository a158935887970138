"""What needs a second person: every kind of proposal is registered in the one list of `project/hooks.py`.

The room that owns what is done knows nothing of it.  While a kind is registered, its action answers nobody who calls it
alone: the only way to it leads through an approved proposal.  A kind may say on which records that is so, such as long
lists; what is short enough is then done at once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sankofa.accounts.rules.access import Decision
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.approvals.rules.changes import Change
from sankofa.approvals.rules.policy import chain_of
from sankofa.approvals.rules.terms import Chain
from sankofa.kernel.money import Money
from sankofa.store.hooks import Hook

if TYPE_CHECKING:
    from sankofa.accounts.guarded import Guarded


class UnknownKind(Exception):
    """No room brings this kind of proposal any more."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"Nothing is registered as {code}.")


def _always(record: "Guarded", by: Actor) -> bool:  # noqa: ARG001
    return True


def _no_amount(content: Mapping[str, Any]) -> Money | None:  # noqa: ARG001
    return None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of proposal: what is proposed, who may, how it is shown, and what is done once it is approved."""

    code: str
    label: str
    """What is proposed, as a heading: "Erase a person"."""
    action: str
    """The action that is reserved to approved proposals, such as `returnees.erase`."""
    propose: Permission
    steps: Mapping[str, tuple[Permission, str]]
    """For each step that a policy may ask for: the permission to approve there, and its name on pages."""
    model: Callable[[], "type[Guarded]"]
    title: Callable[["Guarded"], str]
    """Which record it is about, in the words of a list."""
    changes: Callable[["Guarded", Mapping[str, Any]], Sequence[Change]]
    carry_out: Callable[["Guarded", Mapping[str, Any], Actor, datetime], object]
    """What is done in the transaction of the last approval."""
    policy: Callable[[], Mapping[str, Any]]
    reasons: Sequence[tuple[str, Any]] = ()
    """Codes with their words, of which whoever proposes chooses one; kept in the content as `because`."""
    amount: Callable[[Mapping[str, Any]], Money | None] = _no_amount
    content: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict
    """What is proposed, made of what the action was asked with by somebody who called it alone."""
    by_rights_of_proposer: bool = False
    """With whose rights it is done: of the one who proposed it, or else of the one who gave the last approval."""
    outlives_person: bool = False
    """Whether the content stays when the person it is about is erased: only for codes, never for words or names."""
    reserved_when: Callable[["Guarded", Actor], bool] = _always
    """On which records, and for whom, a second person is asked; elsewhere the action is anybody's who may do it."""
    decides: Callable[["Guarded", Mapping[str, Any], Actor, date], Decision] | None = None
    """What else, besides the permission of the step, whoever decides must fulfil; None where nothing."""
    refusals: tuple[type[Exception], ...] = ()
    """What carrying out may raise because of the facts; `says` puts it into words."""
    says: Callable[[Exception], str] = field(default=str)

    def chain(self) -> Chain:
        """Return the chain that the present policy asks for.  Raises BadPolicy."""
        return chain_of(self.code, self.policy(), known=self.steps)


kinds: Hook[[], Kind] = Hook("what needs a second person")

_carrying: ContextVar[tuple[str, str] | None] = ContextVar("carrying_out", default=None)


def kind_of_action(action: str) -> Kind:
    """Return the kind to which an action is reserved.  Raises UnknownKind."""
    for kind in kinds.answers():
        if kind.action == action:
            return kind
    raise UnknownKind(action)


def all_kinds() -> list[Kind]:
    """Return every kind of proposal, in the order of the list."""
    return list(kinds.answers())


def kind_called(code: str) -> Kind:
    """Return a kind of proposal.  Raises UnknownKind."""
    for kind in kinds.answers():
        if kind.code == code:
            return kind
    raise UnknownKind(code)


@contextmanager
def carrying_out(kind: Kind, record: "Guarded") -> Iterator[None]:
    """Let the reserved action of a kind through, on this record alone, as long as the block lasts."""
    token = _carrying.set((kind.action, str(record.pk)))
    try:
        yield
    finally:
        _carrying.reset(token)


def is_reserved(action: str, record: "Guarded", by: Actor) -> bool:
    """Whether an action on a record has to be approved by others first.

    The system itself, on its periodic work and on the command line, is not asked: whoever runs the server can do
    anything to the database, and a rule that they can lift is no rule.
    """
    if by.kind == "system" or _carrying.get() == (action, str(record.pk)):
        return False
    return any(kind.action == action and kind.reserved_when(record, by) for kind in kinds.answers())
