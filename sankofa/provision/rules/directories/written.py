"""Our map as a list of who does what where, a row for each entry and place, with the tags that others look for.

Source: Humanitarian Exchange Language, hxlstandard.org, 1.1.
"""

from collections.abc import Iterable, Iterator, Mapping

from sankofa.provision.rules.directories.terms import TAGS
from sankofa.provision.rules.terms import Entry

COLUMNS = (
    "organisation", "service", "sector", "status", "country", "district", "place_code", "offers", "for_whom",
    "age_from", "age_to", "cost", "address", "year",
)  # fmt: skip


def lines(
    entries: Iterable[Entry], *, headings: Mapping[str, str], place_names: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[list[str | int]]:
    """Yield the lines of the list: headings, tags, then a row for each entry and each place it serves.

    `headings` are what stands over each column, `place_names` names of places by path, `names` of entries by code.
    """
    yield [headings[code] for code in COLUMNS]
    yield [TAGS[code] for code in COLUMNS]
    for entry in entries:
        said = _said(entry, names)
        for area in entry.areas or ("",):
            here = {"district": place_names.get(area, area), "place_code": area}
            yield [{**said, **here}.get(code, "") for code in COLUMNS]


def _said(entry: Entry, names: Mapping[str, str]) -> dict[str, str | int]:
    rules = entry.rules[-1].rules if entry.rules else None
    said: dict[str, str | int] = {
        "organisation": "; ".join(names.get(code, code) for code in entry.run_by) or entry.name,
        "service": entry.name,
        "sector": "; ".join(sorted(entry.dimensions)),
        "status": str(entry.status),
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
