"""Share-outs of many groups in one call, to the same integers as `shareout`: by shares, by largest remainder.

For federations and programmes that check a season's share-outs at once.  All numbers are whole minor units; where a
product would not fit into 64 bits the call is refused.  Source: "Responsible finance" 5.3.
"""

import numpy as np
from numpy.typing import NDArray

from sankofa.savings.rules.constitution import BadGroup

Whole = NDArray[np.int64]


class TooLargeForMany(BadGroup):
    """A pot times its shares is beyond what 64 bits hold; `shareout` reckons it."""

    def __init__(self, product: int) -> None:
        super().__init__("pots", product, "pot x shares and shares x unit are below 2^62")
        self.product = product


def share_out_many(pots: Whole, group_of: Whole, shares: Whole, numbers: Whole, unit: int = 1) -> tuple[Whole, Whole]:
    """Return every member's payout and what is left over in every group, in minor units.

    `pots` has one entry for each group; `group_of` (0 is the first group), `shares` and `numbers` (of passbooks) one
    for each member.  Raises BadGroup where a group has no shares, and TooLargeForMany.
    """
    count = len(pots)
    all_shares = np.zeros(count, dtype=np.int64)
    np.add.at(all_shares, group_of, shares)
    if unit < 1 or (count and (all_shares.min() <= 0 or shares.min() < 0 or pots.min() < 0)):
        raise BadGroup("shares", "none or below zero", "every group holds shares, and coin and pot are not below zero")
    if count:
        largest = int(all_shares.max()) * max(int(pots.max()), unit)
        if largest >= 2**62:
            raise TooLargeForMany(largest)
    whole = all_shares[group_of] * unit
    coins, fractions = np.divmod(pots[group_of] * shares, whole)
    given = np.zeros(count, dtype=np.int64)
    np.add.at(given, group_of, coins)
    left = pots // unit - given
    # Within a group all fractions have the same base, so that their numerators can be compared.
    order = np.lexsort((numbers, -shares, -fractions, group_of))
    starts = np.searchsorted(group_of[order], np.arange(count))
    place = np.arange(len(order)) - starts[group_of[order]]
    coins[order] += place < left[group_of[order]]
    payouts = coins * unit
    paid = np.zeros(count, dtype=np.int64)
    np.add.at(paid, group_of, payouts)
    return payouts, pots - paid
