"""Tables that give nobody away.

A table about a few people is a table about somebody.  This folder decides which numbers of a table stay hidden and
why, and then plays the curious reader: with every published number and every total in hand, what can still be inferred
about each hidden one?  A table goes out only when that reader is left with enough doubt.

The nouns: a **table** of whole numbers with its totals; a **policy** (how small is small, how much doubt is enough); a
**puzzle**, which is the table as the reader sees it; an **interval**, the least and the most a hidden number can be;
a **protection**, the table as it may go out with a finding for every decision.

Source: the responsible-finance rules, section 8.3, which name the Washington State Department of Health (counts below
ten), the ten-unit rule of the ONS Longitudinal Study, the acro checks (dominance) and the GaussSuppression vignette.
"""
