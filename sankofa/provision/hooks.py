"""What other rooms tell matching about a person, where the register does not know it."""

from datetime import date
from typing import TYPE_CHECKING

from sankofa.accounts.rules.terms import Actor
from sankofa.store.hooks import Hook

if TYPE_CHECKING:
    from sankofa.returnees.models import Person

owes: Hook[["Person", Actor, date], bool | None] = Hook("whether a person owes money, for those who may know it")
