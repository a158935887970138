"""Directories of services after Open Referral's HSDS 3: read into rows of a list, and our map written as one.

A directory is a page of services, one service or one organisation as JSON, all tables in one JSON, or a package (zip)
of tables.  Whatever it is, it becomes rows of a list, one for each service and place, which then come in like every
other list: with columns, a verdict for each row, and a way back.  Names of contact persons are left where they are.

Source: Open Referral, Human Services Data Specification 3.0 (CC BY-SA 4.0).
"""

import csv
import io
import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from sankofa.provision.rules.checking import status_on
from sankofa.provision.rules.directories.terms import TAGS
from sankofa.provision.rules.terms import Entry, Status

BYTES_MAX: Final = 60 * 1024 * 1024
"""What a package may unpack to."""
TABLES_MAX: Final = 100
CELLS_MAX: Final = 2_000_000
"""What the tables of a package may hold: a cell of two bytes takes a hundred times as much once it is read."""
ROWS_MAX: Final = 50_000
SIGNS_MAX: Final = 15_000_000
"""What a directory may become as a list: a service is written out for each of its places, so a small one can grow."""
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, RuntimeError, NotImplementedError, OSError,
    UnicodeError, csv.Error,
)  # fmt: skip
_STATUS: Final = {
    Status.RUNNING: "active",
    Status.PLANNED: "inactive",
    Status.CLOSED: "defunct",
    Status.UNKNOWN: "inactive",
}
"""Others know no word for what is planned or not known; whoever reads "active" would go there."""
_ONE_OF: Final = {"organization": "organizations", "program": "programs", "location": "locations"}
_TABLES_OF_A_SERVICE: Final = (
    "phones", "contacts", "service_areas", "required_documents", "cost_options", "languages", "service_at_locations",
    "funding",
)  # fmt: skip


class NotADirectory(ValueError):
    """The file is not a directory of services as it can be read; `why` says so in a word."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def is_directory(content: bytes) -> bool:
    """Whether a file begins like a directory rather than like a list: JSON, or a package that describes itself."""
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in (b"{", b"["):
        return True
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return any(_base(name) == "services.csv" for name in package.namelist())
    except zipfile.BadZipFile:
        return False


def rows(content: bytes) -> list[dict[str, str]]:
    """Return the rows of a directory by the codes of columns, one for each service and place.  Raises NotADirectory."""
    found: list[dict[str, str]] = []
    signs = 0
    for row in (row for service in _services(_opened(content)) for row in _rows_of(service)):
        signs += sum(map(len, row.values()))
        if len(found) == ROWS_MAX or signs > SIGNS_MAX:
            raise NotADirectory("too_large")
        found.append(row)
    if not found:
        raise NotADirectory("services")
    return found


def list_of(content: bytes) -> list[list[str]]:
    """Return a directory as the lines of a list: tags first, then its rows.  Raises NotADirectory."""
    read = rows(content)
    used = [code for code in TAGS if any(row.get(code) for row in read)]
    return [[TAGS[code] for code in used], *([row.get(code, "") for code in used] for row in read)]


def _opened(content: bytes) -> Any:
    if not content.strip():
        raise NotADirectory("empty")
    if not content.startswith(b"PK"):
        try:
            return json.loads(content.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise NotADirectory("json") from error
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            held = [one for one in package.infolist() if one.filename.lower().endswith(".csv")]
            if len(held) > TABLES_MAX or sum(one.file_size for one in held) > BYTES_MAX:
                raise NotADirectory("too_large")
            tables: dict[str, list[dict[str, str]]] = {}
            left = CELLS_MAX
            for one in held:
                tables[_base(one.filename)], left = _table(package.read(one), left)
            return tables
    except _BROKEN as error:
        raise NotADirectory("package") from error


def _table(content: bytes, left: int) -> tuple[list[dict[str, str]], int]:
    """Return a table and how many cells may follow in others; empty cells are left out.  Raises NotADirectory."""
    read = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    headings: list[str] | None = None
    table = []
    for line in read:
        left -= max(1, len(line))
        if left < 0:
            raise NotADirectory("too_large")
        if headings is None:
            headings = line or None
        elif line:
            table.append({key: value for key, value in zip(headings, line, strict=False) if value})
    return table, left


def _base(name: str) -> str:
    return name.rpartition("/")[2].lower()


def _services(directory: Any) -> Iterator[Mapping[str, Any]]:
    """The services of a directory, whichever of its shapes it has, each with its organisation inside."""
    if isinstance(directory, list):
        for one in directory:
            yield from _services(one)
    elif not isinstance(directory, dict):
        return
    elif any(str(name).endswith(".csv") for name in directory):
        yield from _joined({_base(str(name)).removesuffix(".csv"): table for name, table in directory.items()})
    elif isinstance(directory.get("contents"), list):
        yield from _services(directory["contents"])
    elif isinstance(directory.get("services"), list):
        yield from ({"organization": directory, **one} for one in _tables(directory["services"]))
    elif isinstance(directory.get("service"), dict):
        yield {**directory["service"], "service_at_locations": [directory]}
    elif "name" in directory and ("organization" in directory or "service_areas" in directory or "status" in directory):
        yield directory


def _joined(tables: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Services out of separate tables, each with what points at it and what it points at."""
    held = {name: _tables(rows) for name, rows in tables.items()}
    held.setdefault("service_at_locations", held.get("service_at_location", []))
    by_key = {name: {str(row.get("id", "")): row for row in held.get(table, [])} for name, table in _ONE_OF.items()}
    addresses = _grouped(held.get("addresses", []), "location_id")
    pointing = {name: _grouped(held.get(name, []), "service_id") for name in _TABLES_OF_A_SERVICE}
    for service in held.get("services", []):
        key, location_id = str(service.get("id", "")), str(service.get("location_id", "") or "")
        whole: dict[str, Any] = {**service, **{name: rows.get(key, []) for name, rows in pointing.items()}}
        for at in whole["service_at_locations"]:
            place = str(at.get("location_id", ""))
            at["location"] = {**by_key["location"].get(place, {}), "addresses": addresses.get(place, [])}
        if location_id and not whole["service_at_locations"]:
            location = by_key["location"].get(location_id, {})
            whole["service_at_locations"] = [{"location": {**location, "addresses": addresses.get(location_id, [])}}]
            whole.setdefault("organization_id", location.get("organization_id"))
        whole["organization"] = by_key["organization"].get(str(whole.get("organization_id", "")), {})
        yield whole


def _grouped(table: Sequence[Mapping[str, Any]], key: str) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in table:
        if value := str(row.get(key, "") or ""):
            grouped.setdefault(value, []).append(dict(row))
    return grouped


def _tables(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _rows_of(service: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """A service as rows, one for each place it serves; where no place served is told, where its doors are."""
    organisation = service.get("organization")
    organisation = organisation if isinstance(organisation, dict) else {}
    said = {
        "organisation": _text(organisation, "name"),
        "acronym": _text(organisation, "alternate_name"),
        "service": _text(service, "name"),
        "sector": _text(service.get("program"), "name") or _text(service, "keywords"),
        "status": _text(service, "status"),
        "offers": _text(service, "description"),
        "for_whom": _text(service, "eligibility_description") or _text(service, "eligibility"),
        "age_from": _text(service, "minimum_age"),
        "age_to": _text(service, "maximum_age"),
        "cost": _text(service, "fees_description") or _text(service, "fees"),
        "papers": "; ".join(
            filter(None, (_text(one, "document") for one in _tables(service.get("required_documents"))))
        ),
        "phone": next(filter(None, (_text(one, "number").strip('"') for one in _phones(service, organisation))), ""),
        "email": _text(service, "email") or _text(organisation, "email"),
        "website": _text(service, "url") or _text(organisation, "website"),
        "languages": "; ".join(filter(None, (_text(one, "name") for one in _tables(service.get("languages"))))),
        "year": (_text(service, "assured_date") or _text(service, "last_modified"))[:4],
    }
    said["address"] = next((_written(address) for address in _addresses(service)), "")
    is_anywhere = False
    for place in _places(service):
        is_anywhere = True
        yield {code: text for code, text in {**said, **place}.items() if text}
    if not is_anywhere:
        yield {code: text for code, text in said.items() if text}


def _places(service: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """The places that a service serves; where none is told, those where its doors are."""
    areas = service.get("service_areas")
    if isinstance(areas, str) and areas:
        yield {"district": areas}
    elif served := _tables(areas):
        yield from map(_served, served)
    else:
        yield from map(_lies, _addresses(service))


def _addresses(service: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The addresses of a service, one after the other: many doors in one house of many addresses are never a list."""
    for at in _tables(service.get("service_at_locations")):
        location = at.get("location")
        yield from _tables(location.get("addresses") if isinstance(location, dict) else None)


def _phones(service: Mapping[str, Any], organisation: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from _tables(service.get("phones"))
    yield from _tables(organisation.get("phones"))


def _served(area: Mapping[str, Any]) -> dict[str, str]:
    extent = _text(area, "extent") if _text(area, "extent_type") == "text" else ""
    return {"place_code": extent, "district": _text(area, "name")}


def _lies(address: Mapping[str, Any]) -> dict[str, str]:
    return {
        "country": _text(address, "country"),
        "province": _text(address, "state_province"),
        "district": _text(address, "region") or _text(address, "city"),
    }


def _written(address: Mapping[str, Any]) -> str:
    return ", ".join(filter(None, (_text(address, part) for part in ("address_1", "address_2", "city", "postal_code"))))


def _text(table: Any, key: str) -> str:
    value = table.get(key) if isinstance(table, dict) else None
    return " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def written(
    entries: Iterable[Entry],
    *,
    place_names: Mapping[str, str],
    names: Mapping[str, str],
    checked: Mapping[str, date],
    on: date,
) -> dict[str, Any]:
    """Return entries as a page of services that other directories read.

    `place_names` are the names of places by path, `names` those of entries by code; what runs an entry and is no
    entry is named as it stands; `checked` are the days of the last checks.  The same entry always has the same id, and
    whether it runs is told as of the day.
    """
    services = [_service(entry, place_names, names, checked.get(entry.code), on) for entry in entries]
    return {
        "total_items": len(services),
        "total_pages": 1,
        "page_number": 1,
        "size": len(services),
        "first_page": True,
        "last_page": True,
        "empty": not services,
        "contents": services,
    }


def _service(
    entry: Entry, place_names: Mapping[str, str], names: Mapping[str, str], checked: date | None, on: date
) -> dict[str, Any]:
    runs = names.get(entry.run_by[0], entry.run_by[0]) if entry.run_by else entry.name
    rules = entry.rules[-1].rules if entry.rules else None
    service: dict[str, Any] = {
        "id": _id("entry", entry.code),
        "name": entry.name,
        "description": entry.offers,
        "status": _STATUS[status_on(entry.status, entry.span.last_day, on=on)],
        "organization": {"id": _id("runs", runs), "name": runs, "description": runs},
        "service_areas": [
            {
                "id": _id("area", entry.code, area),
                "name": place_names.get(area, area),
                "extent": area,
                "extent_type": "text",
            }
            for area in entry.areas
        ],
        "last_modified": f"{entry.as_of}-01-01T00:00:00Z",
    }
    if checked is not None:
        service["assured_date"] = checked.isoformat()
    if entry.cost:
        service["fees_description"] = entry.cost
    if entry.contact:
        service["application_process"] = entry.contact
    if rules is not None and rules.asked:
        service["eligibility_description"] = "; ".join(rules.asked)
    if rules is not None and rules.age.start is not None:
        service["minimum_age"] = rules.age.start
    if rules is not None and rules.age.end is not None:
        service["maximum_age"] = rules.age.end - 1
    return service


def _id(*parts: str) -> str:
    return str(uuid5(NAMESPACE_URL, ":".join(("sankofa", *parts))))
