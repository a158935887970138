"""The engine that fills forms on phones fills every form of the library, and we read back what it sends.

Source: docs.getodk.org, ODK Web Forms; xlsform.org, relevant, constraint, repeats.
"""

import os
from typing import Any

import pytest

from sankofa.surveys import conversion
from sankofa.surveys.rules import filled as forms
from sankofa.surveys.rules import instance, library, outline
from sankofa.surveys.rules.filled import Filled
from sankofa.surveys.rules.terms import About, Instrument
from tests.engines import filled_forms, odk_engine
from tests.engines.odk_engine import Fill, Job

REQUIRED = "node" in os.environ.get("SANKOFA_REQUIRE", "").split(",")
PEOPLE = "name,label\n019aa5a0-0000-7000-8000-000000000001,Rahima Khatun\n"
PERSON = PEOPLE.splitlines()[1].partition(",")[0]
SEEDS = range(8)
LIBRARY = [pytest.param(code, version, id=f"{code}-{version}") for code, version in library.shipped()]


def _fill(form: Instrument, seed: int) -> Fill:
    made = filled_forms.filled(form, seed)
    about = {"returnee": [PERSON]} if seed % 2 else {"case_number": ["BD-30-0001-7"]}
    return Fill(
        answers={**filled_forms.sent(dict(made.answers)), **(about if form.about is About.PERSON else {})},
        rows={repeat: [filled_forms.sent(dict(row)) for row in rows] for repeat, rows in made.rows.items()},
        wrong=filled_forms.wrong(form) if seed == 0 else (),
    )


@pytest.fixture(scope="module")
def engine() -> dict[tuple[str, str], dict[str, Any]]:
    """What the engine makes of every form of the library, filled several times."""
    jobs = []
    for code, version in library.shipped():
        form = library.form(code, version)
        xform = conversion.xform_of(library.tables(code, version), asks_whom=form.about is About.PERSON)
        jobs.append(Job(xform, [_fill(form, seed) for seed in SEEDS], {conversion.PEOPLE_LIST: PEOPLE}))
    try:
        return dict(zip(library.shipped(), odk_engine.filled(jobs), strict=True))
    except odk_engine.NotInstalled as missing:
        if REQUIRED:
            raise
        pytest.skip(str(missing))


@pytest.mark.parametrize(("code", "version"), LIBRARY)
def test_the_engine_offers_every_language_of_the_form(engine: Any, code: str, version: str) -> None:
    named = outline.outline(library.tables(code, version)).languages
    offered = [language.rpartition("(")[2].rstrip(")") for language in engine[code, version]["languages"]]
    assert sorted(offered) == sorted(named)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("code", "version"), LIBRARY)
def test_the_engine_asks_what_we_ask(engine: Any, code: str, version: str, seed: int) -> None:
    form, made = library.form(code, version), filled_forms.filled(library.form(code, version), seed)
    got = engine[code, version]["fills"][seed]
    ours = [question.name for question in forms.path.asked(form, made.answers)]
    assert [name for name in got["asked"] if name not in ("returnee", "case_number")] == ours
    for repeat, rows in made.rows.items():
        expected = [[question.name for question in forms.asked_in_row(form, repeat, made.answers, row)] for row in rows]
        assert got["rows"][repeat] == expected


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("code", "version"), LIBRARY)
def test_we_read_back_what_the_engine_sends(engine: Any, code: str, version: str, seed: int) -> None:
    form = library.form(code, version)
    made = filled_forms.filled(form, seed)
    got = engine[code, version]["fills"][seed]
    assert got["violations"] == []
    read = instance.sent(got["xml"], form)
    assert (read.envelope.code, read.envelope.version) == (code, version)
    assert read.envelope.instance_id is not None
    assert read.unknown == ()
    assert read.filled == made
    assert [found for found, _ in forms.findings(form, read.filled, on=filled_forms.TODAY)] == []
    if form.about is About.PERSON:
        assert (read.returnee, read.case_number) == ((PERSON, "") if seed % 2 else ("", "BD-30-0001-7"))
    assert forms.understood(form, forms.kept(read.filled)) == Filled(made.answers, made.rows)


@pytest.mark.parametrize(("code", "version"), LIBRARY)
def test_the_engine_refuses_what_we_refuse_and_takes_what_we_take(engine: Any, code: str, version: str) -> None:
    form = library.form(code, version)
    for name, given, is_refused in engine[code, version]["fills"][0]["fired"]:
        if name in ("returnee", "case_number"):
            continue
        question = form.question(name)
        found = forms.path.findings(question, forms.path.answer(question, given), on=filled_forms.TODAY)
        assert bool(found) is is_refused, (name, given)


def test_wrong_answers_were_tried(engine: Any) -> None:
    refused = {(code, name) for (code, _), got in engine.items() for name, _, no in got["fills"][0]["fired"] if no}
    assert {code for code, _ in refused} >= {"debt_survey", "skills", "family", "employer", "business_visit"}
