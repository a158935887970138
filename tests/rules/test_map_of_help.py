"""The map of help that comes with Sankofa is read whole, and every place on it is a place we know."""

import csv
import re
import tomllib
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from sankofa.provision.rules.checking import is_for_people, is_over, status_on
from sankofa.provision.rules.content import entries
from sankofa.provision.rules.terms import Entry, Status

TODAY = date(2026, 11, 22)
LENDERS = {
    *("bd-pkb", "bd-covid-loan", "bd-pkb-returnee-products", "bd-prottasha-lenders", "bd-training-with-loans"),
    *("in-ndprem", "lk-diriya-piyasa", "lk-enterprise", "np-loan-scheme", "pk-microfinance-banks", "pk-youth-loan"),
    *("ng-seap", "ng-seap-returnee-credit", "ng-revolving-fund", "am-med", "am-vtb", "am-anelik", "pe-tienda-pago"),
    *("ug-centenary", "bo-caja-los-andes", "do-banco-adopem", "lb-al-majmoua", "int-finca", "int-kiva"),
}
# Booklets, studies, and a look at who lends: nobody borrows from them.
NO_LENDERS = {"int-remploy-toolkits", "int-iom-credit-study", "int-unhcr-guide", "sd-microfinance-mapping"}


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


def test_every_figure_stands_on_a_page_that_its_entry_names() -> None:
    elsewhere = [
        (entry.code, figure.what)
        for entry in shipped()
        for figure in entry.figures
        if figure.page is not None and figure.page not in entry.source.pages
    ]
    assert elsewhere == []


@pytest.mark.parametrize("code", ["lk-rata-wiruwo", "bd-tvet-reform", "am-med", "it-remploy-iii", "np-mrww"])
def test_what_the_papers_say_has_ended_is_closed(code: str) -> None:
    [entry] = [entry for entry in shipped() if entry.code == code]
    assert entry.status == Status.CLOSED


def test_nothing_on_the_map_runs_past_its_last_day() -> None:
    """Status follows the days: the four that papers call running, and whatever ends later."""
    for entry in shipped():
        last_day = entry.span.last_day
        if last_day is not None:
            assert is_over(entry, last_day + timedelta(days=1)), entry.code
            assert status_on(entry.status, last_day, on=last_day + timedelta(days=1)) is Status.CLOSED, entry.code
        assert entry.status is not Status.RUNNING or (entry.span.start or "") <= f"{entry.as_of}-12", entry.code
    over = {entry.code for entry in shipped() if is_over(entry, TODAY)}
    assert {"bd-prottasha-lenders", "np-samriddhi", "pk-decent-work", "ru-northern"} <= over


def test_whoever_speaks_of_loans_and_gives_nothing_else_is_a_lender_or_no_help_for_one_person() -> None:
    """Loans are never among the help that is matched; who lends beside other help says so."""
    only = {
        entry.code
        for entry in shipped()
        if entry.speaks_of_loans and is_for_people(entry) and not entry.approaches and entry.code not in NO_LENDERS
    }
    # Guidelines for lenders, and two that tell of grants and training beside: nobody is led to a lender by them.
    assert only == {"int-refugee-guidelines", "int-reintegration-assistance", "pk-icrc-disability"}
    beside = {entry.code for entry in shipped() if entry.speaks_of_loans}
    assert {"bd-youth-department", "bd-livestock-offices", "bd-agricultural-extension", "bd-social-services"} <= beside


def _folded(name: str) -> str:
    return " ".join(name.replace("’", "'").replace("–", "-").split()).lower()


def _printed(file: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / file).read_text(encoding="utf-8"))


@pytest.mark.parametrize("country", ["BD", "IN", "NP", "PK", "LK"])
def test_every_name_that_the_paper_prints_is_found_on_the_map(country: str) -> None:
    names = {
        _folded(name) for entry in shipped() if entry.country in (country, None) for name in (entry.name, *entry.also)
    }
    printed = _printed("names_in_the_mapping.toml")[country]
    assert len(printed["table"]) >= 24
    assert [
        name for name in printed["table"] + printed["chapter"] + printed["small"] if _folded(name) not in names
    ] == []


@pytest.mark.parametrize(
    ("file", "paper"),
    [
        ("names_in_the_microcredit_paper.toml", "microcredit"),
        ("names_in_the_mali_brief.toml", "mali"),
        ("names_in_the_good_practices.toml", "practices"),
    ],
)
def test_every_name_is_found_under_its_entry_with_the_page_that_prints_it(file: str, paper: str) -> None:
    entry = {entry.code: entry for entry in shipped()}
    faults = []
    for page, names in _printed(file).items():
        for name, code in names.items():
            if _folded(name) not in map(_folded, (entry[code].name, *entry[code].also)):
                faults.append(f"{code} is not called “{name}”")
            if entry[code].source.paper == paper and int(page.removeprefix("page-")) not in entry[code].source.pages:
                faults.append(f"{code} does not say that {page} prints “{name}”")
    assert faults == []


def test_whatever_lends_money_to_people_has_a_door_of_its_own_and_is_never_matched() -> None:
    """Microcredit is never matched here: it has its own door."""
    lends = re.compile(r"\b(loans?|microcredit|microfinance|lend(s|ing)?)\b", re.IGNORECASE)
    offered = {entry.code for entry in shipped() if entry.may_be_matched}
    named = {entry.code for entry in shipped() if lends.search(entry.name) and entry.code not in NO_LENDERS}
    assert named & offered == set()
    assert LENDERS & offered == set()
