"""Pages of a long list: what the pagination component needs."""

from typing import Any

from django.core.paginator import Page
from django.http import QueryDict
from django.utils.translation import gettext

from sankofa.shell.words import number


def pages_of(shown: Page[Any], asked: QueryDict) -> dict[str, Any] | None:
    """Return the links to the other pages of a list, keeping what else the address says; None for a single page."""
    if shown.paginator.num_pages < 2:
        return None
    entries = [
        {"label": "…"} if not isinstance(entry, int) else _entry(entry, shown, asked)
        for entry in shown.paginator.get_elided_page_range(shown.number, on_each_side=1, on_ends=1)
    ]
    return {
        "shown": gettext("%(first)s to %(last)s of %(count)s")
        % {
            "first": number(shown.start_index()),
            "last": number(shown.end_index()),
            "count": number(shown.paginator.count),
        },
        "previous_url": _address(shown.previous_page_number(), asked) if shown.has_previous() else "",
        "next_url": _address(shown.next_page_number(), asked) if shown.has_next() else "",
        "entries": entries,
    }


def _entry(wanted: int, shown: Page[Any], asked: QueryDict) -> dict[str, Any]:
    return {"label": number(wanted), "url": _address(wanted, asked), "current": wanted == shown.number}


def _address(wanted: int, asked: QueryDict) -> str:
    said = asked.copy()
    said["page"] = str(wanted)
    return "?" + said.urlencode()
