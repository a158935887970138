"""The rooms of the house, floor by floor.  A room imports floors below it, never a neighbour, never a floor above."""

FLOORS: tuple[tuple[str, ...], ...] = (
    ("store",),
    ("audit",),
    ("places",),
    ("accounts",),
    ("shell",),
    ("intake",),
    ("returnees",),
    ("surveys",),
    ("sustainability",),
    ("desks",),
)
ROOMS = tuple(room for floor in FLOORS for room in floor)
