"""The map of help that comes with Sankofa is read whole, and every place on it is a place we know."""

import csv
from importlib.resources import files

from sankofa.provision.rules.content import entries
from sankofa.provision.rules.terms import Entry


def shipped() -> tuple[Entry, ...]:
    folder = files("sankofa.provision") / "content"
    return entries(
        {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".toml")}
    )


def test_the_map_is_read_without_a_fault_and_every_area_is_known() -> None:
    with (files("sankofa.places") / "data" / "places.csv").open(encoding="utf-8") as rows:
        known = {row["path"] for row in csv.DictReader(rows)}
    unknown = {(entry.code, area) for entry in shipped() for area in entry.areas if "." in area and area not in known}
    assert unknown == set()


def test_whatever_offers_something_says_where_it_stands_in_its_source() -> None:
    assert [entry.code for entry in shipped() if not entry.source.section] == []
