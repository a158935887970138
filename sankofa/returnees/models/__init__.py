"""Tables of the register, a module for each noun: people with their journeys and papers; what was sent back;
protected files; demands; files of one person.
"""

from sankofa.returnees.models.corrections import SentBack, SentBackAnswer
from sankofa.returnees.models.demands import Demand, DemandAnswer
from sankofa.returnees.models.joining import FieldChoice, PairState, PossibleSame, SamePerson
from sankofa.returnees.models.papers import PAPER_KINDS, WHEREABOUTS
from sankofa.returnees.models.protection import Named, ProtectedMatch, Protection, ProtectionKind
from sankofa.returnees.models.register import (
    COST_SOURCES,
    EDUCATION,
    KINDS,
    MARITAL,
    PRECISIONS,
    RETURN_KINDS,
    SECTORS,
    SEXES,
    Document,
    Journey,
    Person,
    SearchKey,
    partial,
)
from sankofa.returnees.models.requirements import STAGES, PaperHelp, Requirement
from sankofa.returnees.models.scans import Scan

__all__ = [
    "COST_SOURCES",
    "EDUCATION",
    "KINDS",
    "MARITAL",
    "PAPER_KINDS",
    "PRECISIONS",
    "RETURN_KINDS",
    "SECTORS",
    "SEXES",
    "STAGES",
    "WHEREABOUTS",
    "Demand",
    "DemandAnswer",
    "Document",
    "FieldChoice",
    "Journey",
    "Named",
    "PairState",
    "PaperHelp",
    "Person",
    "PossibleSame",
    "ProtectedMatch",
    "Protection",
    "ProtectionKind",
    "Requirement",
    "SamePerson",
    "Scan",
    "SearchKey",
    "SentBack",
    "SentBackAnswer",
    "partial",
]
