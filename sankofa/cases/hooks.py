"""What the house tells case work: how much a programme may give to one person at most."""

from collections.abc import Mapping

from sankofa.kernel.money import Money
from sankofa.store.hooks import Hook

ANY = "*"
"""Instead of a programme's code: any grant."""

ceilings: Hook[[], Mapping[str, tuple[Money, ...]]] = Hook("the most that a programme gives to one person")
"""By the code of a programme on the map of help, an amount for each currency."""
