"""What rules find about typed facts, in the reader's words; the room of files coming in explains its own codes."""

from datetime import date

from django.utils.translation import get_language

from sankofa.kernel import wording
from sankofa.kernel.finding import Finding, Value
from sankofa.shell import words

ROOMS = ("sankofa.returnees", "sankofa.intake")


def sentence(finding: Finding) -> str:
    """Return the text of a finding in the reader's language."""
    locale = get_language() or "en"
    own, reading = ROOMS
    finding = words.with_calendar_named(finding)
    try:
        return wording.text(finding, locale, own, show=_shown)
    except wording.NoWording:
        return wording.text(finding, locale, reading, show=_shown)


def _shown(value: Value) -> str:
    return words.day(value) if isinstance(value, date) else str(value)
