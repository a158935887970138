"""What surveys tell other rooms."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sankofa.store.hooks import Hook

if TYPE_CHECKING:
    from sankofa.surveys.models import Submission
    from sankofa.surveys.rules.terms import Answers, Instrument


@dataclass(frozen=True, slots=True)
class Submitted:
    """A talk was recorded: the stored submission, its form and its answers as the rules know them."""

    submission: "Submission"
    instrument: "Instrument"
    answers: "Answers"
    at: datetime


submitted: Hook[[Submitted], None] = Hook("a talk was recorded")
