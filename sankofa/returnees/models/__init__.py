"""Tables of the register, a module for each noun: people with their journeys and papers; protected files; demands."""

from sankofa.returnees.models.demands import Demand, DemandAnswer
from sankofa.returnees.models.protection import Named, ProtectedMatch, Protection, ProtectionKind
from sankofa.returnees.models.register import (
    EDUCATION,
    KINDS,
    MARITAL,
    PRECISIONS,
    RETURN_KINDS,
    SEXES,
    Document,
    Journey,
    Person,
    SearchKey,
    partial,
)

__all__ = [
    "EDUCATION",
    "KINDS",
    "MARITAL",
    "PRECISIONS",
    "RETURN_KINDS",
    "SEXES",
    "Demand",
    "DemandAnswer",
    "Document",
    "Journey",
    "Named",
    "Person",
    "ProtectedMatch",
    "Protection",
    "ProtectionKind",
    "SearchKey",
    "partial",
]
