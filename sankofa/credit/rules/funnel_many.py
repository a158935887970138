"""What may be told outside of introductions to lenders: the same numbers, with what would give somebody away hidden.

Source: the same as `funnel`.
"""

from collections.abc import Sequence
from typing import Final

from sankofa.credit.rules.funnel import ENDS, End, Introduced
from sankofa.disclosure.protection import Protection, protection
from sankofa.disclosure.table import TOTAL, Dimension, Table
from sankofa.disclosure.terms import Policy

POLICY: Final = Policy()
ALL: Final = TOTAL


def shared(rows: Sequence[Introduced]) -> Protection | None:
    """Return the same by lender and end, with everything hidden that would give somebody away; None without rows.

    Look at `is_safe` before it goes out.
    """
    lenders = sorted({row.lender for row in rows})
    if not lenders:
        return None
    counts: dict[tuple[str, ...], int] = {(lender, end.value): 0 for lender in lenders for end in End}
    for row in rows:
        counts[row.lender, ENDS[row.state].value] += 1
    dimensions = [Dimension.flat("lender", lenders), Dimension.flat("end", [end.value for end in End])]
    return protection(Table(dimensions, counts), POLICY)
