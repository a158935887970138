"""Days on pages in other calendars: typed, asked about, shown beside, and confirmed for a column of a list."""

from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from sankofa.accounts.calendars import Wanted
from sankofa.accounts.models import Office, User
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.intake.models import IncomingFile, RememberedMapping
from sankofa.intake.permissions import SEND
from sankofa.places.rules.calendars import Calendar
from sankofa.returnees import permissions as returnees
from sankofa.returnees.forms.days import DayField
from sankofa.returnees.models import Membership, Person
from sankofa.shell import words
from sankofa.store.models import Revision
from tests import builders
from tests.drawn import settled
from tests.pages.test_by_hand_pages import add, begun

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MAY = (SIGNED_IN, SEND, returnees.VIEW, returnees.REGISTER, returnees.AMEND)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def nepal(db: None) -> Client:
    return client_of(builders.user(builders.office(path="NP.03.27", zone="Asia/Kathmandu"), may=MAY))


@pytest.fixture
def dhaka(db: None) -> Client:
    return client_of(builders.user(builders.office(), may=MAY))


def page_of(answer: Any) -> str:
    return unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("calendar", "example"),
    [
        pytest.param(Calendar.GREGORIAN, "13/04/2024", id="gregorian"),
        pytest.param(Calendar.BIKRAM_SAMBAT, "01/01/2081", id="the-new-year-of-2081"),
        pytest.param(Calendar.SHAMSI, "25/01/1403", id="farvardin"),
    ],
)
def test_how_a_whole_day_is_written_is_shown_in_the_calendar_of_the_reader(calendar: Calendar, example: str) -> None:
    with override("en"), words.calendars(Wanted(typed=calendar)):
        assert f"such as {example}." in str(DayField().help_text)


def test_an_office_in_nepal_writes_days_in_its_calendar_unless_it_says_otherwise(nepal: Client, dhaka: Client) -> None:
    page = page_of(nepal.post(reverse("returnees:first_page"), {"q": "Nasima"}))
    assert '<option value="bikram_sambat" selected>' in page
    page = page_of(dhaka.post(reverse("returnees:first_page"), {"q": "Nasima"}))
    assert '<option value="gregorian" selected>' in page


def test_a_birth_in_nepals_calendar_is_kept_as_the_day_it_is_and_as_it_was_said(nepal: Client) -> None:
    add(nepal, born="29 Chaitra 2047", born_calendar="bikram_sambat", left="2073", returned="03/2078")
    made = Person.objects.get()
    assert (str(made.born_on), made.born_precision, made.born_calendar) == ("1991-04-12", "day", "bikram_sambat")
    journey = made.journeys.get()
    assert (str(journey.left_on), journey.left_precision, journey.left_calendar) == (
        "2016-04-13",
        "year",
        "bikram_sambat",
    )
    page = page_of(nepal.get(reverse("returnees:person", args=[made.pk])))
    assert "12 April 1991 (said as 29 Chaitra 2047 BS)" in page
    assert "2073 BS (13 April 2016 to 13 April 2017)" in page
    assert "Ashadh 2078 BS" in page


def test_a_day_of_the_sun_is_kept_as_the_day_it_is_and_shown_as_it_was_said(dhaka: Client) -> None:
    add(dhaka, born="۲۴ حمل ۱۳۷۱", born_calendar="shamsi", returned="Hamal 1400", returned_calendar="shamsi")
    made = Person.objects.get()
    assert (str(made.born_on), made.born_precision, made.born_calendar) == ("1992-04-13", "day", "shamsi")
    page = page_of(dhaka.get(reverse("returnees:person", args=[made.pk])))
    assert "13 April 1992 (said as 24 Hamal 1371 SH)" in page
    assert "Hamal 1400 SH (21 March 2021 to 20 April 2021)" in page


def test_a_year_of_either_hijri_count_is_asked_back_with_both(dhaka: Client) -> None:
    page = page_of(add(dhaka, born="1371", born_calendar="gregorian"))
    assert "Did you mean the Hijri / Hijri Shamsi (solar) calendar?" in page


def test_days_stand_beside_those_of_the_sun_for_whoever_wants_it(dhaka: Client) -> None:
    add(dhaka, born="13/04/1992", born_calendar="gregorian")
    User.objects.update(days_also_in="shamsi")
    page = page_of(dhaka.get(reverse("returnees:person", args=[Person.objects.get().pk])))
    assert "13 April 1992 (24 Hamal 1371 SH)" in page


def test_a_hijri_day_says_that_the_moon_may_have_been_seen_otherwise(dhaka: Client) -> None:
    add(dhaka, born="1 Muharram 1409", born_calendar="hijri")
    page = page_of(dhaka.get(reverse("returnees:person", args=[Person.objects.get().pk])))
    assert "13 August 1988 (said as 1 Muharram 1409 AH; where the moon was watched, up to two days apart)" in page


@pytest.mark.parametrize(
    ("typed", "calendar", "told", "meant"),
    [
        pytest.param(
            "2047-12-29",
            "gregorian",
            "2047 is still to come. Did you mean the Bikram Sambat calendar?",
            "bikram_sambat",
            id="a-year-of-nepal-as-gregorian",
        ),
        pytest.param(
            "1409",
            "gregorian",
            "“1409” does not fit the Gregorian calendar. Did you mean the Hijri calendar?",
            "hijri",
            id="a-hijri-year-as-gregorian",
        ),
        pytest.param(
            "29 Chaitra 2047",
            "gregorian",
            "“29 Chaitra 2047” does not fit the Gregorian calendar. Did you mean the Bikram Sambat calendar?",
            "bikram_sambat",
            id="a-month-of-nepal-as-gregorian",
        ),
        pytest.param(
            "1409",
            "bikram_sambat",
            "“1409” does not fit the Bikram Sambat calendar. Did you mean the Hijri calendar?",
            "hijri",
            id="a-hijri-year-as-nepals",
        ),
    ],
)
def test_a_day_in_a_wrong_calendar_is_asked_about_and_never_changed_unasked(
    dhaka: Client, typed: str, calendar: str, told: str, meant: str
) -> None:
    number = begun(dhaka)
    answer = add(dhaka, number, born=typed, born_calendar=calendar, left="", returned="")
    page = page_of(answer)
    assert answer.status_code == 422
    assert told in page
    assert f'<input type="radio" name="born_calendar" value="{calendar}" checked>' in page
    assert f'<input type="radio" name="born_calendar" value="{meant}">' in page
    assert f'value="{typed}"' in page
    assert not Person.objects.exists()

    add(dhaka, number, born=typed, born_calendar=meant, left="", returned="")
    assert Person.objects.get().born_calendar == meant


@pytest.mark.parametrize(
    ("typed", "calendar", "told"),
    [
        pytest.param(
            "32 Chaitra 2081", "bikram_sambat", "Chaitra 2081 has 31 days, not 32.", id="no-such-day-in-nepal"
        ),
        pytest.param("31/02/1992", "gregorian", "31/02/1992 is not a day of the calendar.", id="a-slip-is-a-slip"),
        pytest.param("13/04/1992", "mayan", "Choose the calendar of this day.", id="no-such-calendar"),
        pytest.param("31/12/2026", "gregorian", "lies in the future", id="a-day-to-come"),
    ],
)
def test_what_fits_no_calendar_is_told_in_its_own_sentence(dhaka: Client, typed: str, calendar: str, told: str) -> None:
    answer = add(dhaka, born=typed, born_calendar=calendar, left="", returned="")
    assert answer.status_code == 422
    assert told in page_of(answer)
    assert 'type="radio" name="born_calendar"' not in page_of(answer)


def test_a_gregorian_year_written_as_nepals_is_asked_back(nepal: Client) -> None:
    answer = add(nepal, born="", left="2016", left_calendar="bikram_sambat", returned="")
    assert answer.status_code == 422
    assert "2016 is read in the Bikram Sambat calendar: it begins on 14 April 1959." in page_of(answer)
    assert not Person.objects.exists()


def test_a_correction_shows_the_day_as_it_was_said_and_changes_nothing_by_itself(nepal: Client) -> None:
    add(nepal, born="12/2047", born_calendar="bikram_sambat", left="", returned="")
    made = Person.objects.get()
    page = page_of(nepal.get(reverse("returnees:correct_group", args=[made.pk, "names"])))
    assert 'name="born" value="12/2047"' in page
    assert '<option value="bikram_sambat" selected>' in page


def test_somebody_chooses_a_second_calendar_and_every_day_shows_it(dhaka: Client) -> None:
    add(dhaka, born="13/04/1992", left="", returned="")
    made = Person.objects.get()
    person_page = reverse("returnees:person", args=[made.pk])
    assert "13 April 1992" in page_of(dhaka.get(person_page))
    assert "2049" not in settled(page_of(dhaka.get(person_page)))
    chosen = {"days_also_in": "bikram_sambat", "types_days_in": "hijri"}
    answer = dhaka.post(reverse("accounts:calendars"), chosen, follow=True)
    assert "Your calendars are kept." in page_of(answer)
    assert "13 April 1992 (1 Baishakh 2049 BS)" in page_of(dhaka.get(person_page))
    begun_page = page_of(dhaka.post(reverse("returnees:first_page"), {"q": "Karim"}))
    assert '<option value="hijri" selected>' in begun_page
    told = Revision.objects.filter(subject_kind="accounts.user").latest("at").changes
    assert told["days_also_in"] == ["", "bikram_sambat"]


def test_a_calendar_that_does_not_exist_is_not_chosen(dhaka: Client) -> None:
    dhaka.post(reverse("accounts:calendars"), {"days_also_in": "mayan", "types_days_in": ""})
    assert not User.objects.filter(days_also_in="mayan").exists()


LIST = "Full name,Date of birth,Date of return\nSita Tamang,2047-12-29,2078-03-01\nHari Thapa,2051-02-32,2079-01-10\n"


def sent(client: Client) -> IncomingFile:
    office = Office.objects.get(staff=client.session["_auth_user_id"])
    content = SimpleUploadedFile("jestha.csv", LIST.encode())
    client.post(reverse("intake:send"), {"file": content, "importer": "returnees", "office": str(office.pk)})
    return IncomingFile.objects.latest("sent_at")


COLUMNS = {
    "header_row": "1",
    "sheet": "",
    "day_first": "day",
    "column_0": "full_name",
    "column_1": "born",
    "column_2": "returned_on",
}


def test_a_list_in_nepals_calendar_comes_in_once_somebody_has_said_so(nepal: Client) -> None:
    file = sent(nepal)
    page = page_of(nepal.get(reverse("intake:columns", args=[file.pk])))
    assert page.count("These years look like the Bikram Sambat calendar: please check.") == 2
    assert '<option value="bikram_sambat" selected>' in page
    calendars = {"calendar_1": "bikram_sambat", "calendar_2": "bikram_sambat"}
    nepal.post(reverse("intake:columns", args=[file.pk]), {**COLUMNS, **calendars})
    page = page_of(nepal.get(reverse("intake:rows", args=[file.pk])))
    assert "Date of birth: Jestha 2051 has 31 days, not 32." in page
    nepal.post(reverse("intake:apply", args=[file.pk]))
    made = Person.objects.get()
    assert (made.given_name, str(made.born_on), made.born_calendar) == ("Sita", "1991-04-12", "bikram_sambat")
    assert str(made.journeys.get().returned_on) == "2021-06-15"
    assert RememberedMapping.objects.get().mapping["calendars"] == {
        "born": "bikram_sambat",
        "returned_on": "bikram_sambat",
    }


def test_nothing_is_read_in_another_calendar_unasked(nepal: Client) -> None:
    file = sent(nepal)
    calendars = {"calendar_1": "gregorian", "calendar_2": "gregorian"}
    nepal.post(reverse("intake:columns", args=[file.pk]), {**COLUMNS, **calendars})
    page = page_of(nepal.get(reverse("intake:rows", args=[file.pk])))
    assert "Choose the calendar of its column" in page
    assert not Person.objects.exists()


def test_outside_nepal_such_years_are_no_guess_but_the_choice_is_there(dhaka: Client) -> None:
    page = page_of(dhaka.get(reverse("intake:columns", args=[sent(dhaka).pk])))
    assert "These years look like" not in page
    assert 'name="calendar_1"' in page
    assert '<option value="gregorian" selected>' in page


def test_since_when_a_household_lives_there_is_typed_in_the_calendar_of_the_office(nepal: Client) -> None:
    add(nepal, born="2047", born_calendar="bikram_sambat", left="2073", returned="03/2078")
    made = Person.objects.get()
    page = page_of(nepal.get(reverse("returnees:form_household", args=[made.pk])))
    assert 'name="since_calendar"' in page
    assert '<option value="bikram_sambat" selected>' in page
    assert 'type="date"' not in page
    said = {
        "since": "15/01/2081",
        "since_calendar": "bikram_sambat",
        "together": "unknown",
        "called": "",
        "place": "",
    }
    assert nepal.post(reverse("returnees:form_household", args=[made.pk]), said).status_code == 302
    assert str(Membership.objects.get(person=made).from_on) == "2024-04-27"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("15/01/2081", "Did you mean the Bikram Sambat calendar?"),
        ("31/02/2021", "28"),
    ],
    ids=["another-calendar", "no-such-day"],
)
def test_a_day_of_a_household_that_does_not_fit_is_asked_back(dhaka: Client, typed: str, told: str) -> None:
    add(dhaka)
    made = Person.objects.get()
    said = {"since": typed, "since_calendar": "gregorian", "together": "unknown", "called": "", "place": ""}
    answer = dhaka.post(reverse("returnees:form_household", args=[made.pk]), said)
    assert answer.status_code == 422
    assert told in page_of(answer)
