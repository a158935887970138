"""The invented people: the same ones every time, like the published figures, and with lives that could be lived."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import fmean, stdev

import pytest

from sankofa.project.demonstration import comparison
from sankofa.project.demonstration.figures import countries_of, districts, figures, names, region_of
from sankofa.project.demonstration.person import NOTE, DemonstrationPerson, full_years
from sankofa.project.demonstration.population import DIGITS, apportioned, people
from sankofa.surveys.rules import path, xlsform

ON = date(2026, 11, 22)
COUNT = 2_000
HANDBOOK = Path(__file__).parents[2] / "docs/handbook/demonstration.md"
SCRIPTS = {
    "bn": ("\u0980", "\u09ff"),
    "ne": ("\u0900", "\u097f"),
    "hi": ("\u0900", "\u097f"),
    "si": ("\u0d80", "\u0dff"),
    "ta": ("\u0b80", "\u0bff"),
    "ur": ("\u0600", "\u06ff"),
    "fa": ("\u0600", "\u06ff"),
    "hy": ("\u0530", "\u058f"),
}
ZERO_WIDTH_JOINER = "\u200d"


@pytest.fixture(scope="module")
def everybody() -> list[DemonstrationPerson]:
    return people(1, COUNT, ON)


@pytest.fixture(scope="module")
def south(everybody: list[DemonstrationPerson]) -> list[DemonstrationPerson]:
    return [person for person in everybody if person.country in countries_of("south_asia")]


@pytest.fixture(scope="module")
def scored(everybody: list[DemonstrationPerson]) -> list[comparison.Scored]:
    return comparison.scored(everybody)


def test_the_same_seed_gives_the_same_people(everybody):
    assert people(1, COUNT, ON) == everybody


def test_another_seed_gives_other_people(everybody):
    others = people(2, COUNT, ON)
    assert sum(one == other for one, other in zip(everybody, others, strict=True)) == 0


@pytest.mark.parametrize("count", [1, 7, 40])
def test_a_small_population_has_as_many_people_as_asked_for(count):
    assert [person.number for person in people(5, count, ON)] == list(range(1, count + 1))


def test_a_population_from_before_the_pandemic_has_nobody_it_brought_home():
    assert all(person.returned_on < date(2019, 6, 1) for person in people(3, 200, date(2019, 6, 1)))


def test_shares_are_dealt_to_within_one_person():
    dealt = apportioned({"a": 0.1143, "b": 0.0544, "c": 0.8313}, 1_000)
    assert dealt == {"a": 114, "b": 55, "c": 831}


def test_every_person_says_that_they_are_invented(everybody):
    assert {person.note for person in everybody} == {NOTE}
    assert all(person.document_number is None or person.document_number.startswith("SYN-") for person in everybody)


def test_every_telephone_number_is_one_that_nobody_has(everybody):
    phones = [person.phone for person in everybody if person.phone]
    assert len(phones) == len(set(phones))
    for person in everybody:
        if person.phone:
            after_country_code = person.phone.removeprefix(f"+{DIGITS[person.country][0]}")
            assert after_country_code.startswith("1000"), person.phone


def test_all_twelve_countries_are_there_in_their_shares(everybody):
    share = figures()["people"]["share"]
    found = Counter(person.country for person in everybody)
    assert set(found) == set(share)
    assert all(abs(found[country] - share[country] * COUNT) <= 1 for country in share)


# Published figures ---------------------------------------------------------------------------------------------------


def test_every_table_of_figures_names_its_source():
    assert [name for name, table in figures().items() if not _is_sourced(table)] == []


def _is_sourced(table: object) -> bool:
    """Either the table says where it comes from, or everything in it does."""
    if not isinstance(table, dict):
        return False
    return bool(table.get("source")) or all(_is_sourced(part) for part in table.values())


def test_women_are_as_many_as_in_table_2(south):
    assert fmean(person.sex == "female" for person in south) == pytest.approx(86 / 563, abs=0.005)


@pytest.mark.parametrize(("country", "women"), [("ML", 0.03), ("SN", 7 / 358)])
def test_women_are_as_few_as_the_debt_studies_found(everybody, country, women):
    group = [person for person in everybody if person.country == country]
    assert fmean(person.sex == "female" for person in group) == pytest.approx(women, abs=0.01)


def test_four_in_five_malians_are_under_35(everybody):
    ages = [person.age_at_return() for person in everybody if person.country == "ML"]
    assert fmean(age < 35 for age in ages) == pytest.approx(0.82, abs=0.06)


def test_schooling_is_as_in_table_3(south):
    found = Counter(person.education for person in south)
    published = {
        "none": 17,
        "primary": 54,
        "secondary": 226,
        "vocational": 61,
        "undergraduate": 96,
        "graduate": 75,
        "postgraduate": 34,
    }
    for level, count in published.items():
        assert found[level] / len(south) == pytest.approx(count / 563, abs=0.002), level


@pytest.mark.parametrize(("country", "share"), [("MY", 0.1143), ("MV", 0.0544)])
def test_destinations_named_with_a_share_have_it(south, country, share):
    assert fmean(person.destination == country for person in south) == pytest.approx(share, abs=0.003)


def test_over_half_come_back_from_the_middle_east(south):
    middle_east = figures()["destination"]["pooled"]["middle_east"]
    assert fmean(person.destination in middle_east for person in south) > 0.5


def test_destinations_called_notable_are_there(south):
    assert {"CA", "CN", "IR", "IT"} <= {person.destination for person in south}


def test_reasons_stand_in_the_published_order(south):
    found = Counter(person.return_reason for person in south)
    assert found.most_common(1)[0][0] == "pandemic"
    assert found["contract_ended"] > found["holidays"] > found["goals_fulfilled"]
    assert found["holidays"] > found["personal"]


def test_work_abroad_stands_in_the_published_order(south):
    found = Counter(person.occupation_code[0] for person in south)
    assert [group for group, _ in found.most_common(3)] == ["9", "5", "2"]


def test_marriage_stands_in_the_published_order(south):
    found = Counter(person.marital_status for person in south)
    assert found["married"] > len(south) / 2
    assert found["married"] > found["single"] > found["divorced"] > found["widowed"] > 0


def test_nearly_three_in_five_have_a_child(south):
    assert fmean(person.children > 0 for person in south) == pytest.approx(0.60, abs=0.005)


@pytest.mark.parametrize(("country", "share"), [("GM", 0.55), ("GN", 0.59), ("ML", 0.68), ("SN", 0.72)])
def test_as_many_owe_money_as_the_debt_studies_found(everybody, country, share):
    first = [
        person.interviews[0].answers["e5"] for person in everybody if person.country == country and person.interviews
    ]
    said = [answer for answer in first if answer not in ("dont_know", "prefer_not")]
    assert fmean(answer != "no_debt" for answer in said) == pytest.approx(share, abs=0.04)


# Lives that could be lived -------------------------------------------------------------------------------------------


def test_nobody_has_an_impossible_life(everybody):
    for person in everybody:
        assert person.left_on < person.returned_on <= ON, person
        if person.born_on is None:
            assert person.left_on.year - person.birth_year >= 18, person
        else:
            assert person.born_on.year == person.birth_year
            assert full_years(person.born_on, person.left_on) >= 18, person
        assert 18 <= person.age_at_return() <= 68, person
        assert (person.returned_on - person.left_on).days >= 182, person
        assert person.children == 0 or person.marital_status != "single", person


def test_interviews_lie_between_the_return_and_today_in_order(everybody):
    for person in everybody:
        days = [person.returned_on, *(interview.on for interview in person.interviews), ON]
        assert days == sorted(days), person
        if len(person.interviews) == 2:
            assert (person.interviews[1].on - person.interviews[0].on).days >= 150


def test_the_kind_of_return_follows_its_reason(everybody):
    assert all(person.return_kind == figures()["reason"]["kind"][person.return_reason] for person in everybody)


def test_whom_the_pandemic_brought_back_returned_in_its_months(everybody):
    home = figures()["months_since_return"]
    for person in everybody:
        if person.return_reason == "pandemic":
            assert home["pandemic_from"] <= person.returned_on < home["pandemic_until"], person
        else:
            assert (ON - person.returned_on).days <= 5 * 366, person


def test_nobody_with_a_university_degree_is_too_young_for_it(everybody):
    least = {"graduate": 21, "postgraduate": 23}
    assert all(person.age_at_return() >= least.get(person.education, 0) for person in everybody)


def test_namesakes_cannot_be_taken_for_each_other(everybody):
    seen: dict[tuple[str, str, str], list[DemonstrationPerson]] = {}
    for person in everybody:
        for other in seen.setdefault((person.country, person.given_name, person.family_name), []):
            assert abs(person.birth_year - other.birth_year) >= 5, (person, other)
            assert person.path != other.path, (person, other)
        seen[person.country, person.given_name, person.family_name].append(person)


# Names and places ----------------------------------------------------------------------------------------------------


def test_every_name_belongs_to_its_country_and_sex(everybody):
    listed = {(name.country, name.kind, name.latin, name.native) for name in names()}
    for person in everybody:
        letter = person.sex[0]
        assert (person.country, f"forename_{letter}", person.given_name, person.given_name_native) in listed, person
        family = (person.family_name, person.family_name_native)
        assert any((person.country, kind, *family) in listed for kind in ("surname", f"surname_{letter}")), person


def test_every_country_has_names_enough():
    for country in figures()["people"]["share"]:
        kinds = Counter(name.kind for name in names() if name.country == country)
        assert kinds["forename_f"] >= 40, country
        assert kinds["forename_m"] >= 40, country
        assert kinds["surname"] + kinds["surname_f"] + kinds["surname_m"] >= 50, country


def test_native_names_are_in_the_script_of_their_language():
    for name in names():
        if name.language in SCRIPTS:
            first, last = SCRIPTS[name.language]
            assert all(first <= sign <= last for sign in name.native.replace(" ", "").replace(ZERO_WIDTH_JOINER, "")), (
                name
            )
            assert name.native, name
        else:
            assert name.native == "", name


def test_no_name_is_listed_twice():
    found = Counter((name.country, name.kind, name.family, name.latin) for name in names())
    assert [name for name, count in found.items() if count > 1] == []


def test_a_given_name_finds_a_family_name_that_goes_with_it():
    surnames = {(name.country, name.family) for name in names() if name.kind == "surname"}
    assert {(name.country, name.family) for name in names()} == surnames


def test_every_place_lies_in_its_country(everybody):
    known = {place.path: place for place in districts()}
    for person in everybody:
        place = known[person.path]
        assert person.country == place.country
        assert (person.province, person.district, person.pcode) == (place.province, place.district, place.pcode)


def test_every_path_is_the_code_divided_by_levels():
    for place in districts():
        country, *levels = place.path.split(".")
        assert place.pcode.replace("-", "") == country + "".join(levels), place


def test_every_code_is_on_the_published_list(shared_data: Path):
    with (shared_data / "geo-admin" / "global_pcodes_adm_1_2.csv").open(encoding="utf-8-sig", newline="") as handle:
        published = {row["P-Code"] for row in csv.DictReader(handle)}
    assert {place.pcode for place in districts() if place.country != "IN"} <= published


# Answers and scores --------------------------------------------------------------------------------------------------


def test_three_in_five_are_interviewed_and_some_of_them_twice(everybody):
    held = Counter(len(person.interviews) for person in everybody)
    assert held[1] + held[2] == round(0.60 * COUNT)
    assert 0.15 < held[2] / (held[1] + held[2]) < 0.40


def test_every_interview_is_a_finished_form(everybody):
    instrument = xlsform.shipped("reintegration_score", "1")
    for person in everybody:
        for interview in person.interviews:
            assert path.form_findings(instrument, comparison.read_answers(interview, instrument)) == [], person.number


def test_school_is_asked_of_those_who_have_children(everybody):
    for person in everybody:
        for interview in person.interviews:
            said = interview.answers["s4"]
            assert said in ("dont_know", "prefer_not") or (said == "no_children") == (person.children == 0)


@pytest.mark.parametrize("code", ["economic", "social", "psychosocial", "composite"])
@pytest.mark.parametrize("who", ["south_asia", "everybody"])
def test_scores_come_out_as_in_table_1(scored, code, who):
    published = figures()["score"][code]
    group = [one for one in scored if who == "everybody" or region_of(one.person.country) == who]
    values = [one.values[code] for one in group if code in one.values]
    assert fmean(values) == pytest.approx(published["mean"], abs=0.02)
    assert float(stdev(values)) == pytest.approx(published["sd"], abs=0.02)


@pytest.mark.parametrize("sex", ["male", "female"])
def test_scores_by_sex_come_out_as_in_table_2(scored, sex):
    values = [
        one.values["composite"]
        for one in scored
        if one.person.sex == sex and region_of(one.person.country) == "south_asia" and "composite" in one.values
    ]
    assert fmean(values) == pytest.approx(figures()["score"]["sex"][sex]["mean"], abs=0.02)


def test_women_score_lower_than_men(scored):
    means = {
        sex: fmean(one.values["composite"] for one in scored if one.person.sex == sex and "composite" in one.values)
        for sex in ("female", "male")
    }
    assert means["male"] - means["female"] > 0.02


def test_more_schooling_goes_with_a_higher_score(scored):
    steps = [("none", "primary"), ("secondary",), ("vocational", "undergraduate"), ("graduate", "postgraduate")]
    means = [
        fmean(one.values["composite"] for one in scored if one.person.education in step and "composite" in one.values)
        for step in steps
    ]
    assert means == sorted(means)


def test_scores_rise_a_little_between_two_interviews(everybody):
    twice = [person for person in everybody if len(person.interviews) == 2]
    first = comparison.scored(twice)
    again = comparison.scored([_with_the_last_interview_only(person) for person in twice])
    rises = [
        float(later.values["composite"] - earlier.values["composite"])
        for earlier, later in zip(first, again, strict=True)
        if "composite" in earlier.values and "composite" in later.values
    ]
    assert 0.01 < fmean(rises) < 0.05


def _with_the_last_interview_only(person: DemonstrationPerson) -> DemonstrationPerson:
    return replace(person, interviews=person.interviews[-1:])


# The handbook --------------------------------------------------------------------------------------------------------


def test_the_handbook_page_shows_the_figures_of_today():
    page = HANDBOOK.read_text(encoding="utf-8")
    assert comparison.refreshed(page) == page, "write it anew: python -m sankofa.project.demonstration.comparison PAGE"


def test_the_handbook_page_says_that_nobody_is_real():
    assert "None of these people exist" in HANDBOOK.read_text(encoding="utf-8")
