"""Tables of credit, a module for each noun."""

from sankofa.credit.models.checks import LoanCheck, Override
from sankofa.credit.models.early import EarlyLoan
from sankofa.credit.models.needs import NeedNoted
from sankofa.credit.models.referrals import LenderAnswer, Question, Referral, SentPacket
from sankofa.credit.models.talks import LoanTalk

__all__ = [
    "EarlyLoan",
    "LenderAnswer",
    "LoanCheck",
    "LoanTalk",
    "NeedNoted",
    "Override",
    "Question",
    "Referral",
    "SentPacket",
]
