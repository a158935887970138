"""The messy sheet read by the importer: every row becomes what it ought to, and nobody becomes somebody else."""

from dataclasses import dataclass
from datetime import date

import pytest

from sankofa.intake import files
from sankofa.intake.rules import judging, mapping, table
from sankofa.intake.rules.terms import MappedRow
from sankofa.kernel.finding import Finding, Weight
from sankofa.places.rules import matching
from sankofa.project.demonstration.person import DemonstrationPerson
from sankofa.project.demonstration.population import people
from sankofa.project.demonstration.sheet import ENGLISH, FRENCH, ExpectedRow, Verdict, write_messy_sheet
from sankofa.returnees.fields import fields
from sankofa.returnees.rules import rows, sameness
from sankofa.returnees.rules.terms import PersonTerms, Precision

ON = date(2026, 11, 22)
PEOPLE = {person.number: person for person in people(1, 2_000, ON)}
SAYS = {
    "impossible_date": {"not_in_calendar"},
    "return_before_departure": {"return_before_departure"},
    "no_name": {"name_missing"},
    "unknown_district": {"place_not_known"},
    "sex_not_readable": {"word_not_known"},
    "future_date": {"day_to_come"},
}
"""What a refusal has to say about each kind of wrong row."""


@dataclass(frozen=True)
class ReadRow:
    """One row as the importer reads it, beside what it ought to be."""

    expected: ExpectedRow
    row: MappedRow
    person: PersonTerms
    findings: list[Finding]

    @property
    def barriers(self) -> set[str]:
        return {finding.code for finding in self.findings if finding.weight is Weight.BARRIER}

    @property
    def invented(self) -> DemonstrationPerson:
        assert self.expected.person is not None
        return PEOPLE[self.expected.person]


@pytest.fixture(scope="module")
def read(tmp_path_factory) -> list[ReadRow]:
    path = tmp_path_factory.mktemp("sheet") / "returnees.xlsx"
    truth = {(row.sheet, row.row): row for row in write_messy_sheet(list(PEOPLE.values()), path, seed=1, on=ON)}
    found = []
    for laid in table.data_sheets(files.sheets_of(path.read_bytes()), is_known=mapping.knows(fields())):
        if laid.sheet not in (ENGLISH, FRENCH):
            continue
        proposed = {index: one.field for index, one in mapping.proposals(laid.columns, fields(), laid.tags).items()}
        read_table = judging.table_of(laid, proposed, fields(), day_first=True)
        around = rows.Surroundings(
            country="ML" if laid.sheet == FRENCH else "BD",
            places=matching.default_gazetteer(),
            day_first=read_table.day_first,
            on=ON,
        )
        for row in read_table.rows:
            found.append(ReadRow(truth[laid.sheet, row.number], row, *rows.read_row(row, around)))
    return found


def test_every_row_about_a_person_is_read_and_no_other(read):
    assert {one.expected.person for one in read} == set(PEOPLE)
    assert all(one.expected.verdict is not Verdict.SKIP for one in read)


def test_a_row_that_ought_to_go_in_goes_in(read):
    kept_out = [one for one in read if one.expected.verdict is Verdict.ACCEPT and one.barriers]
    assert [(one.expected.sheet, one.expected.row, one.barriers) for one in kept_out] == []


def test_a_wrong_row_goes_back_with_the_reason_that_is_wrong_with_it(read):
    for one in read:
        if one.expected.verdict is Verdict.REFUSE:
            assert one.barriers & SAYS[one.expected.reason], (one.expected, one.barriers)


def test_nobody_becomes_somebody_else(read):
    for one in read:
        if one.barriers:
            continue
        person, invented = one.person, one.invented
        assert person.place == invented.path
        assert person.sex.value in (invented.sex, "unknown")
        assert person.marital_status.value == invented.marital_status
        assert person.education.value == invented.education
        assert person.journey.destination == invented.destination
        assert person.journey.return_kind.value == invented.return_kind
        assert (person.journey.left.day, person.journey.returned.day) == (invented.left_on, invented.returned_on)
        assert person.born.day is not None
        assert abs(person.born.day.year - invented.birth_year) <= (person.born.precision is Precision.ESTIMATED)


def test_everybody_who_goes_in_is_known_to_be_invented(read):
    assert all(one.person.is_synthetic for one in read)


def test_the_same_person_twice_is_noticed_and_namesakes_are_not_mistaken(read):
    seen: list[tuple[sameness.Features, ReadRow]] = []
    by_key: dict[str, list[int]] = {}
    for one in read:
        if one.barriers:
            continue
        facts = sameness.features(one.person)
        keys = list(sameness.strong_keys(facts))
        others = {position for key in keys for position in by_key.get(key, [])}
        twins = [seen[position][1] for position in others if sameness.is_same(facts, seen[position][0])]
        assert bool(twins) == (one.expected.verdict is Verdict.DUPLICATE), one.expected
        assert all(twin.expected.person == one.expected.person for twin in twins)
        for key in keys:
            by_key.setdefault(key, []).append(len(seen))
        seen.append((facts, one))
