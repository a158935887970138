"""Tables of loans that others report."""

from sankofa.loans.models.loans import Loan, LoanReport
from sankofa.loans.models.talks import CareTalk
from sankofa.loans.models.tries import CareTry

__all__ = ["CareTalk", "CareTry", "Loan", "LoanReport"]
