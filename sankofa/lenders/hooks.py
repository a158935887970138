"""What lenders ask of the rooms above."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sankofa.accounts.rules.terms import Actor
from sankofa.store.hooks import Hook

if TYPE_CHECKING:
    from sankofa.lenders.models import Lender

reported: Hook[["Lender", Actor, date], Sequence[str]] = Hook("what reported loans say of a lender, in sentences")
