"""What a way of scoring must fulfil beyond being understood, before a deployment may use one of its own.

Figures are kept in four columns and shown in words that everybody knows, so a scheme from outside has the same three
sides of life, the same bands, and flags for which there is a sentence in every language. It never takes the name of
one that is shipped: a score says by its name whose it is.

Source: domain notes on the score, 1.6; introduction (a deployment loads the official table from its own copy).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sankofa.surveys.rules.terms import Instrument
from sankofa.sustainability.rules.scheme import Fault, SchemeNotUnderstood, finding_codes, scheme
from sankofa.sustainability.rules.terms import Scheme

SIDES: Final = ("economic", "social", "psychosocial")
NAME_MAX: Final = 60


def loadable(text: str, instrument: Instrument, *, worded: Collection[str], taken: Collection[str]) -> Scheme:
    """Return the scheme of a text that a deployment may use.  Raises SchemeNotUnderstood with every fault found.

    `worded` are the codes for which there are sentences, `taken` the names of schemes that are known already.
    """
    read = scheme(text, instrument)
    faults = []
    if tuple(dimension.code for dimension in read.dimensions) != SIDES:
        faults.append(Fault("dimensions", f"must be these three, in this order: {', '.join(SIDES)}."))
    faults += [
        Fault(code.replace(".", " "), "has no sentence for readers, so nobody could be told of it.")
        for code in sorted(finding_codes(read))
        if code not in worded
    ]
    if read.name in taken:
        faults.append(Fault("version", f"{read.name} is known already; give the corrected table a new version."))
    if len(read.name) > NAME_MAX:
        faults.append(Fault("code", f"and version together may have {NAME_MAX} signs at most."))
    faults += [
        Fault(f"{place}, en", "is missing; at least English must be there.")
        for place, words in (("title", read.title), ("source", read.source))
        if "en" not in words
    ]
    if faults:
        raise SchemeNotUnderstood(tuple(faults))
    return read
