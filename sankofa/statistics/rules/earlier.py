"""Which talks stand in which shown cells of a table, so that the next one can be held against it.

What tables give away together is asked in `sankofa.disclosure.earlier`.

Source: responsible-finance rules, 8.3 (1) "one frozen release per period (differencing!)", (4) the audit.
"""

from typing import Final

import numpy as np

from sankofa.disclosure import earlier
from sankofa.disclosure.earlier import Members, about_earlier
from sankofa.statistics.rules.sharing import Shared
from sankofa.statistics.rules.tables import Place, Sample

__all__ = ["CODES", "Members", "about_earlier", "members"]
CODES: Final = earlier.CODES


def members(done: Shared, sample: Sample, number: str) -> Members:
    """Return which talks stand in which shown cells of a table that may go out."""
    shown = [place for place, cell in done.cells.items() if cell is not None and next(iter(cell.values())).people]
    # Whoever stands in the same row and column stands in the same cells: one person speaks for all of them.
    number_of = earlier.numbered(sample.places())
    first = np.zeros(int(number_of.max()) + 1, dtype=np.int64)
    first[number_of] = np.arange(len(number_of))
    inside = np.stack([sample.where(*place)[first] for place in shown], axis=1)
    patterns, pattern_of = earlier.told_apart(inside)
    pattern = pattern_of[number_of]
    order = np.argsort(sample.columns.keys)
    return Members(
        number,
        tuple(_name(place) for place in shown),
        sample.columns.keys[order],
        pattern[order].astype(np.uint16),
        tuple(tuple(int(cell) for cell in np.flatnonzero(one)) for one in patterns),
    )


def _name(place: Place) -> str:
    return " / ".join(place)
