"""Where debts, late loans and case work meet: whoever wants a person of trust beside them gets a task of their case."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from sankofa.accounts.rules.terms import Actor
from sankofa.cases import actions as cases
from sankofa.cases import queries as cases_held
from sankofa.cases.rules.mediation import Said, With
from sankofa.debts.hooks import MediationWanted as AboutADebt
from sankofa.kernel import clock
from sankofa.loans import queries as loans
from sankofa.loans.hooks import MediationWanted

if TYPE_CHECKING:
    from sankofa.returnees.models import Person

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


def about_debt(event: AboutADebt) -> None:
    """Open a mediation about a debt in somebody's case; of a debt that is a loan it is the one about the loan."""
    loan_id = loans.loan_of_debt(event.debt_id)
    cases.open_mediation_for(
        person=event.person,
        said=Said(With(event.side.value), event.who, event.why),
        until_on=event.until_on,
        is_wanted=True,
        about_kind="debts.debt" if loan_id is None else "loans.loan",
        about_id=str(loan_id or event.debt_id),
        by=event.by,
        at=event.at,
    )


def may_open(person: "Person", viewer: Actor, on: date) -> bool:
    """Whether the viewer may open a mediation for somebody."""
    return person.erased_on is None and cases_held.may_work(person, viewer=viewer, on=on)
