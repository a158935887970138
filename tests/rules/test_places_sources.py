"""The committed lists are what their sources give.  Skipped where the folder of real data is not beside the project."""

import csv
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from sankofa.places.rules.matching import place_meant

PROJECT = Path(__file__).resolve().parents[2]
SOURCES = PROJECT.parent / "shared" / "data"

pytestmark = pytest.mark.usefixtures("shared_data")


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_places", PROJECT / "tools" / "build_places.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_building_again_gives_the_committed_places(build: ModuleType) -> None:
    committed = (build.TARGET / "places.csv").read_text(encoding="utf-8")
    assert build.places_file(SOURCES) == committed


def test_building_again_gives_the_committed_countries(build: ModuleType) -> None:
    committed = (build.TARGET / "world.csv").read_text(encoding="utf-8")
    assert build.world_file(SOURCES) == committed


def test_every_code_and_every_spelling_of_the_source_leads_to_its_place(build: ModuleType) -> None:
    with (SOURCES / "geo-admin" / "global_pcodes_adm_1_2.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = [row for row in csv.DictReader(file) if row["Location"] in build.ALPHA_2]
    parents = {row["P-Code"]: row["Parent P-Code"] for row in listed}
    assert len(listed) == 1874
    for row in listed:
        path = build.path_of(row["P-Code"], parents)
        assert place_meant(row["P-Code"]).path == path
        within, _, _ = path.rpartition(".")
        assert place_meant(row["Name"], within=within, level=int(row["Admin Level"])).path == path, row


@pytest.mark.parametrize(
    ("code", "parent"),
    [
        pytest.param("BD3026", "BD40", id="another-parents-digits"),
        pytest.param("BD30", "BD30", id="its-own-parent"),
    ],
)
def test_a_code_that_does_not_continue_its_parents_stops_the_build(build: ModuleType, code: str, parent: str) -> None:
    with pytest.raises(build.SourceDoesNotFit):
        build.path_of(code, {code: parent, "BD40": "BGD"})
