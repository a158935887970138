"""Pages of tables and figures: what is asked, who is left out, the files, the version for sharing with its look."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office, User
from sankofa.audit.models import Event
from sankofa.project import hooks
from sankofa.statistics import permissions
from sankofa.statistics.models import Copy
from tests import builders
from tests.rooms.test_tables_and_figures import ALL, PURPOSE, many, recount, scored

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.fill()


@pytest.fixture
def officer(office: Office) -> User:
    return builders.user(office, may=ALL, name="Kamal Hossain")


@pytest.fixture
def client(officer: User) -> Client:
    found = Client()
    found.force_login(officer)
    return found


def see(client: Client, status: int = 200, **asked: str) -> str:
    answer = client.get(reverse("statistics:tables"), asked)
    assert answer.status_code == status
    return answer.content.decode()


def test_an_office_that_was_never_counted_is_counted_at_a_press(client: Client, office: Office) -> None:
    scored(office, sex="female")
    assert "Nothing is counted yet" in see(client)
    answer = client.post(reverse("statistics:count"), {"rows": "sex"}, follow=True)
    assert "Everything is counted anew." in answer.content.decode()
    assert "1 person" in see(client, rows="sex", score="composite")


def test_a_table_is_shown_without_script_with_its_picture_and_marked(client: Client, office: Office) -> None:
    many(office, female=2, male=3)
    recount(office)
    page = see(client, rows="sex", score="composite")
    assert "Not for sharing" in page
    assert "5 people" in page
    assert page.count('<rect class="fill"') == 2
    assert "0.614" in page, "what the mapping printed stands beside"


def test_the_first_page_is_table_1_with_the_print_quoted(client: Client, office: Office) -> None:
    scored(office)
    recount(office)
    page = see(client)
    assert "the highest is printed as 0.100" in page
    assert "The plain mean of the three parts is 0.576" in page
    assert 'aria-current="true"' in see(client, rows="group", score="all")


def test_whom_the_screen_leaves_out_is_said_with_the_reason(client: Client, office: Office) -> None:
    scored(office)
    from sankofa.returnees.models import Journey

    Journey.objects.update(returned_precision="year")
    recount(office)
    page = see(client, rows="group", score="composite", is_screened="on")
    assert "1: the day of their return is not known by its month" in page
    assert "51 of 614" in page


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"rows": "sex", "columns": "sex"}, id="the-same-twice"),
        pytest.param({"rows": "sex", "columns": "education", "score": "all"}, id="four-scores-with-columns"),
        pytest.param({"rows": "name"}, id="no-such-row"),
        pytest.param({"rows": "sex", "place": "NP.3"}, id="a-place-out-of-reach"),
        pytest.param({"rows": "sex", "from_on": "2026-02-01", "until_on": "2026-01-01"}, id="days-turned-round"),
        pytest.param({"rows": "sex", "from_on": "yesterday"}, id="no-day"),
        pytest.param({"rows": "sex", "from_on": "2026"}, id="no-whole-day"),
    ],
)
def test_what_cannot_be_asked_is_said_and_never_a_server_error(client: Client, office: Office, asked: Any) -> None:
    scored(office)
    recount(office)
    assert "Please look at this again" in see(client, 422, **asked)


def test_days_are_asked_in_the_calendar_that_stands_beside_them(client: Client, office: Office) -> None:
    scored(office)
    recount(office)
    days = {"from_on": "01/01/2082", "from_on_calendar": "bikram_sambat"}
    page = see(client, rows="sex", score="composite", **days)
    assert "Talks from 14 April 2025 on." in page
    assert page.count('<input type="hidden" name="from_on_calendar" value="bikram_sambat">') >= 3
    asked = {"rows": "sex", "score": "composite", **days}
    again = client.post(reverse("statistics:count"), asked, follow=True).content.decode()
    assert "Talks from 14 April 2025 on." in again


def test_a_workbook_says_in_every_row_that_it_is_not_for_sharing(client: Client, office: Office) -> None:
    many(office, female=2, male=3)
    recount(office)
    answer = client.post(
        reverse("statistics:take"), {"rows": "sex", "columns": "education", "score": "composite", "format": "xlsx"}
    )
    assert answer["Cache-Control"] == "no-store"
    held = openpyxl.load_workbook(io.BytesIO(answer.content))
    head, *lines = held.worksheets[0].iter_rows(values_only=True)
    made = Copy.objects.get()
    assert head[-1] == "Copy"
    assert {line[-2:] for line in lines} == {("not for sharing", made.receipt)}
    assert ("Taken by", "Kamal Hossain") in list(held.worksheets[1].iter_rows(values_only=True))
    assert Event.objects.filter(action="statistics.taken", kind="export").exists()


def test_the_version_for_sharing_has_its_own_page_and_file(client: Client, office: Office) -> None:
    many(office, female=30, male=30, other=3)
    recount(office)
    asked = {"rows": "sex", "score": "composite"}
    assert client.post(reverse("statistics:share"), asked).status_code == 422, "what it is for is asked"
    answer = client.post(reverse("statistics:share"), {**asked, "purpose": PURPOSE})
    page = client.get(answer["Location"]).content.decode()
    assert "For sharing" in page
    assert "2 cells are hidden." in page
    assert PURPOSE in page
    assert "Why can I see this?" in page
    taken = client.post(answer["Location"] + "take/", {"format": "csv"})
    lines = list(csv.reader(io.StringIO(taken.content.decode("utf-8-sig"))))
    assert {line[-2] for line in lines[1:]} == {"for sharing"}
    assert sum("hidden" in line for line in lines) == 2
    listed = client.get(reverse("statistics:copies")).content.decode()
    assert Copy.objects.get().receipt in listed
    assert "Kamal Hossain" in listed


def test_a_refusal_names_the_earlier_table_and_a_way_on(client: Client, office: Office) -> None:
    many(office, female=20, male=20)
    recount(office)
    asked = {"rows": "sex", "score": "composite", "purpose": PURPOSE}
    assert client.post(reverse("statistics:share"), asked).status_code == 302
    many(office, female=1)
    recount(office)
    answer = client.post(reverse("statistics:share"), asked)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This table cannot be shared" in page
    assert Copy.objects.get().receipt in page
    assert "wait until more people have answered" in page


def test_who_only_looks_takes_nothing(office: Office) -> None:
    scored(office)
    recount(office)
    client = Client()
    client.force_login(builders.user(office, may=[permissions.VIEW]))
    page = see(client, rows="sex", score="composite")
    assert "Make the version for sharing" not in page
    assert "Take the file" not in page
    assert client.post(reverse("statistics:take"), {"rows": "sex", "format": "csv"}).status_code == 403


@pytest.mark.parametrize("language", ["fr", "ur"])
def test_the_page_speaks_the_readers_language(client: Client, office: Office, language: str) -> None:
    many(office, female=2, male=3)
    recount(office)
    client.cookies["sankofa_language"] = client.cookies["django_language"] = language
    assert client.get(reverse("statistics:tables"), headers={"accept-language": language}).status_code == 200


def test_a_page_of_tables_asks_the_database_the_same_however_many_people(
    client: Client, office: Office, django_assert_max_num_queries: Any
) -> None:
    many(office, female=12, male=12)
    recount(office)
    see(client, rows="sex", score="composite")
    with django_assert_max_num_queries(14):
        see(client, rows="sex", score="composite")
