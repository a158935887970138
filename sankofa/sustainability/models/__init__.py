"""Tables of the score: figures per talk and scheme, rounds of talks, and tries to reach people for them."""

from sankofa.sustainability.models.rounds import REACHES, REASONS, Attempt, Reminder, Round
from sankofa.sustainability.models.scores import Score

__all__ = ["REACHES", "REASONS", "Attempt", "Reminder", "Round", "Score"]
