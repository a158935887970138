"""Small signs for pages: line icons and bars.

They are tags because both must be written the same way everywhere: an icon is hidden from screen readers unless it
stands alone, and the width of a bar is a number for machines, never one with a decimal comma.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from sankofa.shell import words
from sankofa.shell.paging import pages_of

register = template.Library()

POINTING = frozenset({"back", "forward", "next", "exit"})
"""Icons that point along the line of reading, so they turn round in right-to-left pages."""


class NotAPercentage(ValueError):
    """A bar was asked to show something outside 0 to 100; the figure behind it is wrong, so it is not drawn."""

    def __init__(self, percent: object) -> None:
        """Keep what was asked for."""
        super().__init__(percent)
        self.percent = percent


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw a line icon by its name; with a label it speaks for itself, without one it only decorates words."""
    return format_html(
        '<svg class="icon{}"{} focusable="false"><use href="{}#{}"></use></svg>',
        " mirrors" if name in POINTING else "",
        format_html(' role="img" aria-label="{}"', label) if label else mark_safe(' aria-hidden="true"'),
        static("shell/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def typed_by(context: Context) -> SafeString | str:
    """Put the signed note of who is typing into a form, so that what comes after the session ended is not lost."""
    note = context.get("typed_by")
    return format_html('<input type="hidden" name="typed_by" value="{}">', note) if note else ""


@register.simple_tag
def bar(percent: int | Decimal | None, kind: str = "") -> SafeString:
    """Draw a bar filled to so many of 100; nothing known draws a hatched bar, which is not an empty one.

    The bar is a picture of a number that stands beside it in words, so it is hidden from screen readers.
    Raises NotAPercentage outside 0 to 100 and for anything that is not an exact number.
    """
    if percent is None:
        return format_html('<svg class="bar unknown {}" aria-hidden="true" focusable="false"></svg>', kind)
    if not isinstance(percent, int | Decimal) or isinstance(percent, bool) or not 0 <= percent <= 100:
        raise NotAPercentage(percent)
    return format_html(
        '<svg class="bar {}" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="track" width="100" height="10"></rect><rect class="fill" width="{}" height="10"></rect></svg>',
        kind,
        str(percent),
    )


register.simple_tag(words.colon)


@register.filter
def day(known: date | datetime | None) -> str:
    """Write a day, or the day of a moment on the reader's clock, with the calendar beside that the reader chose."""
    if known is None:
        return ""
    return words.day(timezone.localtime(known).date() if isinstance(known, datetime) else known)


@register.filter
def beside(cells: Sequence[object], columns: Sequence[object]) -> list[tuple[object, object]]:
    """Set each cell of a table's row beside its column; a row that is too short or too long is a mistake, not a gap.

    Raises ValueError when the two are not equally long.
    """
    return list(zip(columns, cells, strict=True))


@register.simple_tag(takes_context=True)
def pages(context: Context, shown: Page[Any]) -> dict[str, Any] | None:
    """Return the links to the other pages of a list, for components/pagination.html; None for a single page."""
    return pages_of(shown, context["request"].GET)
