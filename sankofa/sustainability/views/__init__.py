"""Pages of the score: a person's figures over time, what has to be done, and rounds of talks."""

from sankofa.sustainability.views.care import care, safety, settle
from sankofa.sustainability.views.rounds import attempts, call_off, due, kept, one_round, plan, remind
from sankofa.sustainability.views.score import score, score_again

__all__ = [
    "attempts",
    "call_off",
    "care",
    "due",
    "kept",
    "one_round",
    "plan",
    "remind",
    "safety",
    "score",
    "score_again",
    "settle",
]
