"""Tables of surveys: forms and their versions, phones, what came in, and what people answered."""

from sankofa.surveys.models.arrival import Arrival, ArrivalFile, Clash, Source, State
from sankofa.surveys.models.asked import AnswersAsked
from sankofa.surveys.models.changing import ChangeDecision, PhoneChange
from sankofa.surveys.models.device import Device
from sankofa.surveys.models.gathered import GatheredFile, GatheredForm, Stage
from sankofa.surveys.models.instrument import FormVersion, Instrument
from sankofa.surveys.models.postbox import Postbox
from sankofa.surveys.models.submission import NobodysForm, Submission
from sankofa.surveys.models.taken import AnswersTaken

__all__ = [
    "AnswersAsked",
    "AnswersTaken",
    "Arrival",
    "ArrivalFile",
    "ChangeDecision",
    "Clash",
    "Device",
    "FormVersion",
    "GatheredFile",
    "GatheredForm",
    "Instrument",
    "NobodysForm",
    "PhoneChange",
    "Postbox",
    "Source",
    "Stage",
    "State",
    "Submission",
]
