"""Savings: groups that save and lend among themselves, groups whose pot goes round, and savings that are matched.

The nouns: a **constitution** (what the group agreed), a **meeting** (its entries, two funds and what was counted), a
**standing** (shares, loans and balances after the meetings), a **share-out** (what everyone gets when the cycle ends),
a **rotation** (one pot, one member at a time), a **matching scheme**.  Sources: "Responsible finance", sections 4.4 and
5; Knowledge Paper 1, section 4.2.5.
"""
