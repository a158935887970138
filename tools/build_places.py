"""Build the list of places the register knows, from the public lists of place codes.

Reads, from the folder of real data beside the project (``../shared/data`` unless another is given):

* ``geo-admin/global_pcodes_adm_1_2.csv``: place codes (p-codes) of provinces and districts, from the Common Operational
  Datasets that national authorities agree with the United Nations (OCHA), published on the Humanitarian Data Exchange;
* ``geo-admin/bangladesh/``: Bangla names and coordinates of Bangladesh's divisions and districts (MIT licence);
* ``classifications/iso_3166-1.json``, ``iso_3166-2.json``: codes of countries, India's states and the accented names of
  regions in Guinea, Mali and Senegal (Debian iso-codes, LGPL 2.1 or later).

Writes ``sankofa/places/data/places.csv`` and ``world.csv``.  The same sources always give the same bytes; a source that
no longer fits (an unknown parent, a district without a partner) stops the build with the offending row.

    python tools/build_places.py [SOURCE_FOLDER] [--check]
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parent.parent
SOURCES: Final = PROJECT.parent / "shared" / "data"
TARGET: Final = PROJECT / "sankofa" / "places" / "data"

# The countries of the papers, by the code each source uses.
ALPHA_2: Final = {
    "AFG": "AF", "ARM": "AM", "BGD": "BD", "GMB": "GM", "GIN": "GN", "IND": "IN",
    "LKA": "LK", "MLI": "ML", "NGA": "NG", "NPL": "NP", "PAK": "PK", "SEN": "SN",
}  # fmt: skip

# What a place of level 1 and of level 2 is called.
KINDS: Final = {
    "AF": ("province", "district"),
    "AM": ("region", "area"),
    "BD": ("division", "district"),
    "GM": ("local_government_area", "district"),
    "GN": ("region", "prefecture"),
    "LK": ("province", "district"),
    "ML": ("region", "cercle"),
    "NG": ("state", "local_government_area"),
    "NP": ("province", "district"),
    "PK": ("province", "district"),
    "SN": ("region", "department"),
}

# Places that are not what their level says: capitals, and areas a state administers without their being its province.
OTHER_KINDS: Final = {
    "AM.01": "city",
    "GN.002": "city",
    "GN.002.001": "city",
    "ML.09": "capital_district",
    "ML.09.01": "capital_district",
    "NG.015": "capital_territory",
    "PK.1": "administered_territory",
    "PK.3": "administered_territory",
    "PK.4": "capital_territory",
}

# English spellings in force since the government of Bangladesh changed them in April 2018, and names the list of codes
# abbreviates or garbles.  The list's own spellings stay findable: they are in ``aliases.csv``.
SPELLINGS: Final = {
    "BD.10": "Barishal",
    "BD.10.06": "Barishal",
    "BD.20": "Chattogram",
    "BD.20.12": "Brahmanbaria",
    "BD.20.15": "Chattogram",
    "BD.20.19": "Cumilla",
    "BD.40.41": "Jashore",
    "BD.50.10": "Bogura",
    "BD.50.70": "Chapainawabganj",
    "BD.60.58": "Moulvibazar",
    "GM.06.07": "Sabach-Sanjal",
    "PK.5.09": "Dera Ismail Khan",
    "PK.6.18": "Layyah",
    "PK.7.19": "Shaheed Benazirabad",
}

# Countries whose accented spellings are taken from ISO 3166-2 where the letters are the same.
ACCENTED: Final = ("GN", "ML", "SN")

# The Bangladesh list and the list of codes spell these districts apart (folded: theirs -> ours).
SAME_DISTRICT: Final = {"jhalakathi": "jhalokati", "netrokona": "netrakona"}
SAME_DIVISION: Final = {"chattagram": "chattogram", "barisal": "barishal"}

# ISO 3166-2 gave four states of India new codes on 23 November 2023; the list of codes at hand is older.
INDIA_CODES: Final = {"IN-CT": "IN-CG", "IN-OR": "IN-OD", "IN-TG": "IN-TS", "IN-UT": "IN-UK"}

# Not in ISO 3166-1, yet a country people have lived in and returned from; the code is the one in public use (CLDR).
OUTSIDE_ISO: Final = {"XK": "XKX"}

COLUMNS: Final = ("path", "kind", "name", "pcode", "iso", "latitude", "longitude", "bn")


class SourceDoesNotFit(ValueError):
    """A source says something this build cannot place; carries the row."""


@dataclass(frozen=True, slots=True)
class Row:
    """One place as the file holds it; an empty text is a fact the sources do not give."""

    path: str
    kind: str
    name: str
    pcode: str = ""
    iso: str = ""
    latitude: str = ""
    longitude: str = ""
    bn: str = ""


def places(sources: Path) -> list[Row]:
    """Return every place, ordered by path."""
    rows = [*_coded(sources), *_india(sources)]
    rows = _with_accents(rows, sources)
    rows = [replace(row, name=SPELLINGS.get(row.path, row.name)) for row in rows]
    rows = _with_bangladesh(rows, sources)
    rows.sort(key=lambda row: row.path.split("."))
    _check(rows)
    return rows


def world(sources: Path) -> list[tuple[str, str]]:
    """Return the two- and three-letter code of every country, ordered by the first."""
    listed = json.loads((sources / "classifications" / "iso_3166-1.json").read_text(encoding="utf-8"))["3166-1"]
    codes = {entry["alpha_2"]: entry["alpha_3"] for entry in listed}
    return sorted({**codes, **OUTSIDE_ISO}.items())


def places_file(sources: Path) -> str:
    """Return the text of ``places.csv``."""
    return _csv(COLUMNS, ([getattr(row, column) for column in COLUMNS] for row in places(sources)))


def world_file(sources: Path) -> str:
    """Return the text of ``world.csv``."""
    return _csv(("alpha_2", "alpha_3"), map(list, world(sources)))


def path_of(code: str, parents: Mapping[str, str]) -> str:
    """Return the path of a p-code: the country, then at each level the digits the code adds to its parent's.

    BD3026 below BD30 is BD.30.26; LK11 below LK1 is LK.1.1.  Raises SourceDoesNotFit where a code does not begin with
    its parent's.
    """
    parent = parents[code]
    begins = ALPHA_2.get(parent, parent)
    own = code.removeprefix(begins)
    if own in ("", code):
        raise SourceDoesNotFit(code, parent)
    above = begins if parent in ALPHA_2 else path_of(parent, parents)
    return f"{above}.{own}"


def _coded(sources: Path) -> Iterator[Row]:
    """Yield the places that have a p-code."""
    with (sources / "geo-admin" / "global_pcodes_adm_1_2.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = [row for row in csv.DictReader(file) if row["Location"] in ALPHA_2]
    parents = {row["P-Code"]: row["Parent P-Code"] for row in listed}
    for row in listed:
        path = path_of(row["P-Code"], parents)
        level = int(row["Admin Level"])
        if path.count(".") != level:
            raise SourceDoesNotFit(row)
        kind = OTHER_KINDS.get(path, KINDS[path[:2]][level - 1])
        yield Row(path=path, kind=kind, name=" ".join(row["Name"].split()), pcode=row["P-Code"])


def _india(sources: Path) -> Iterator[Row]:
    """Yield India's states and union territories, which the list of p-codes leaves out.  Districts are in no source."""
    for entry in _subdivisions(sources, "IN"):
        kind = {"State": "state", "Union territory": "union_territory"}[entry["type"]]
        code = INDIA_CODES.get(entry["code"], entry["code"])
        yield Row(path=code.replace("-", "."), kind=kind, name=_unaccented(entry["name"]), iso=code)


def _with_accents(rows: list[Row], sources: Path) -> list[Row]:
    """Give places of French-speaking countries their accents, where ISO spells the same letters with them."""
    spelled = {
        (country, _letters(entry["name"])): entry["name"]
        for country in ACCENTED
        for entry in _subdivisions(sources, country)
    }
    return [replace(row, name=spelled.get((row.path[:2], _letters(row.name)), row.name)) for row in rows]


def _with_bangladesh(rows: list[Row], sources: Path) -> list[Row]:
    """Add Bangla names and coordinates, matched by name within the division; every row must find its partner."""
    folder = sources / "geo-admin" / "bangladesh"
    ours = {(row.path.rpartition(".")[0], _letters(row.name)): row.path for row in rows if row.path.startswith("BD.")}
    added: dict[str, dict[str, str]] = {}
    division_path: dict[str, str] = {}
    for number, name, bangla, _site in _plain_rows(folder / "divisions.csv"):
        path = ours.get(("BD", SAME_DIVISION.get(_letters(name), _letters(name))))
        if path is None:
            raise SourceDoesNotFit(number, name)
        division_path[number] = path
        added[path] = {"bn": unicodedata.normalize("NFC", bangla)}
    for _number, division, name, bangla, latitude, longitude, _site in _plain_rows(folder / "districts.csv"):
        letters = SAME_DISTRICT.get(_letters(name), SAME_DIVISION.get(_letters(name), _letters(name)))
        path = ours.get((division_path[division], letters))
        if path is None or path in added:
            raise SourceDoesNotFit(division, name)
        added[path] = {
            "bn": unicodedata.normalize("NFC", bangla),
            "latitude": _degrees(latitude),
            "longitude": _degrees(longitude),
        }
    if len(added) != len(ours):
        raise SourceDoesNotFit(sorted(set(ours.values()) - set(added)))
    return [replace(row, **added.get(row.path, {})) for row in rows]


def _check(rows: list[Row]) -> None:
    """Raise SourceDoesNotFit unless every path is there once and every parent is there too."""
    paths = [row.path for row in rows]
    known = {*paths, *ALPHA_2.values()}
    if len(set(paths)) != len(paths):
        raise SourceDoesNotFit("a path is there twice", sorted(p for p in set(paths) if paths.count(p) > 1))
    orphans = [path for path in paths if path.rpartition(".")[0] not in known]
    if orphans:
        raise SourceDoesNotFit("without a parent", orphans)


def _subdivisions(sources: Path, country: str) -> list[dict[str, str]]:
    listed = json.loads((sources / "classifications" / "iso_3166-2.json").read_text(encoding="utf-8"))["3166-2"]
    return [entry for entry in listed if entry["code"].startswith(f"{country}-")]


def _plain_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file) if row]


def _unaccented(text: str) -> str:
    """Drop the marks of a transliteration: Bihār is written Bihar in India's own English."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


def _letters(text: str) -> str:
    return "".join(sign for sign in _unaccented(text).casefold() if sign.isalpha())


def _degrees(text: str) -> str:
    """Four decimals, about eleven metres: more would claim a precision a district's centre does not have."""
    return str(Decimal(text).quantize(Decimal("0.0001")))


def _csv(header: tuple[str, ...], rows: Iterator[list[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def main() -> int:
    """Write the files, or with ``--check`` say whether the committed ones are what the sources give."""
    parser = argparse.ArgumentParser(description="Build the list of places from the public lists of place codes.")
    parser.add_argument("sources", nargs="?", type=Path, default=SOURCES)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a committed file differs")
    given = parser.parse_args()
    stale = []
    for name, text in (("places.csv", places_file(given.sources)), ("world.csv", world_file(given.sources))):
        target = TARGET / name
        if given.check:
            stale += [name] if not target.exists() or target.read_text(encoding="utf-8") != text else []
        else:
            target.write_text(text, encoding="utf-8")
    if stale:
        sys.stderr.write(f"Differs from its sources: {', '.join(stale)}\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
