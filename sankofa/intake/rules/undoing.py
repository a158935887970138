"""When a second person is asked before a list is taken back: what is taken out, nobody can bring back.

Source: what `approvals` asks wherever something cannot be undone; the size is our own, a day's list of a busy office.
"""

TAKEN_BACK_ALONE_MAX = 200
"""Rows that went in by a list which its sender takes back alone."""


def needs_second(went_in: int, *, is_own: bool) -> bool:
    """Whether a second person has to agree: for a list that a colleague sent, and from 201 rows of one's own."""
    return not is_own or went_in > TAKEN_BACK_ALONE_MAX
