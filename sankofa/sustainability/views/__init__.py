"""Pages of the score."""

from sankofa.sustainability.views.score import score, score_again

__all__ = ["score", "score_again"]
