"""Loans: what becomes of a loan after it was handed out, from the first payment to the last, and who stands in for
whom.

Rules so far (`rules/`): the life of a loan as a function of its agreement, its events and a day; arrears and portfolio
at risk; loan cycles; groups.  Nothing here decides about a person: it says what is owed, why, and what comes next.
"""
