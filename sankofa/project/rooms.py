"""The rooms of the house, floor by floor.  A room imports floors below it, never a neighbour, never a floor above.

On the ground, below Django, stand `kernel`, `instalments` and `disclosure`: pure, and known to no framework.
"""

FLOORS: tuple[tuple[str, ...], ...] = (
    ("store",),
    ("audit",),
    ("places",),
    ("accounts",),
    ("shell",),
    ("consent", "ledger", "intake", "approvals", "messages"),
    ("returnees",),
    ("surveys",),
    ("sustainability", "debts", "provision"),
    ("cases",),
    ("lenders", "savings"),
    ("credit",),
    ("loans",),
    ("funds",),
    ("competitions",),
    ("statistics",),
    ("desks",),
)
ROOMS = tuple(room for floor in FLOORS for room in floor)
