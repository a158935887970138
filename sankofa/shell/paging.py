"""Pages of a long list: what the pagination component needs, and how many there are, counted as far as it helps.

Nobody turns forty pages, and counting a million rows takes longer than showing the first of them: a longer list
says "1,000+" and is narrowed down.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext

from sankofa.shell.words import number

if TYPE_CHECKING:
    _Paginator = Paginator[Any]
else:
    _Paginator = Paginator

COUNTED_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are, counted up to a bound."""

    number: int
    is_more: bool

    def __str__(self) -> str:
        """As it is shown: 312, or 1,000+ where there are more."""
        return f"{number(self.number)}+" if self.is_more else number(self.number)


def counted(found: QuerySet[Any], *, most: int = COUNTED_MAX) -> Counted:
    """Return how many there are, counted up to a bound, so that it takes no longer in a register of millions."""
    held = found.order_by()[: most + 1].count()
    return Counted(min(held, most), held > most)


class Pages(_Paginator):
    """The pages of a list of any length: as many as are counted."""

    @cached_property
    def counted(self) -> Counted:
        """How many there are, as far as they are counted."""
        assert isinstance(self.object_list, QuerySet)
        return counted(self.object_list)

    @cached_property
    def count(self) -> int:
        """How many have a page."""
        return self.counted.number


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
            "count": str(
                shown.paginator.counted if isinstance(shown.paginator, Pages) else number(shown.paginator.count)
            ),
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
