"""A device in words, from what its browser says of itself: enough to recognise one's own telephone in a list.

Nothing is guessed: what is not recognised stays unknown.  The place somebody signs in from is not worked out at all,
because networks of telephones give a place far away and frighten people for nothing.
"""

from dataclasses import dataclass

BROWSERS = (
    ("SamsungBrowser/", "Samsung Internet"),
    ("OPR/", "Opera"),
    ("UCBrowser/", "UC Browser"),
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""In this order: most browsers also claim to be the ones below them."""
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Browser:
    """The names of a browser and of what it runs on; None where they are not recognised."""

    name: str | None
    system: str | None


def recognised(user_agent: str) -> Browser:
    """Return what a browser says it is."""
    return Browser(
        next((name for sign, name in BROWSERS if sign in user_agent), None),
        next((name for sign, name in SYSTEMS if sign in user_agent), None),
    )
