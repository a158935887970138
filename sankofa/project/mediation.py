"""Where a late loan and case work meet: whoever wants a person of trust beside them gets a task of their case."""

from datetime import timedelta

from django.utils.translation import gettext

from sankofa.cases import actions as cases
from sankofa.cases.rules.mediation import Said, With
from sankofa.kernel import clock
from sankofa.loans.hooks import MediationWanted

LOOKED_AT_WITHIN = timedelta(days=14)
"""Our own choice: long enough to reach a branch, short enough that a late payment grows little."""


def with_lender(event: MediationWanted) -> None:
    """Open a mediation with a lender in somebody's case; one about the same loan that is open goes on."""
    cases.open_mediation_for(
        person=event.person,
        said=Said(With.LENDER, event.lender, event.words or gettext("Payments are late.")),
        until_on=clock.day_of(event.at, event.by.zone) + LOOKED_AT_WITHIN,
        is_wanted=True,
        about_kind="loans.loan",
        about_id=str(event.loan_id),
        by=event.by,
        at=event.at,
    )
