"""Worked examples of a country's profile: where an entry stands, and on which of the four sides it counts.

Source: mapping (IOM and ILO, 2022), figures 2 to 6 and 9.3; the entries are invented.
"""

from dataclasses import replace
from datetime import date

import pytest

from sankofa.provision.rules.matrix import Placed
from sankofa.provision.rules.profile import profile
from sankofa.provision.rules.swot import Side, Why, points
from sankofa.provision.rules.terms import Dimension, Kind, Level, Source, Span, Status
from tests.specification.test_gaps_in_help import COURSE, ON


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param({}, [], id="nothing-said"),
        pytest.param({"strengths": ("Reaches women.",)}, [(Side.STRENGTH, Why.SAID)], id="a-strength"),
        pytest.param({"weaknesses": ("Few know it.",)}, [(Side.WEAKNESS, Why.SAID)], id="a-weakness"),
        pytest.param({"status": Status.PLANNED}, [(Side.CHANCE, Why.PLANNED)], id="planned-is-a-chance"),
        pytest.param({"status": Status.CLOSED}, [(Side.THREAT, Why.OVER)], id="closed-is-a-threat"),
        pytest.param({"span": Span(None, "2022")}, [(Side.THREAT, Why.OVER)], id="over-since-2022"),
        pytest.param(
            {"kind": Kind.AGREEMENT, "returns_clause": True}, [(Side.CHANCE, Why.SPEAKS_OF_RETURN)], id="with-a-clause"
        ),
        pytest.param(
            {"kind": Kind.AGREEMENT, "returns_clause": False}, [(Side.THREAT, Why.SILENT_ON_RETURN)], id="without-one"
        ),
        pytest.param({"kind": Kind.AGREEMENT}, [], id="the-source-does-not-say"),
        pytest.param({"country": "NP", "status": Status.CLOSED}, [], id="another-country"),
    ],
)
def test_what_the_map_says_stands_on_one_of_four_sides(change: dict[str, object], told: list[tuple[Side, Why]]) -> None:
    found = points([replace(COURSE, **change)], "BD", ON)  # type: ignore[arg-type]
    assert [(side, point.why) for side in Side for point in found[side]] == told


def test_a_sentence_of_the_source_keeps_its_page() -> None:
    entry = replace(COURSE, weaknesses=("Few know it.",), source=Source("mapping", (14, 20), "3.2.1"))
    [point] = points([entry], "BD", ON)[Side.WEAKNESS]
    assert (point.sentence, point.pages, point.name) == ("Few know it.", (14, 20), "Course")


def test_a_programme_stands_in_every_cell_it_helps_with_and_a_law_in_none() -> None:
    both = replace(COURSE, dimensions=frozenset({Dimension.ECONOMIC, Dimension.SOCIAL}), run_by=("bd-body",))
    law = replace(COURSE, code="bd-law", name="Act", kind=Kind.LAW, source=Source("act", (1,)), as_of=2018)
    body = replace(COURSE, code="bd-body", name="Bureau", kind=Kind.BODY, status=Status.CLOSED)
    found = profile([Placed(both, True), Placed(law, False), Placed(body, False)], "BD", date(2026, 11, 22))
    assert [[line.name for line in found.grid[part, Level.INDIVIDUAL]] for part in Dimension] == [
        ["Course"],
        ["Course"],
        [],
    ]
    assert [line.name for line in found.policies] == ["Act"]
    assert [(line.name, line.is_over) for line in found.bodies] == [("Bureau", True)]
    assert found.runs_or_pays == ("Bureau",)
    assert (found.checked, found.reported, found.over) == (1, 1, 1)
    assert [(source.paper, source.as_of, source.entries) for source in found.sources] == [
        ("act", 2018, 1), ("mapping", 2022, 2),
    ]  # fmt: skip


def test_what_is_planned_is_not_told_as_over() -> None:
    found = profile([Placed(replace(COURSE, status=Status.PLANNED), False)], "BD", ON)
    [line] = found.grid[Dimension.ECONOMIC, Level.INDIVIDUAL]
    assert (line.is_planned, line.is_over) == (True, False)
    assert (found.reported, found.planned, found.over) == (0, 1, 0)


def test_what_names_no_level_is_told_apart() -> None:
    found = profile([Placed(replace(COURSE, levels=frozenset()), False)], "BD", ON)
    assert [line.code for line in found.without_cell] == ["bd-course"]
    assert not any(found.grid.values())
