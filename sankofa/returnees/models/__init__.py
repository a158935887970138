"""Tables of the register, a module for each noun: people with their journeys and papers; protected files."""

from sankofa.returnees.models.protection import Named, Protection, ProtectionKind
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
    "Document",
    "Journey",
    "Named",
    "Person",
    "Protection",
    "ProtectionKind",
    "SearchKey",
    "partial",
]
