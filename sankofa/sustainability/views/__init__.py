"""Pages of the score: a person's figures over time, what has to be done, and rounds of talks."""

from sankofa.sustainability.views.care import care, safety, settle
from sankofa.sustainability.views.neighbours import neighbours
from sankofa.sustainability.views.rounds import attempts, call_off, count_outside, due, kept, one_round, plan, remind
from sankofa.sustainability.views.schemes import load, loaded, put_in_use, schemes, shipped_scheme, take_out_of_use
from sankofa.sustainability.views.score import score, score_again
from sankofa.sustainability.views.studies import studies, study, write

__all__ = [
    "attempts",
    "call_off",
    "care",
    "count_outside",
    "due",
    "kept",
    "load",
    "loaded",
    "neighbours",
    "one_round",
    "plan",
    "put_in_use",
    "remind",
    "safety",
    "schemes",
    "score",
    "score_again",
    "settle",
    "shipped_scheme",
    "studies",
    "study",
    "take_out_of_use",
    "write",
]
