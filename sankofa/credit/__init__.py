"""Whether a loan can help a returnee, and what would have to be done first.

Nouns: case, offer, rule, finding, override, verdict.  The verdict is advice and a gate on the programme's own referral
only: the lender decides alone, and the returnee may go to any lender.  No verdict, no score and no plan to leave again
is ever given to a lender.

Sources: Knowledge Paper 1 (2021), 2.2 and 4.2; responsible-finance rules, 1.1 to 1.6.
"""
