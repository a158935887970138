"""Who speaks where: the one visible list of what higher rooms add to lower ones."""


def fill() -> None:
    """Fill every hook of the house.  Filling twice changes nothing."""
