"""Pages of credit."""

from sankofa.credit.views.checks import again, check, decide, loan, seven, withdraw
from sankofa.credit.views.papers import paper
from sankofa.credit.views.parts import part
from sankofa.credit.views.ways import choose, set_aside, talk

__all__ = [
    "again",
    "check",
    "choose",
    "decide",
    "loan",
    "paper",
    "part",
    "set_aside",
    "seven",
    "talk",
    "withdraw",
]
