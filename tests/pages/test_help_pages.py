"""Pages of the map of help: found, read, put right, checked; what fits a person; and the page for everybody."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sankofa.accounts.permissions import SIGNED_IN
from sankofa.debts import permissions as debts
from sankofa.kernel import clock
from sankofa.places.actions import load_reference_data
from sankofa.project import hooks, waiting
from sankofa.provision import permissions, queries
from sankofa.provision.models import Check, Entry
from sankofa.returnees import permissions as returnees
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = [
    SIGNED_IN,
    permissions.VIEW,
    permissions.MATCH,
    permissions.KEEP,
    permissions.CHECK,
    returnees.VIEW,
    returnees.AMEND,
]
NEAR = "BD.60.91"


@pytest.fixture
def office() -> Any:
    hooks.fill()
    load_reference_data()
    return builders.office(path=NEAR)


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may=MAY, name="Shirin Das")


@pytest.fixture
def desk(worker: Any) -> Client:
    client = Client()
    client.force_login(worker)
    return client


@pytest.fixture
def advice(office: Any) -> Any:
    return builders.entry(code="bd-advice", name="Legal advice", approaches=["legal"], offers="Letters and courts.")


def today() -> Any:
    return clock.today("UTC")


def holds(entry: Any, **facts: Any) -> Any:
    return builders.check(entry, checked_on=today() - timedelta(days=3), **facts)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


CHECKED = {
    "checked_on": "",
    "how": "called",
    "phone_so": "yes",
    "phone": "555-0101",
    "place_so": "yes",
    "place": "Station Road 3",
    "rules_so": "yes",
    "spoke_with": "Karim the guard",
}


def said_today(**said: str) -> dict[str, str]:
    return {**CHECKED, "checked_on": today().strftime("%d/%m/%Y"), **said}


def test_the_map_shows_what_is_near_first_and_says_plainly_what_nobody_checked(desk: Client, advice: Any) -> None:
    far = builders.entry(code="np-help", name="Far away", country="NP")
    page = text_of(desk.get("/help/"))
    assert "Legal advice" in page
    assert far.name not in page
    assert "Reported, not checked (as of 2022)" in page
    assert "Far away" in text_of(desk.get("/help/?country=NP"))
    assert "Far away" in text_of(desk.get("/help/?q="))
    assert 'href="/help/?q="' in page, "the own country can be taken away too"
    assert "Legal advice" not in text_of(desk.get("/help/?gives=health"))
    assert "Legal advice" in text_of(desk.get("/help/?gives=legal&state=not_checked"))
    assert desk.get("/help/?gives=nonsense&kind=nonsense").status_code == 200


def test_an_entry_says_who_can_use_it_and_where_that_stands(desk: Client) -> None:
    builders.entry(code="bd-board", name="Welfare Board", kind="body")
    builders.entry(
        code="bd-grant",
        name="Grant",
        run_by=["bd-board"],
        rules={"sexes": ["female"], "age": {"from": 18}},
        strengths=["Reaches villages."],
    )
    page = text_of(desk.get("/help/entry/bd-grant/"))
    for words in ("It is only for: women.", "It can be used from the age of 18.", "/help/entry/bd-board/", "Reaches"):
        assert words in page
    assert desk.get("/help/entry/bd-nothing/").status_code == 404


def test_a_check_makes_it_reliable_and_the_guard_stays_sealed(desk: Client, advice: Any) -> None:
    answer = desk.post("/help/entry/bd-advice/check/", said_today(), follow=True)
    page = text_of(answer)
    assert "Phone, place and rules were confirmed." in page
    assert "555-0101" in page
    assert "Shirin Das" in page
    assert "Karim" not in page
    assert Check.objects.get().spoke_with == "Karim the guard"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        pytest.param({"phone": ""}, "Write the number that you confirmed.", id="no-phone"),
        pytest.param({"place_so": "no"}, "Write what is not as written", id="a-doubt-without-words"),
        pytest.param({"rules_so": ""}, "Choose one of the two.", id="not-answered"),
    ],
)
def test_a_check_that_says_too_little_is_asked_again(
    desk: Client, advice: Any, said: dict[str, str], words: str
) -> None:
    answer = desk.post("/help/entry/bd-advice/check/", said_today(**said))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not Check.objects.exists()


def test_nobody_writes_down_a_check_of_a_day_that_has_not_come(desk: Client, advice: Any) -> None:
    later = (today() + timedelta(days=9)).strftime("%d/%m/%Y")
    answer = desk.post("/help/entry/bd-advice/check/", said_today(checked_on=later))
    assert "This day has not come yet." in text_of(answer)
    assert not Check.objects.exists()


def test_one_person_s_check_serves_colleagues_and_a_second_makes_it_public(
    desk: Client, visitor: Client, office: Any, advice: Any
) -> None:
    desk.post("/help/entry/bd-advice/check/", said_today())
    entry = text_of(desk.get("/help/entry/bd-advice/"))
    assert "once a second person has confirmed the same number." in entry
    assert "Asked by one person" not in text_of(desk.get("/help/check/")), "their own word is not asked of them again"
    assert "Legal advice" not in text_of(visitor.get(f"/find-help/{NEAR}/rights/"))
    second = Client()
    second.force_login(builders.user(office, may=MAY))
    assert "Asked by one person" in text_of(second.get("/help/check/"))
    second.post("/help/entry/bd-advice/check/", said_today())
    assert "Two people said the same number" in text_of(desk.get("/help/entry/bd-advice/"))
    assert "Legal advice" in text_of(visitor.get(f"/find-help/{NEAR}/rights/"))


def test_what_is_past_its_last_day_is_not_said_to_run(desk: Client) -> None:
    builders.entry(code="bd-old", name="Old project", status="running", until="2021")
    assert "no, it ended on 31 December 2021" in text_of(desk.get("/help/entry/bd-old/"))
    assert ">ended<" in text_of(desk.get("/help/?q=Old+project"))


def test_what_ran_out_waits_in_the_list_and_on_the_first_page(desk: Client, worker: Any, advice: Any) -> None:
    builders.check(advice, checked_on=today() - timedelta(days=200))
    assert "Legal advice" in text_of(desk.get("/help/check/"))
    line = waiting.checks(worker.as_actor(), today())
    assert line is not None
    assert "1 place of help" in line.text
    stranger = builders.user(may=[SIGNED_IN]).as_actor()
    assert waiting.checks(stranger, today()) is None


def test_help_is_added_put_right_and_closed_on_pages(desk: Client, office: Any) -> None:
    said = {"name": "Sewing course", "kind": "service", "status": "running", "said_by": "a visit", "is_public": "on"}
    answer = desk.post("/help/add/", {**said, "approaches": ["training"], "areas": [NEAR], "age_from": "18"})
    held = Entry.objects.get(name="Sewing course")
    assert answer["Location"] == f"/help/entry/{held.code}/"
    now = queries.current(held).to_terms()
    assert (now.areas, now.rules[0].rules.age.start, held.office) == ((NEAR,), 18, office)
    again = {**said, "name": "Sewing and business", "approaches": ["training"], "areas": [NEAR], "age_from": "20"}
    desk.post(f"/help/entry/{held.code}/amend/", {**again, "note": "they said so"})
    assert queries.current(held).to_terms().rules[0].rules.age.start == 20
    desk.post(f"/help/entry/{held.code}/close/", {"because": "the teacher moved away"})
    page = text_of(desk.get(f"/help/entry/{held.code}/"))
    assert "It is closed." in page
    assert "the teacher moved away" in page


@pytest.mark.parametrize(
    ("said", "words"),
    [
        pytest.param({"name": ""}, "Write what it is called.", id="no-name"),
        pytest.param({"said_by": ""}, "Write who says so.", id="no-source"),
        pytest.param({"age_from": "40", "age_until": "20"}, "holds no number", id="nobody-could-use-it"),
        pytest.param({"run_by": "bd-nowhere"}, "bd-nowhere", id="names-what-is-nowhere"),
    ],
)
def test_help_that_cannot_be_is_told_with_its_reason(desk: Client, said: dict[str, str], words: str) -> None:
    given = {"name": "Course", "kind": "service", "status": "running", "said_by": "a visit", **said}
    answer = desk.post("/help/add/", given)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not Entry.objects.exists()


def test_putting_a_name_right_loses_no_condition_that_the_form_does_not_show(desk: Client) -> None:
    held = builders.entry(code="bd-two", rules={"sexes": ["female", "other"], "papers": ["passport"]})
    before = queries.current(held).to_terms()
    given = {"name": "Better name", "kind": "service", "status": "running", "levels": ["individual"], "said_by": "me"}
    desk.post("/help/entry/bd-two/amend/", given)
    after = queries.current(held).to_terms()
    assert (after.name, after.rules, after.source) == ("Better name", before.rules, before.source)


def test_help_of_another_organisation_is_nowhere(desk: Client) -> None:
    builders.entry(builders.office(path=NEAR), code="own-bd-theirs", name="Theirs")
    for address in ("", "amend/", "check/", "close/"):
        assert desk.get(f"/help/entry/own-bd-theirs/{address}").status_code == 404
    assert "own-bd-theirs" not in text_of(desk.get("/help/?q=Theirs"))


def test_a_page_of_another_country_is_read_and_not_put_right(desk: Client) -> None:
    builders.entry(code="np-help", country="NP")
    assert "Write down a check" not in text_of(desk.get("/help/entry/np-help/"))
    for address in ("amend/", "check/", "close/"):
        assert desk.get(f"/help/entry/np-help/{address}").status_code == 403


# ---- what fits a person


@pytest.fixture
def person(office: Any) -> Any:
    place = builders.place(NEAR)
    return builders.person(office, sex="female", place=place, given_name="Amina")


def test_a_person_s_page_shows_what_fits_and_the_whole_list_hides_nothing(desk: Client, person: Any) -> None:
    holds(builders.entry(code="bd-for-all", name="For everybody"))
    holds(builders.entry(code="bd-men", name="Only men", rules={"sexes": ["male"]}))
    holds(builders.entry(code="bd-plan", name="With a plan", rules={"asked": ["Has a plan"]}))
    holds(builders.entry(code="bd-made-for-men", name="Made for men", groups=["men"]))
    holds(builders.entry(code="bd-loan", name="A loan", microcredit=True))
    builders.entry(code="bd-hearsay", name="Nobody checked")
    builders.check(builders.entry(code="bd-old", name="Long ago"), checked_on=today() - timedelta(days=300))
    holds(builders.entry(code="bd-far", name="Far away", areas=["BD.10"]))
    page = text_of(desk.get(f"/people/{person.pk}/"))
    assert "Help that fits" in page
    assert "For everybody" in page
    assert "Only men" not in page
    whole = text_of(desk.get(f"/people/{person.pk}/help/"))
    for words in (
        "For everybody",
        "Only men",
        "It is only for: men.",
        "With a plan",
        "Ask: Has a plan.",
        "above all for men.",
    ):
        assert words in whole
    for words in ("A loan", "Nobody checked", "Long ago", "Far away"):
        assert words not in whole
    assert whole.index("For everybody") < whole.index("With a plan") < whole.index("Only men")


def test_somebody_known_by_their_province_alone_sees_help_of_its_districts_with_the_question_which(
    desk: Client, office: Any
) -> None:
    somebody = builders.person(office, place=builders.place("BD.60"))
    holds(builders.entry(code="bd-district", name="In one district", areas=[NEAR]))
    page = text_of(desk.get(f"/people/{somebody.pk}/help/"))
    assert "In one district" in page
    assert "Ask in which district they live." in page


def test_what_lends_beside_other_help_says_so_where_loans_are_never_meant(desk: Client, person: Any) -> None:
    holds(builders.entry(code="bd-office", name="An office", offers="Loans on easy terms, training."))
    page = text_of(desk.get(f"/people/{person.pk}/help/"))
    assert "Its text speaks of loans. A loan is not meant here" in page


def test_more_help_than_a_page_holds_stands_on_the_next_and_is_counted_on_each(desk: Client, person: Any) -> None:
    for number in range(51):
        holds(builders.entry(code=f"bd-help-{number:02}", name=f"Help number {number:02}"))
    first = text_of(desk.get(f"/people/{person.pk}/help/"))
    second = text_of(desk.get(f"/people/{person.pk}/help/?page=2"))
    assert ("Help number 49" in first, "Help number 50" in first) == (True, False)
    assert "Help number 50" in second
    for page in (first, second):
        assert '<span class="note">51</span>' in page


def test_a_missing_paper_leads_to_help_with_it(desk: Client, person: Any) -> None:
    holds(builders.entry(code="bd-card", rules={"papers": ["identity_card"]}))
    builders.document(person, kind="passport", whereabouts="with_person")
    page = text_of(desk.get(f"/people/{person.pk}/help/"))
    assert "This paper is still needed; one of these will do: identity card." in page
    assert f"/people/{person.pk}/papers/help/" in page


def test_help_of_another_organisation_does_not_reach_a_person_of_ours(desk: Client, person: Any) -> None:
    holds(builders.entry(builders.office(path=NEAR), code="own-bd-theirs", name="Theirs"))
    assert "Theirs" not in text_of(desk.get(f"/people/{person.pk}/help/"))


def test_whoever_may_not_match_sees_neither_panel_nor_page(office: Any, person: Any) -> None:
    client = Client()
    client.force_login(builders.user(office, may=[SIGNED_IN, returnees.VIEW]))
    assert "Help that fits" not in text_of(client.get(f"/people/{person.pk}/"))
    assert client.get(f"/people/{person.pk}/help/").status_code == 403


def test_what_somebody_owes_puts_help_with_debts_first_for_those_who_may_know_it(
    desk: Client, office: Any, person: Any
) -> None:
    holds(builders.entry(code="bd-a", name="A course", approaches=["training"]))
    holds(builders.entry(code="bd-b", name="Planning money", approaches=["money_skills"]))
    builders.debt(person)
    page = text_of(desk.get(f"/people/{person.pk}/help/"))
    assert page.index("A course") < page.index("Planning money")
    client = Client()
    client.force_login(builders.user(office, may=[*MAY, debts.VIEW]))
    page = text_of(client.get(f"/people/{person.pk}/help/"))
    assert page.index("Planning money") < page.index("A course")


def test_more_help_on_a_page_asks_the_database_no_more_often(desk: Client, visitor: Client, person: Any) -> None:
    def counts() -> list[int]:
        held = []
        for client, address in (
            (desk, f"/people/{person.pk}/help/"),
            (visitor, f"/find-help/{NEAR}/rights/"),
        ):
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            held.append(len(asked))
        return held

    def more(numbers: range) -> None:
        for number in numbers:
            first = builders.entry(code=f"bd-first-{number}", approaches=["legal"], rules={"lives_in": ["BD.60.91"]})
            after = {"registered_with": [first.code], "lives_in": ["BD.60"]}
            holds(first)
            holds(builders.entry(code=f"bd-then-{number}", approaches=["legal"], rules=after))

    more(range(2))
    few = counts()
    more(range(2, 8))
    assert counts() == few


# ---- the page for everybody


@pytest.fixture
def visitor(office: Any) -> Client:
    cache.clear()
    return Client()


def test_a_visitor_finds_checked_help_in_two_taps_and_nothing_of_them_is_kept(visitor: Client, advice: Any) -> None:
    holds(advice)
    builders.entry(code="bd-hearsay", name="Nobody checked", approaches=["legal"])
    first = visitor.get("/find-help/")
    assert f"/find-help/{NEAR}/" in text_of(first)
    second = visitor.get(f"/find-help/{NEAR}/")
    assert f"/find-help/{NEAR}/rights/" in text_of(second)
    assert f"/find-help/{NEAR}/health/" not in text_of(second)
    third = visitor.get(f"/find-help/{NEAR}/rights/")
    page = text_of(third)
    assert "Legal advice" in page
    assert 'href="tel:02-555%200101"' in page
    assert "Nobody checked" not in page
    assert all(answer["Cache-Control"] == "no-store" for answer in (first, second, third))
    assert not third.cookies
    assert not Session.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr", "ur"])
def test_no_page_for_everybody_is_larger_than_40_kb_with_its_style(visitor: Client, advice: Any, language: str) -> None:
    holds(advice)
    for path in ("BD", "PK", "NP", "NG", "AF"):
        answer = visitor.get(f"/find-help/{path}/", headers={"accept-language": language})
        assert answer.status_code == 200
        assert len(answer.content) + 5_600 <= 40 * 1024, path
    answer = visitor.get(f"/find-help/{NEAR}/rights/", headers={"accept-language": language})
    assert b"@font-face" not in answer.content


def test_help_that_an_organisation_keeps_to_itself_and_loans_are_not_for_everybody(visitor: Client) -> None:
    own = builders.entry(builders.office(path=NEAR), code="own-bd-closed", name="Kept inside", approaches=["legal"])
    holds(own)
    Entry.objects.filter(pk=own.pk).update(is_public=False)
    holds(builders.entry(code="bd-loan", name="A loan", microcredit=True, approaches=["legal"]))
    page = text_of(visitor.get(f"/find-help/{NEAR}/rights/"))
    assert "Kept inside" not in page
    assert "A loan" not in page


def test_the_same_comes_as_short_messages(visitor: Client, advice: Any) -> None:
    holds(advice)
    page = text_of(visitor.get(f"/find-help/{NEAR}/rights/text/"))
    assert "Legal advice. 02-555 0101. Station Road 3" in page
    assert "sms:?body=Legal%20advice" in page


def test_a_lobby_begins_anew_by_itself_and_sends_no_messages(visitor: Client, advice: Any) -> None:
    holds(advice)
    page = text_of(visitor.get(f"/find-help/lobby/{NEAR}/rights/"))
    assert 'data-lobby="/find-help/lobby/"' in page
    assert 'content="60;url=/find-help/lobby/"' in page
    assert "sms:" not in page
    assert visitor.get(f"/find-help/lobby/{NEAR}/rights/text/")["Location"].startswith("/find-help/lobby/")


def test_there_is_a_way_out_on_every_page_and_the_title_says_nothing_of_return(visitor: Client, advice: Any) -> None:
    holds(advice)
    for address in ("", f"{NEAR}/", f"{NEAR}/rights/", f"{NEAR}/rights/text/"):
        page = text_of(visitor.get(f"/find-help/{address}"))
        assert "Leave this page" in page
        assert "<title>Who can help</title>" in page


@pytest.mark.parametrize("address", ["XX/", "BD.99.99/", f"{NEAR}/nonsense/", "US/", f"{NEAR}/no_income/"])
def test_what_is_no_place_and_no_need_is_not_found_and_leads_back_to_the_beginning(
    visitor: Client, address: str
) -> None:
    for door in ("/find-help/", "/find-help/lobby/"):
        answer = visitor.get(f"{door}{address}")
        assert answer.status_code == 404
        page = text_of(answer)
        assert "This page does not exist" in page
        assert f'href="{door}"' in page
        assert "office" not in page


def test_the_house_of_a_safe_place_is_told_to_nobody_in_public(desk: Client, visitor: Client) -> None:
    shelter = builders.entry(code="bd-safe-house", name="Safe house", approaches=["shelter", "legal"])
    holds(shelter, phone="555-0101", place="Station Road 3", access="Ring at the green gate")
    for address in ("safe_place/", "safe_place/text/", "first_days/", "rights/", "rights/text/"):
        page = text_of(visitor.get(f"/find-help/{NEAR}/{address}"))
        assert "555-0101" in page
        assert "Station Road 3" not in page, address
        assert "green gate" not in page, address
    assert "Call first: they tell you where it is." in text_of(visitor.get(f"/find-help/{NEAR}/safe_place/"))
    assert "Station Road 3" in text_of(desk.get("/help/entry/bd-safe-house/")), "whoever brings people there knows it"


@pytest.mark.parametrize("place", ["BD.x", "BD.", "A.B.C", "..", "BD.60.91.", "bd.60", "BD.60.91'--", "%2e%2e%2fBD"])
def test_an_address_that_names_no_place_is_a_page_that_is_not_there(visitor: Client, place: str) -> None:
    for address in ("", "rights/", "rights/text/"):
        assert visitor.get(f"/find-help/{place}/{address}").status_code == 404
