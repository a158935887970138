"""What this room adds to others."""

from django.utils.translation import gettext_noop as _

from sankofa.intake.permissions import SEND
from sankofa.shell.navigation import Entry


def navigation_entries() -> tuple[Entry, ...]:
    """Return the entry of this room in the main navigation."""
    return (Entry("intake:files", _("Files"), SEND),)
