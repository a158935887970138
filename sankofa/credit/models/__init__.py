"""Tables of credit, a module for each noun."""

from sankofa.credit.models.checks import LoanCheck, Override
from sankofa.credit.models.talks import LoanTalk

__all__ = ["LoanCheck", "LoanTalk", "Override"]
