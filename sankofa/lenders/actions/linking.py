"""Say which organisation a lender is: its officers sign in there, and consents name it."""

from datetime import datetime
from typing import TYPE_CHECKING

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.lenders import permissions, queries
from sankofa.lenders.models import Lender

if TYPE_CHECKING:
    from uuid import UUID


class NotALender(Exception):
    """This organisation is no lender, or works no more."""


@action(permissions.LINK, on="lender")
def link_organisation(*, lender: Lender, organisation_id: "UUID | None", by: Actor, at: datetime) -> Lender:  # noqa: ARG001  written down by the decorator
    """Say which organisation a lender is, or that it is none of those that sign in.  Raises NotALender.

    What was sent before stays with the organisation that it was sent to.
    """
    if organisation_id is not None and str(organisation_id) not in queries.lending_organisations():
        raise NotALender
    lender.organisation_id = organisation_id
    lender.save()
    return lender
