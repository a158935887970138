"""When a second person is asked before a list is taken back: what is taken out, nobody can bring back.

Source: what `approvals` asks wherever something cannot be undone; the size is our own, a day's list of a busy office.
"""

TAKEN_BACK_ALONE_MAX = 200
"""Rows that went in by a list which its sender takes back alone."""
TAKEN_BACK_ALONE_DAYS_MAX = 30
"""Days after which nobody takes back alone what they sent: a slip is seen sooner, and people are counted on by then."""


def needs_second(went_in: int, *, is_own: bool, days: int) -> bool:
    """Whether a second person has to agree: to a colleague's list, from 201 rows, and from the 31st day on."""
    return not is_own or went_in > TAKEN_BACK_ALONE_MAX or days > TAKEN_BACK_ALONE_DAYS_MAX
