"""Partner lenders: where they are, what they offer, whether they can be trusted, and what their loans truly cost.

Nouns: lender, product, framework, assessment, gate, score, ratio; price (what a loan costs, by every named convention,
with the worked sheet), offer at a rate whose basis is known or not.  Reintegration organisations do not lend; they
choose with care whom they introduce people to, and look again before an approval runs out.

Sources: Knowledge Paper 1 (2021), 4.2.3; responsible-finance rules, 2 and 3 (docs/sources.md).
"""
