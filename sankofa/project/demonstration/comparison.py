"""What the papers published beside what the invented people came out as: the table of the handbook's page.

Counted from the people themselves each time, so that it cannot go stale; scores are worked out by the room that scores
everybody, under the open scheme.  Run as a module with the path of the page to write its table anew.

Source: ``figures.toml``; the mapping's Tables 1 to 3 for the scores.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import fmean, stdev
from typing import Final

from sankofa.project.demonstration.answers import DIMENSIONS
from sankofa.project.demonstration.figures import countries_of, figures
from sankofa.project.demonstration.person import DemonstrationPerson, Interview
from sankofa.project.demonstration.population import EDUCATION_ORDER, people
from sankofa.surveys.rules import path, xlsform
from sankofa.surveys.rules.terms import Answers, Instrument
from sankofa.sustainability.rules import scheme as schemes
from sankofa.sustainability.rules import score

SEED: Final = 2026
COUNT: Final = 2_000
ON: Final = date(2026, 11, 22)
"""The seed, number and day of the population that the handbook describes."""

COMPOSITE: Final = "composite"
MARKS: Final = ("<!-- the table begins -->", "<!-- the table ends -->")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure: what it is about, what was published, what the invented people have, and where it was published."""

    subject: str
    published: str
    generated: str
    source: str


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of a person's first interview, by dimension and overall; a score that is not known is absent."""

    person: DemonstrationPerson
    values: dict[str, Decimal]


def read_answers(interview: Interview, instrument: Instrument) -> Answers:
    """Return an interview's answers as the surveys room reads them."""
    questions = {question.name: question for question in instrument.questions}
    read = {name: path.answer(questions[name], text.split()) for name, text in interview.answers.items()}
    return {name: answer for name, answer in read.items() if answer is not None}


def scored(population: Sequence[DemonstrationPerson], scheme: str = "open-rss-1") -> list[Scored]:
    """Return the scores of everybody interviewed, from their first interview."""
    instrument = xlsform.shipped("reintegration_score", "1")
    under = schemes.shipped(scheme, instrument)
    found = []
    for person in population:
        for interview in person.interviews[:1]:
            result = score.result(read_answers(interview, instrument), under)
            values = {part.code: part.value for part in result.scores if part.value is not None}
            found.append(Scored(person, values))
    return found


def comparisons(population: Sequence[DemonstrationPerson]) -> list[Comparison]:
    """Return every published figure beside the same figure of a population."""
    return [*_lives(population), *_scores(scored(population))]


def comparison_table(seed: int = SEED, count: int = COUNT, on: date = ON) -> str:
    """Return the comparison as a Markdown table."""
    lines = ["| figure | published | generated | source |", "| --- | --- | --- | --- |"]
    for row in comparisons(people(seed, count, on)):
        lines.append(f"| {row.subject} | {row.published} | {row.generated} | {row.source} |")
    return "\n".join(lines) + "\n"


def refreshed(page: str) -> str:
    """Return the handbook's page with its table made anew between the two marks.  Raises ValueError without them."""
    before, rest = page[: page.index(MARKS[0])], page[page.index(MARKS[1]) :]
    return f"{before}{MARKS[0]}\n\n{comparison_table()}\n{rest}"


def _lives(population: Sequence[DemonstrationPerson]) -> list[Comparison]:
    facts = figures()
    south = [person for person in population if person.country in countries_of("south_asia")]
    pooled = facts["destination"]["pooled"]
    found = [
        Comparison("Women, South Asia", _percent(86 / 563), _share(south, _is_woman), "mapping, Table 2"),
        Comparison("Women, Mali", "3 %", _share(_from(population, "ML"), _is_woman), "Mali brief, p. 1"),
        Comparison("Women, Senegal", "2 %", _share(_from(population, "SN"), _is_woman), "debt study of Senegal"),
        Comparison(
            "Under 35 on return, Mali",
            "82 %",
            _share(_from(population, "ML"), lambda person: person.age_at_return() < 35),
            "Mali brief, p. 1 (there: at the time of the survey)",
        ),
        Comparison(
            "At least one child, South Asia",
            "nearly 60 %",
            _share(south, lambda person: person.children > 0),
            "mapping, 8.2",
        ),
        Comparison(
            "Back from the Middle East, South Asia",
            "over half",
            _share(south, lambda person: person.destination in pooled["middle_east"]),
            "mapping, 8.2",
        ),
        *(
            Comparison(
                f"Back from {name}, South Asia",
                _percent(pooled[code], 2),
                _portion([person.destination for person in south], code, 2),
                "mapping, 8.2",
            )
            for code, name in (("MY", "Malaysia"), ("MV", "the Maldives"))
        ),
    ]
    for level in EDUCATION_ORDER:
        found.append(
            Comparison(
                f"Education: {level}, South Asia",
                _percent(facts["education"]["south_asia"]["share"][level]),
                _portion([person.education for person in south], level),
                "mapping, Table 3",
            )
        )
    return [*found, *_orders(south), *_debts(population)]


def _orders(south: Sequence[DemonstrationPerson]) -> list[Comparison]:
    reasons = _commonest([person.return_reason for person in south], 2)
    works = _commonest([f"ISCO {person.occupation_code[0]}" for person in south], 3)
    return [
        Comparison(
            "Commonest reasons to return, South Asia",
            "the pandemic; then several, among them the end of the contract",
            reasons,
            "mapping, 8.2; no shares in the text",
        ),
        Comparison(
            "Commonest work abroad, South Asia",
            "elementary (ISCO 9), services and sales (5), professionals (2)",
            works,
            "mapping, 8.2; no shares in the text",
        ),
    ]


def _debts(population: Sequence[DemonstrationPerson]) -> list[Comparison]:
    found = []
    for country, name in (("GM", "The Gambia"), ("GN", "Guinea"), ("ML", "Mali"), ("SN", "Senegal")):
        said = [
            person.interviews[0].answers["e5"]
            for person in _from(population, country)
            if person.interviews and person.interviews[0].answers["e5"] not in ("dont_know", "prefer_not")
        ]
        generated = _percent(sum(answer != "no_debt" for answer in said) / len(said)) if said else "-"
        found.append(
            Comparison(
                f"In debt, {name}",
                _percent(figures()["debt"]["indebted"][country]),
                f"{generated} of {len(said)}",
                "microcredit paper, on indebtedness",
            )
        )
    return found


def _scores(everybody: Sequence[Scored]) -> list[Comparison]:
    facts = figures()["score"]
    south = [one for one in everybody if one.person.country in countries_of("south_asia")]
    found = []
    for code in (*DIMENSIONS, COMPOSITE):
        published = facts[code]
        text = f"{published['mean']:.3f} / {published['sd']:.3f} / {published['least']:.3f}-{published['most']:.3f}"
        found.append(
            Comparison(
                f"Score, {code}: mean / SD / range, South Asia", text, _spread(south, code, True), "mapping, Table 1"
            )
        )
    for code in (*DIMENSIONS, COMPOSITE):
        found.append(
            Comparison(f"Score, {code}: mean / SD, all countries", "-", _spread(everybody, code), "no figure published")
        )
    for sex in ("male", "female"):
        group = [one for one in south if one.person.sex == sex]
        found.append(_group(f"Score, composite: {sex}", facts["sex"][sex], "2", group))
    for level in EDUCATION_ORDER:
        group = [one for one in south if one.person.education == level]
        found.append(_group(f"Score, composite: {level} education", facts["education"][level], "3", group))
    return found


def _group(subject: str, published: dict[str, float], table: str, group: Sequence[Scored]) -> Comparison:
    text = f"{published['mean']:.3f} / {published['sd']:.3f}"
    return Comparison(f"{subject}, South Asia", text, _spread(group, COMPOSITE), f"mapping, Table {table}, n = 563")


def _spread(group: Sequence[Scored], code: str, with_range: bool = False) -> str:
    values = [one.values[code] for one in group if code in one.values]
    if len(values) < 2:
        return "-"
    text = f"{fmean(values):.3f} / {stdev(values):.3f}"
    return f"{text} / {min(values):.3f}-{max(values):.3f}" if with_range else f"{text} (n = {len(values)})"


def _from(population: Sequence[DemonstrationPerson], country: str) -> list[DemonstrationPerson]:
    return [person for person in population if person.country == country]


def _is_woman(person: DemonstrationPerson) -> bool:
    return person.sex == "female"


def _share(group: Sequence[DemonstrationPerson], holds: Callable[[DemonstrationPerson], bool], places: int = 1) -> str:
    return _percent(sum(map(holds, group)) / len(group), places) if group else "-"


def _portion(values: Sequence[str], wanted: str, places: int = 1) -> str:
    return _percent(values.count(wanted) / len(values), places) if values else "-"


def _percent(share: float, places: int = 1) -> str:
    return f"{share * 100:.{places}f} %"


def _commonest(values: Sequence[str], count: int) -> str:
    ranked = sorted(set(values), key=lambda value: (-values.count(value), value))[:count]
    return "; ".join(f"{value} {_percent(values.count(value) / len(values))}" for value in ranked)


if __name__ == "__main__":
    handbook = Path(sys.argv[1])
    handbook.write_text(refreshed(handbook.read_text(encoding="utf-8")), encoding="utf-8")
