"""The mapping's own screen: whom its survey let answer, and why it left others out.

"The screening criteria required returnees to have returned at some point within the last five years and remain in the
country of origin for at least six months continuously.  For current migrants, the screening criteria was to have spent
an accumulated six months overseas in all trips, while previous return experience had to be within the last five years."
It left out 51 of 614.  Whose day of return is not known cannot be screened, and is left out too, and counted apart.

Source: the South Asia mapping, 8.2 and its note 8.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import numpy as np

from sankofa.statistics.rules.columns import NOT_KNOWN, SINGLE, Columns, Whole

BACK_WITHIN_MONTHS: Final = 60
HOME_FOR_MONTHS: Final = 6
ABROAD_FOR_MONTHS: Final = 6
SURVEYED_IN_ALL: Final = 614
LEFT_OUT_BY_THE_SURVEY: Final = 51


class LeftOut(StrEnum):
    """Why somebody is not in a screened table."""

    RETURN_NOT_KNOWN = "return_not_known"
    BACK_LONGER = "back_longer"
    HOME_SHORTER = "home_shorter"
    ABROAD_NOT_KNOWN = "abroad_not_known"
    ABROAD_SHORTER = "abroad_shorter"


STAYS: Final = 0
_NUMBER: Final = {why: number for number, why in enumerate(LeftOut, start=1)}


def screened(columns: Columns) -> Whole:
    """Return for each talk 0 where the survey would have let the person answer, else the number of the reason."""
    found = np.zeros(len(columns), dtype=np.int8)
    returnee = columns.group == SINGLE["group"].index("returnee")
    # Where two reasons apply, the lower line of these counts.
    for why, applies in (
        (LeftOut.ABROAD_SHORTER, ~returnee & (columns.abroad >= 0) & (columns.abroad < ABROAD_FOR_MONTHS)),
        (LeftOut.ABROAD_NOT_KNOWN, ~returnee & (columns.abroad == NOT_KNOWN)),
        (LeftOut.HOME_SHORTER, returnee & (columns.home >= 0) & (columns.home < HOME_FOR_MONTHS)),
        (LeftOut.BACK_LONGER, columns.home >= BACK_WITHIN_MONTHS),
        (LeftOut.RETURN_NOT_KNOWN, columns.home == NOT_KNOWN),
    ):
        found[applies] = _NUMBER[why]
    return found


def counted(found: Whole) -> Mapping[LeftOut, int]:
    """Return how many are left out for which reason; reasons that left nobody out are not named."""
    numbers = np.bincount(found, minlength=len(LeftOut) + 1)
    return {why: int(numbers[number]) for why, number in _NUMBER.items() if numbers[number]}
