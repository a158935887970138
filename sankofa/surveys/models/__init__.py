"""Tables of surveys: forms and their published versions, and what people answered."""

from sankofa.surveys.models.instrument import FormVersion, Instrument
from sankofa.surveys.models.submission import Submission

__all__ = ["FormVersion", "Instrument", "Submission"]
