"""Tables of the register, a module for each noun: people with their journeys and papers; what was sent back;
protected files; demands; files of one person; lists that were taken out.
"""

from sankofa.returnees.models.corrections import SentBack, SentBackAnswer
from sankofa.returnees.models.demands import Demand, DemandAnswer
from sankofa.returnees.models.exporting import Export, Exported, ExportState
from sankofa.returnees.models.joining import FieldChoice, PairState, PossibleSame, SamePerson
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

__all__ = [
    "COST_SOURCES",
    "EDUCATION",
    "KINDS",
    "MARITAL",
    "PRECISIONS",
    "RETURN_KINDS",
    "SECTORS",
    "SEXES",
    "Demand",
    "DemandAnswer",
    "Document",
    "Export",
    "ExportState",
    "Exported",
    "FieldChoice",
    "Journey",
    "Named",
    "PairState",
    "Person",
    "PossibleSame",
    "ProtectedMatch",
    "Protection",
    "ProtectionKind",
    "SamePerson",
    "SearchKey",
    "SentBack",
    "SentBackAnswer",
    "partial",
]
