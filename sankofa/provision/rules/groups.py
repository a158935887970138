"""Groups of people for whom help is meant and by whom gaps are counted, and where the lines between them lie.

Source: mapping (IOM and ILO, 2022), chapters 3 to 7 (assessments) and 9.3 (who is left out).
"""

from enum import StrEnum
from typing import Final

OLDER_FROM: Final = 56
"""Older than 55, as the mapping draws the line."""
GROWN_UP_FROM: Final = 18


class Group(StrEnum):
    """For whom an entry says it is meant, and by whom gaps are counted."""

    WOMEN = "women"
    MEN = "men"
    OLDER = "older"  # than 55
    FORCED_RETURN = "forced_return"
    IRREGULAR = "irregular"
    WITHOUT_PAPERS = "without_papers"
    SURVIVORS = "survivors"
    CHILDREN = "children"
    FAMILIES = "families"  # left behind
    WAGE_SEEKERS = "wage_seekers"
    FROM_INDIA = "from_india"
    IN_DEBT = "in_debt"
    DISABILITY = "disability"
