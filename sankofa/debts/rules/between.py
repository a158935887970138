"""Between whom and the person somebody of trust may stand, where a debt is quarrelled about.

Source: debts notes, "A plan out of debt" (negotiation, mediation, family meeting).  Which side a kind of lender is on
is our own reading; whoever asks may choose another.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from sankofa.debts.rules.terms import Lender


class Side(StrEnum):
    """With whom somebody speaks."""

    LENDER = "lender"
    FAMILY = "family"
    RECRUITER = "recruiter"
    EMPLOYER = "employer"
    OTHER = "other"


_SIDES: Final[Mapping[Lender, Side]] = {
    Lender.RELATIVE: Side.FAMILY,
    Lender.AGENT: Side.RECRUITER,
    Lender.EMPLOYER: Side.EMPLOYER,
    Lender.MONEYLENDER: Side.LENDER,
    Lender.MICROFINANCE: Side.LENDER,
    Lender.BANK: Side.LENDER,
    Lender.SHOP: Side.LENDER,
    Lender.SAVINGS_GROUP: Side.LENDER,
}


def side_of(lender: Lender) -> Side:
    """Return with whom somebody would most likely speak about a debt to this lender."""
    return _SIDES.get(lender, Side.OTHER)
