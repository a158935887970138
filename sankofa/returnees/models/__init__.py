"""Tables of the register, a module for each noun."""

from sankofa.returnees.models.corrections import SentBack, SentBackAnswer
from sankofa.returnees.models.demands import Demand, DemandAnswer
from sankofa.returnees.models.exporting import Export, Exported, ExportState
from sankofa.returnees.models.headcounts import (
    EVENTS,
    Headcount,
)
from sankofa.returnees.models.intentions import (
    BECAUSE,
    GOING,
    PREPARED,
    WHEN,
    Intention,
)
from sankofa.returnees.models.joining import FieldChoice, PairState, PossibleSame, SamePerson
from sankofa.returnees.models.linking import LinkageRun, LinkageWeights, RunState
from sankofa.returnees.models.names import (
    NAME_USES,
    REFERENCE_KINDS,
    SCRIPTS,
    SKILL_LEVELS,
    OtherName,
    ReferenceNumber,
    SpokenLanguage,
)
from sankofa.returnees.models.papers import PAPER_KINDS, WHEREABOUTS
from sankofa.returnees.models.passages import (
    CHANNELS_OF_JOURNEYS,
    MONEY_FROM,
    PAPERS_USED,
    REASONS_LEAVING,
    REASONS_RETURN,
    VISAS,
    Passage,
)
from sankofa.returnees.models.profiles import (
    CALLERS,
    CHANNELS,
    DIFFICULTIES,
    NAME_ORDERS,
    RELATIVE_OF,
    YES_NO,
    Health,
    Profile,
    Registration,
)
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
from sankofa.returnees.models.screenings import (
    Screening,
    Settled,
)
from sankofa.returnees.models.work import (
    TRAINING_KINDS,
    WORK_TIMES,
    Training,
    Work,
)

__all__ = [
    "BECAUSE",
    "CALLERS",
    "CHANNELS",
    "CHANNELS_OF_JOURNEYS",
    "COST_SOURCES",
    "DIFFICULTIES",
    "EDUCATION",
    "EVENTS",
    "GOING",
    "KINDS",
    "MARITAL",
    "MONEY_FROM",
    "NAME_ORDERS",
    "NAME_USES",
    "PAPERS_USED",
    "PAPER_KINDS",
    "PRECISIONS",
    "PREPARED",
    "REASONS_LEAVING",
    "REASONS_RETURN",
    "REFERENCE_KINDS",
    "RELATIVE_OF",
    "RETURN_KINDS",
    "SCRIPTS",
    "SECTORS",
    "SEXES",
    "SKILL_LEVELS",
    "STAGES",
    "TRAINING_KINDS",
    "VISAS",
    "WHEN",
    "WHEREABOUTS",
    "WORK_TIMES",
    "YES_NO",
    "Demand",
    "DemandAnswer",
    "Document",
    "Export",
    "ExportState",
    "Exported",
    "FieldChoice",
    "Headcount",
    "Health",
    "Intention",
    "Journey",
    "LinkageRun",
    "LinkageWeights",
    "Named",
    "OtherName",
    "PairState",
    "PaperHelp",
    "Passage",
    "Person",
    "PossibleSame",
    "Profile",
    "ProtectedMatch",
    "Protection",
    "ProtectionKind",
    "ReferenceNumber",
    "Registration",
    "Requirement",
    "RunState",
    "SamePerson",
    "Scan",
    "Screening",
    "SearchKey",
    "SentBack",
    "SentBackAnswer",
    "Settled",
    "SpokenLanguage",
    "Training",
    "Work",
    "partial",
]
