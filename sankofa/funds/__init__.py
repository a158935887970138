"""Funds: money that organisations put behind loans to returnees, and the bodies that decide about it.

The nouns: a **revolving fund** and its capital, a **selection committee** and its decision, a **guarantee facility**
with covered loans, claims and recoveries, a **soft-loan gate**, a **lien** on a grant, **remittance evidence**, a
**collective transfer**.  Sources: "Responsible finance", section 4; Knowledge Paper 1, section 4.2.4.
"""
