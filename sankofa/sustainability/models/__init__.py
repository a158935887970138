"""Tables of the score: figures per talk and scheme, what answers ask to be done, rounds, and tries to reach people."""

from sankofa.sustainability.models.concerns import Concern
from sankofa.sustainability.models.rounds import REACHES, REASONS, Attempt, OutsideCount, Reminder, Round
from sankofa.sustainability.models.schemes import LoadedScheme
from sankofa.sustainability.models.scores import Score
from sankofa.sustainability.models.studies import Study

__all__ = [
    "REACHES",
    "REASONS",
    "Attempt",
    "Concern",
    "LoadedScheme",
    "OutsideCount",
    "Reminder",
    "Round",
    "Score",
    "Study",
]
