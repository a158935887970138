"""Indicators, published tables and evaluation: what can be said, and what must not be said, about many people at once.

The nouns: a **study** compares people who took a loan with people who did not, in the same return context; an
**estimate** is a number with its interval; the **level** of a study decides which words may be used about it.

Sources: Knowledge Paper 1, 4.2.5 (compare "returnees who accessed microcredit with ... returnees who did not ... in the
same return context"; attention to "efficiency"); responsible-finance rules, section 8.
"""
