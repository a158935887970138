"""What one row of a schedule asks for, before it has a date and fees."""

Amounts = tuple[int, int, int, int]
"""Owed before the payment without interest, principal, interest, principal still owed; in whole minor units.

A plain tuple, for a schedule makes one for every row and few are looked at.
"""
