"""Our map as a list of who does what where, a row for each entry and place, with the tags that others look for.

Source: Humanitarian Exchange Language, hxlstandard.org, 1.1.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from sankofa.provision.rules.checking import status_on
from sankofa.provision.rules.directories.terms import CHECKED, CHECKED_TAG, TAGS
from sankofa.provision.rules.terms import Entry

COLUMNS = (
    "organisation", "service", "sector", "status", "country", "district", "place_code", "offers", "for_whom",
    "age_from", "age_to", "cost", "address", "year", CHECKED,
)  # fmt: skip


def lines(
    entries: Iterable[Entry],
    *,
    headings: Mapping[str, str],
    place_names: Mapping[str, str],
    names: Mapping[str, str],
    checked: Mapping[str, date],
    on: date,
) -> Iterator[list[str | int]]:
    """Yield the lines of the list: headings, tags, then a row for each entry and each place it serves.

    `headings` are what stands over each column, `place_names` names of places by path, `names` of entries by code,
    `checked` the days of their last checks.  Whether something runs is told as of the day.
    """
    yield [headings[code] for code in COLUMNS]
    yield [TAGS.get(code, CHECKED_TAG) for code in COLUMNS]
    for entry in entries:
        said = _said(entry, names, on)
        said |= {CHECKED: checked[entry.code].isoformat()} if entry.code in checked else {}
        for area in entry.areas or ("",):
            here = {"district": place_names.get(area, area), "place_code": area}
            yield [{**said, **here}.get(code, "") for code in COLUMNS]


def _said(entry: Entry, names: Mapping[str, str], on: date) -> dict[str, str | int]:
    rules = entry.rules[-1].rules if entry.rules else None
    said: dict[str, str | int] = {
        "organisation": "; ".join(names.get(code, code) for code in entry.run_by) or entry.name,
        "service": entry.name,
        "sector": "; ".join(sorted(entry.dimensions)),
        "status": str(status_on(entry.status, entry.span.last_day, on=on)),
        "country": entry.country or "",
        "offers": entry.offers,
        "cost": entry.cost,
        "address": entry.contact,
        "year": entry.as_of,
    }
    if rules is not None:
        said["for_whom"] = "; ".join(rules.asked)
        said |= {"age_from": rules.age.start} if rules.age.start is not None else {}
        said |= {"age_to": rules.age.end - 1} if rules.age.end is not None else {}
    return said
