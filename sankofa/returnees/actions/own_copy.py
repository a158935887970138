"""Writing down that a person was given what is recorded of them, on paper.

Source: casework, "Safeguards": any printed copy may be left at the office; what is sensitive is for the person alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import permissions
from sankofa.returnees.models import Person


class NotAlone(Exception):
    """Others are present; then only the short sheet is printed."""


@dataclass(frozen=True, slots=True)
class OwnCopy:
    """The outcome of giving somebody their own copy: which sheet, and whether it stays at the office."""

    is_whole: bool
    stays: bool

    def audit_detail(self) -> Mapping[str, Any]:
        """Return which sheet it was and where it is."""
        return {"sheet": "whole" if self.is_whole else "short", "stays": self.stays}


@action(permissions.OWN_COPY, on="person")
def give_own_copy(*, person: Person, is_whole: bool, stays: bool, is_alone: bool, by: Actor, at: datetime) -> OwnCopy:  # noqa: ARG001
    """Write down that a person was given their copy.  Raises NotAlone."""
    if is_whole and not is_alone:
        raise NotAlone
    return OwnCopy(is_whole, stays)
