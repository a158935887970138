"""What returnees owe, to whom, under what pressure, and what it takes out of every month.

Nouns: debt, lender, pressure, household, debt service, burden, coercion.  Most debts here are informal: between 83 and
96 % are owed to friends and relatives, mostly without interest, and most are paid irregularly.  What harms is more
often how a debt is collected than how large it is, so coercion is looked at apart from size.

Sources: Knowledge Paper 1 (2021), 2.2.1; the debt study of Mali (2020); "Returning to Debt" (IOM, Samuel Hall and
University of Sussex, 2022); the responsible-finance rules, 1.5.
"""
