"""The whole register compared with itself: what is found, what stops, who hears of it, and what is learned."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner

from sankofa.accounts.action import NotAllowed, system
from sankofa.returnees import actions, comparing, permissions, queries
from sankofa.returnees.commands import link_register
from sankofa.returnees.models import LinkageRun, LinkageWeights, Person, PossibleSame, ProtectedMatch, SearchKey
from sankofa.returnees.rules import linkage
from sankofa.returnees.rules.terms import JourneyTerms, PartialDay, PersonTerms, Precision, Sex
from sankofa.store import subjects
from tests import builders
from tests.builders import AT, ON

engines = pytest.importorskip("sankofa.returnees.linking.engines")
pytest.importorskip("splink")
from sankofa.returnees.linking.running import run_through  # noqa: E402

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MAY = {permissions.REGISTER, permissions.VIEW, permissions.JOIN, permissions.LINK}
BY = system("test", on=ON)
AMINA = PersonTerms(
    given_name="Amina",
    family_name="Rahman",
    sex=Sex.FEMALE,
    born=PartialDay(date(1992, 4, 13), Precision.DAY),
    phone="+880 1712 345678",
    journey=JourneyTerms(returned=PartialDay(date(2021, 6, 20), Precision.DAY)),
)
AMEENA = replace(AMINA, given_name="Ameena", family_name="Rehman", born=PartialDay(date(1992, 1, 1), Precision.YEAR))
OTHERS = [
    replace(AMINA, given_name=given, family_name=family, phone=f"0189876{number}321",
            born=PartialDay(date(1970 + number, 5, 6), Precision.DAY))
    for number, (given, family) in enumerate(
        [("Joyce", "Mensah"), ("Karim", "Uddin"), ("Sita", "Thapa"), ("Kofi", "Boateng"), ("Nimal", "Perera")]
    )
]  # fmt: skip


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def officer(office: Any) -> Any:
    return builders.user(office, may=MAY, scope="organisation").as_actor()


def came(office: Any, *said: PersonTerms) -> list[Any]:
    rows = [(f"row {number}", one) for number, one in enumerate(said)]
    return list(actions.register_many(office=office, rows=rows, by=BY, at=AT).people)


def compared(office: Any, by: Any, **asked: Any) -> LinkageRun:
    run = actions.ask_for_run(organisation=office.organisation, learns=False, by=by, at=AT, **asked)
    return run_through(run, by=BY)


def forgotten() -> None:
    """Forget what was found at entry, as if the register were from before anybody was compared."""
    PossibleSame.objects.all().delete()


def test_a_register_compared_with_itself_finds_who_is_there_twice_with_the_evidence_of_entry(
    office: Any, officer: Any
) -> None:
    amina, ameena, *_ = came(office, AMINA, AMEENA, *OTHERS)
    at_entry = PossibleSame.objects.values_list("one_id", "other_id", "score", "evidence").get()
    forgotten()
    run = compared(office, officer)
    assert (run.state, run.files_count, run.pairs_count, run.new_count) == ("done", 7, 1, 1)
    assert PossibleSame.objects.values_list("one_id", "other_id", "score", "evidence").get() == at_entry
    assert set(at_entry[:2]) == {amina.pk, ameena.pk}
    assert queries.pairs(officer, on=ON).count() == 1


def test_no_sealed_number_is_opened_and_the_blind_index_is_all_that_is_compared(
    office: Any, officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    came(office, AMINA, AMEENA, *OTHERS)
    forgotten()

    def opened(*_given: Any, **_named: Any) -> Any:
        raise AssertionError("something sealed was opened")

    monkeypatch.setattr("sankofa.store.subjects.key_to_open", opened)
    subjects.forget()
    with pytest.raises(AssertionError, match="was opened"):
        Person.objects.filter(given_name="Amina").get().phone  # noqa: B018
    assert compared(office, officer).new_count == 1


def test_doing_it_twice_writes_nothing_twice_and_keeps_what_people_said(office: Any, officer: Any) -> None:
    came(office, AMINA, AMEENA, *OTHERS)
    forgotten()
    compared(office, officer)
    pair = PossibleSame.objects.get()
    actions.decide_different(pair=pair, reason="sisters-in-law", by=officer, at=AT)
    run = compared(office, officer)
    assert (run.pairs_count, run.new_count) == (1, 0)
    assert PossibleSame.objects.get().state == "different"


def test_files_that_are_joined_are_not_asked_about_again(office: Any, officer: Any) -> None:
    amina, ameena, *_ = came(office, AMINA, AMEENA, *OTHERS)
    actions.join(person=ameena, leading=amina, reason="her sister says so", by=officer, at=AT)
    forgotten()
    assert compared(office, officer).new_count == 0
    assert not PossibleSame.objects.exists()


def test_a_protected_file_is_compared_in_silence_and_counted_nowhere(office: Any, officer: Any) -> None:
    protector = builders.user(office, may={permissions.PROTECT, permissions.LOOK_AFTER, permissions.VIEW}).as_actor()
    amina, ameena, *_ = came(office, AMINA, AMEENA, *OTHERS)
    forgotten()
    actions.protect(person=amina, kind="threat", reason="threats", review_on=ON, by=protector, at=AT)
    run = compared(office, officer)
    assert (run.state, run.files_count, run.pairs_count, run.new_count) == ("done", 6, 0, 0)
    assert not PossibleSame.objects.exists()
    match = ProtectedMatch.objects.get()
    assert (match.person_id, match.other_id) == (amina.pk, ameena.pk)


def test_another_organisation_is_never_compared(office: Any, officer: Any) -> None:
    came(office, AMINA, *OTHERS)
    came(builders.office(), AMEENA)
    assert compared(office, officer).pairs_count == 0


def test_where_more_than_half_of_the_register_would_be_second_files_it_stops_and_asks(
    office: Any, officer: Any
) -> None:
    came(office, AMINA, AMEENA, OTHERS[0])
    forgotten()
    run = compared(office, officer)
    assert (run.state, run.because, run.figure) == ("stopped", "too_many_files", 2)
    assert not PossibleSame.objects.exists()
    actions.go_on(run=run, by=officer, at=AT)
    run = run_through(LinkageRun.objects.get(), by=BY)
    assert (run.state, run.new_count) == ("done", 1)


def test_somebody_who_resembles_everybody_stops_it_too() -> None:
    pairs = [("a", f"b{number}") for number in range(linkage.MATCHES_MAX)]
    assert linkage.brake(pairs, files_count=10_000) is None
    found = linkage.brake([*pairs, ("a", "c")], files_count=10_000)
    assert found == linkage.Brake("too_many_for_one", linkage.MATCHES_MAX + 1)


def test_one_comparison_at_a_time_and_an_interrupted_one_is_begun_again(office: Any, officer: Any) -> None:
    run = actions.ask_for_run(organisation=office.organisation, learns=False, by=officer, at=AT)
    with pytest.raises(actions.RunsAlready):
        actions.ask_for_run(organisation=office.organisation, learns=False, by=officer, at=AT)
    actions.begin_run(run=run, engine="duckdb", weights_id=None, by=BY, at=AT)
    with pytest.raises(actions.RunsAlready):
        actions.begin_run(run=run, engine="duckdb", weights_id=None, by=BY, at=AT + timedelta(hours=1))
    assert actions.waiting_runs(at=AT + timedelta(hours=1)) == []
    assert actions.waiting_runs(at=AT + timedelta(hours=7)) == [run]
    actions.begin_run(run=run, engine="duckdb", weights_id=None, by=BY, at=AT + timedelta(hours=7))


def test_too_small_a_register_teaches_nothing(office: Any, officer: Any) -> None:
    came(office, AMINA, AMEENA)
    run = actions.ask_for_run(organisation=office.organisation, learns=True, by=officer, at=AT)
    assert run_through(run, by=BY).because == "too_few_files"
    assert not LinkageWeights.objects.exists()


def test_weights_are_versions_and_used_once_somebody_says_so(office: Any, officer: Any) -> None:
    run = builders.linkagerun(office.organisation, learns=True, engine="duckdb")
    learned = replace(linkage.shipped(), second_files=Decimal("0.25"))
    first = actions.keep_weights(run=run, learned=learned, files_count=5_000, by=BY, at=AT)
    second = actions.keep_weights(run=run, learned=linkage.shipped(), files_count=6_000, by=BY, at=AT)
    assert (first.number, second.number) == (1, 2)
    assert comparing.in_use(office.organisation.pk) is None
    actions.use_weights(weights=first, by=officer, at=AT)
    assert comparing.in_use(office.organisation.pk) == first
    assert first.terms == learned
    with pytest.raises(actions.UsedAlready):
        actions.use_weights(weights=first, by=officer, at=AT)
    actions.use_weights(weights=second, by=officer, at=AT + timedelta(hours=1))
    assert comparing.in_use(office.organisation.pk) == second


def test_what_did_not_stop_is_not_gone_on_with(office: Any, officer: Any) -> None:
    with pytest.raises(actions.NotStopped):
        actions.go_on(run=builders.linkagerun(office.organisation), by=officer, at=AT)


def test_whoever_may_not_compare_asks_and_goes_on_and_sets_nothing(office: Any) -> None:
    by = builders.user(office, may=MAY - {permissions.LINK}, scope="organisation").as_actor()
    run, weights = builders.linkagerun(office.organisation), builders.linkageweights(office.organisation)
    refused: list[Any] = [
        lambda: actions.ask_for_run(organisation=office.organisation, learns=False, by=by, at=AT),
        lambda: actions.go_on(run=run, by=by, at=AT),
        lambda: actions.begin_run(run=run, engine="duckdb", weights_id=None, by=by, at=AT),
        lambda: actions.keep_pairs(run=run, pairs=[], described={}, by=by, at=AT),
        lambda: actions.end_run(run=run, files_count=0, pairs_count=0, new_count=0, memory_mb=0, by=by, at=AT),
        lambda: actions.keep_weights(run=run, learned=linkage.shipped(), files_count=1, by=by, at=AT),
        lambda: actions.use_weights(weights=weights, by=by, at=AT),
    ]
    for call in refused:
        with pytest.raises(NotAllowed):
            call()


def test_the_command_compares_says_what_it_found_and_ends_with_one_where_it_stopped(office: Any) -> None:
    came(office, AMINA, AMEENA, *OTHERS)
    forgotten()
    done = CliRunner().invoke(link_register, ["--json"], obj=lambda: None)
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["state"], told["files"], told["pairs"], told["new"]) == ("done", 7, 1, 1)
    came(office, *[replace(AMINA, given_name=f"Amina {number}") for number in "ABCDEFGH"])
    forgotten()
    stopped = CliRunner().invoke(link_register, [], obj=lambda: None)
    assert stopped.exit_code == 1
    assert "Stopped, and nothing was kept" in stopped.output
    assert not PossibleSame.objects.exists()


def test_without_the_engine_the_command_says_what_to_install_and_whoever_asked_reads_it(
    office: Any, officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(engine: str) -> None:
        raise engines.NoEngine(engine)

    monkeypatch.setattr(engines, "check_installed", missing)
    run = actions.ask_for_run(organisation=office.organisation, learns=False, by=officer, at=AT)
    said = CliRunner().invoke(link_register, ["--asked"], obj=lambda: None)
    assert said.exit_code == 1
    assert "requirements/analytics.txt" in said.output
    run.refresh_from_db()
    assert (run.state, run.because) == ("failed", "not_installed")


def test_a_setting_that_names_no_engine_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANKOFA_LINKAGE_ENGINE", "abacus")
    said = CliRunner().invoke(link_register, [], obj=lambda: None)
    assert "it is duckdb or spark" in said.output


def test_a_file_from_before_the_newest_keys_is_found_all_the_same(office: Any, officer: Any) -> None:
    came(office, AMINA, replace(AMINA, family_name="", phone=""), *OTHERS)
    SearchKey.objects.filter(key__gte=b"n", key__lt=b"o").delete()
    forgotten()
    assert compared(office, officer).new_count == 1
