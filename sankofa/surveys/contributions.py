"""What other rooms add to the receipt of a talk."""

from dataclasses import dataclass

from sankofa.accounts.rules.terms import Actor
from sankofa.returnees.contributions import Panel
from sankofa.store.hooks import Hook
from sankofa.surveys.models import Submission


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What happens after a talk: sentences for "what happens now", and cards."""

    then: tuple[str, ...] = ()
    panels: tuple[Panel, ...] = ()


receipts: Hook[[Submission, Actor], Afterwards] = Hook("the receipt of a talk")
