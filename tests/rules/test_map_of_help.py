"""The map of help that comes with Sankofa is read whole, and every place on it is a place we know."""

import csv
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import pytest

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


def _folded(name: str) -> str:
    return " ".join(name.replace("’", "'").replace("–", "-").split()).lower()


def _printed() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "names_in_the_mapping.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("country", ["BD", "IN", "NP", "PK", "LK"])
def test_every_name_that_the_paper_prints_is_found_on_the_map(country: str) -> None:
    names = {
        _folded(name) for entry in shipped() if entry.country in (country, None) for name in (entry.name, *entry.also)
    }
    printed = _printed()[country]
    assert len(printed["table"]) >= 24
    assert [name for name in printed["table"] + printed["chapter"] if _folded(name) not in names] == []
