"""What one row of a schedule asks for, before it has a date and fees."""

from typing import NamedTuple


class Amounts(NamedTuple):
    """Principal and interest of one row, in whole minor units."""

    opening: int  # owed before the payment, without interest
    principal: int
    interest: int
    balance: int  # principal still owed after the payment
