"""Tables of the register, a module for each noun."""

from sankofa.returnees.models.corrections import SentBack, SentBackAnswer
from sankofa.returnees.models.demands import Demand, DemandAnswer
from sankofa.returnees.models.exporting import Export, Exported, ExportState
from sankofa.returnees.models.joining import FieldChoice, PairState, PossibleSame, SamePerson
from sankofa.returnees.models.linking import LinkageRun, LinkageWeights, RunState
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
    "WHEREABOUTS",
    "Demand",
    "DemandAnswer",
    "Document",
    "Export",
    "ExportState",
    "Exported",
    "FieldChoice",
    "Journey",
    "LinkageRun",
    "LinkageWeights",
    "Named",
    "PairState",
    "Person",
    "PossibleSame",
    "ProtectedMatch",
    "Protection",
    "ProtectionKind",
    "RunState",
    "SamePerson",
    "Scan",
    "SearchKey",
    "SentBack",
    "SentBackAnswer",
    "partial",
]
