"""Pages of the score: a person's figures over time, and rounds of talks."""

from sankofa.sustainability.views.rounds import attempts, call_off, due, kept, one_round, plan, remind
from sankofa.sustainability.views.score import score, score_again

__all__ = ["attempts", "call_off", "due", "kept", "one_round", "plan", "remind", "score", "score_again"]
