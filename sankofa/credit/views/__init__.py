"""Pages of credit."""

from sankofa.credit.views.checks import again, check, decide, loan, seven, withdraw
from sankofa.credit.views.desk import answer as desk_answer
from sankofa.credit.views.desk import ask, desk, packet
from sankofa.credit.views.early import early
from sankofa.credit.views.funnel import funnel
from sankofa.credit.views.introducing import introduce, introductions, need
from sankofa.credit.views.papers import paper
from sankofa.credit.views.parts import part
from sankofa.credit.views.referrals import decide_on_offer, end, question, referral, told
from sankofa.credit.views.ways import choose, set_aside, talk

__all__ = [
    "again",
    "ask",
    "check",
    "choose",
    "decide",
    "decide_on_offer",
    "desk",
    "desk_answer",
    "early",
    "end",
    "funnel",
    "introduce",
    "introductions",
    "loan",
    "need",
    "packet",
    "paper",
    "part",
    "question",
    "referral",
    "set_aside",
    "seven",
    "talk",
    "told",
    "withdraw",
]
