"""Tables of loans that others report."""

from sankofa.loans.models.loans import Loan, LoanReport
from sankofa.loans.models.talks import CareTalk

__all__ = ["CareTalk", "Loan", "LoanReport"]
