"""A number as it is shown to whoever has not said what they need it for: its last two signs.

Two signs are enough to tell two numbers apart on the phone ("the one that ends in 78?") and too few to call or to look
somebody up.
"""

SHOWN = 2
HIDDEN_MIN = 4
"""Of a number this short nothing is shown: two of four signs would be half of it."""
DOTS = "•" * 4


def masked(number: str) -> str:
    """Return a phone or document number with all but its last two signs hidden; its length is hidden too."""
    signs = "".join(sign for sign in number if sign.isalnum())
    return DOTS if len(signs) <= HIDDEN_MIN else f"{DOTS}{signs[-SHOWN:]}"
