"""Pages of gaps in help, of a country on two pages, and of lists of services that come in and go out."""

import json
import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office
from sankofa.intake.models import IncomingFile
from sankofa.intake.permissions import SEND
from sankofa.kernel import clock
from sankofa.places.actions import load_reference_data
from sankofa.provision import actions, permissions
from sankofa.provision.models import CountryView, Entry, GroupCount
from sankofa.shell import paper
from tests import builders
from tests.moment import ON

pytestmark = pytest.mark.django_db
TODAY = ON
SERVICE = {
    "name": "Counselling",
    "status": "active",
    "organization": {"name": "Centre", "alternate_name": "C"},
    "service_areas": [{"name": "BD.30.26", "extent": "BD.30.26", "extent_type": "text"}],
}


@pytest.fixture
def keeper(client: Client, office: Office) -> Client:
    """The browser of somebody who looks after the map of help."""
    client.force_login(builders.user(office, may={permissions.VIEW, permissions.KEEP, SEND}, name="Shirin Das"))
    return client


@pytest.fixture
def course(office: Office) -> Any:
    """A course for women that somebody checked yesterday."""
    held = builders.entry(
        code="bd-course", name="Sewing course", dimensions=["economic"], groups=["women"], strengths=["Near the bus."]
    )
    builders.check(held, office=office, checked_on=TODAY - timedelta(days=1))
    return held


def test_the_page_says_of_every_group_which_parts_are_served_thin_or_empty(keeper: Client, course: Any) -> None:
    builders.entry(code="bd-talks", name="Talks", dimensions=["psychosocial"])
    GroupCount.objects.create(
        country="BD", district="BD.30.26", group="women", people=43, not_known=0, counted_at=clock.now()
    )
    text = keeper.get(reverse("provision:gaps"), {"country": "BD"}).content.decode()
    assert text.count('class="gap-table"') == 14
    assert "Work and money, One person: served, " in text
    assert "About 40 people in the register" in text
    assert '<small>\u2066+1\u2069<span class="hidden-text"> reported</span></small>' in text


def test_a_group_can_be_looked_at_alone_and_a_wrong_word_shows_all(keeper: Client, course: Any) -> None:
    for group, count in (("women", 1), ("everybody", 1), ("nonsense", 14)):
        text = keeper.get(
            reverse("provision:gaps"), {"country": "XX", "district": "BD.99", "group": group}
        ).content.decode()
        assert text.count('class="gap-table"') == count


def test_a_part_leads_to_the_help_behind_it_and_says_the_rule(keeper: Client, course: Any) -> None:
    text = keeper.get(reverse("provision:cell", args=["BD", "economic", "individual", "women"])).content.decode()
    assert "Sewing course" in text
    assert "Made for this group" in text
    assert "is made for this group." in text
    empty = keeper.get(reverse("provision:cell", args=["BD.30.26", "economic", "individual", "men"])).content.decode()
    assert "Sewing course" not in empty


@pytest.mark.parametrize(
    "where",
    [
        ["XX", "economic", "individual", "women"],
        ["BD", "luck", "individual", "women"],
        ["BD", "social", "individual", "x"],
    ],
    ids=["no-country", "no-part", "no-group"],
)
def test_what_is_no_part_is_not_found(keeper: Client, where: list[str]) -> None:
    assert keeper.get(reverse("provision:cell", args=where)).status_code == 404


def test_the_country_stands_on_one_page_with_the_words_of_its_people_first(keeper: Client, course: Any) -> None:
    builders.countryview(Office.objects.get(), strengths=["Offices in every district"])
    text = keeper.get(reverse("provision:profile", args=["BD"])).content.decode()
    assert text.index("Offices in every district") < text.index("Near the bus.")
    assert "1 checked, 0 reported and not checked, 0 planned, 0 over." in text
    assert keeper.get(reverse("provision:profile", args=["XX"])).status_code == 404


def test_the_paper_is_a_pdf_or_leads_to_the_page(keeper: Client, course: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def without(_html: str, *, style: str, pages_most: int | None) -> bytes:
        raise paper.NoPrinter

    def with_it(html: str, *, style: str, pages_most: int | None) -> bytes:
        return b"%PDF" if "Sewing course" in html and style and pages_most == 2 else b""

    monkeypatch.setattr(paper, "as_pdf", with_it)
    made = keeper.get(reverse("provision:profile_pdf", args=["BD"]))
    assert (made.content, made["Content-Type"]) == (b"%PDF", "application/pdf")
    monkeypatch.setattr(paper, "as_pdf", without)
    assert keeper.get(reverse("provision:profile_pdf", args=["BD"])).status_code == 302


def test_how_a_country_is_seen_is_written_by_a_form_that_says_what_is_wrong(keeper: Client, office: Office) -> None:
    address = reverse("provision:view", args=["BD"])
    said = {"strengths": "- Offices in every district\n\n", "threats": "", "office": str(office.pk), "seen": "0"}
    assert keeper.post(address, {**said, "threats": "x" * 400}).status_code == 422
    assert keeper.post(address, said).status_code == 302
    assert CountryView.objects.get().strengths == ["Offices in every district"]
    late = keeper.post(address, {**said, "threats": "Projects end"})
    assert late.status_code == 422
    assert "Somebody else wrote here while you did." in late.content.decode()


def test_only_an_office_of_the_country_writes_how_it_is_seen(keeper: Client) -> None:
    builders.country("NP")
    assert keeper.get(reverse("provision:view", args=["NP"])).status_code == 403


def test_a_directory_comes_in_as_a_list(keeper: Client, office: Office) -> None:
    given = SimpleUploadedFile("theirs.json", json.dumps([SERVICE]).encode())
    answer = keeper.post(reverse("provision:send"), {"file": given, "office": str(office.pk)})
    file = IncomingFile.objects.get()
    assert answer["Location"] == reverse("intake:columns", args=[file.pk])
    assert (file.importer, file.name) == ("services", "theirs.csv")
    assert keeper.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"", "The file is empty.", id="empty"),
        pytest.param(b"{", "The file is not whole", id="half"),
        pytest.param(b"[]", "The file holds no service.", id="no-service"),
    ],
)
def test_what_is_no_directory_is_told(keeper: Client, office: Office, content: bytes, told: str) -> None:
    answer = keeper.post(
        reverse("provision:send"), {"file": SimpleUploadedFile("x.json", content), "office": str(office.pk)}
    )
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_a_spreadsheet_is_led_from_the_door_of_directories_to_its_own(keeper: Client, office: Office) -> None:
    sheet = SimpleUploadedFile("3W.xlsx", b"PK\x03\x04")
    answer = keeper.post(reverse("provision:send"), {"file": sheet, "office": str(office.pk)})
    assert answer.status_code == 422
    assert "This is a spreadsheet." in answer.content.decode()
    assert 'href="/files/send/?importer=services"' in keeper.get(reverse("provision:lists")).content.decode()


def test_the_map_goes_out_in_both_forms_and_no_cell_is_a_formula(keeper: Client, course: Any) -> None:
    builders.entry(code="bd-sum", name="=SUM(A1)", dimensions=["social"])
    listed = keeper.get(reverse("provision:take", args=["BD", "list"])).content.decode("utf-8-sig").splitlines()
    assert listed[1].startswith("#org+name,#activity+name,")
    assert any("Sewing course" in line for line in listed)
    assert any("'=SUM(A1)" in line for line in listed)
    services = json.loads(keeper.get(reverse("provision:take", args=["BD", "directory"])).content)["contents"]
    assert {service["name"] for service in services} == {"Sewing course", "=SUM(A1)"}
    assert keeper.get(reverse("provision:take", args=["BD", "poem"])).status_code == 404
    assert keeper.get(reverse("provision:lists")).status_code == 200


def test_who_may_not_see_the_map_sees_no_gaps(signed_in: Client) -> None:
    for name, args in (("gaps", []), ("profile", ["BD"]), ("lists", [])):
        assert signed_in.get(reverse(f"provision:{name}", args=args)).status_code == 403


class Unmarked(HTMLParser):
    """Collects the texts of a page that do not lie in an element that says another language."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "link", "input", "br", "img", "use", "hr"}:
            apart = tag in {"script", "style", "title", "option"} or dict(attrs).get("lang") not in {None, "ur"}
            self.open.append(apart or bool(self.open and self.open[-1]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"meta", "link", "input", "br", "img", "use", "hr"}:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != [True]:
            self.found.append(data)


def test_on_pages_in_urdu_every_run_of_english_words_says_that_it_is_english(keeper: Client, settings: Any) -> None:
    load_reference_data()
    actions.load_map(at=clock.now())
    for code in ("bd-youth-department", "bd-prottasha", "bd-ttc"):
        builders.check(Entry.objects.get(code=code), office=Office.objects.get(), checked_on=TODAY - timedelta(days=1))
    keeper.cookies[settings.LANGUAGE_COOKIE_NAME] = "ur"
    run = re.compile(r"[A-Za-z]{2,}(?:[ ,]+[A-Za-z]{2,}){3,}")
    for address in (
        "/help/?country=BD",
        "/help/entry/bd-prottasha/",
        "/help/entry/bd-prottasha-lenders/",
        "/help/entry/bd-youth-department/",
        "/help/gaps/?country=BD",
        "/help/gaps/BD/economic/individual/everybody/",
        "/help/countries/BD/",
        "/find-help/BD.60.91/trade/",
    ):
        page = keeper.get(address).content.decode()
        assert 'lang="en" dir="ltr"' in page, address
        assert [text for text in Unmarked(page).found if run.search(text)] == [], address
        assert not re.search(r"(?<!\u2066)\+[0-9]", re.sub(r"<[^>]*>", "", page)), (
            f"a plus without its figure: {address}"
        )


@pytest.mark.product
@pytest.mark.parametrize(
    ("language", "written"),
    [
        pytest.param("en", [], id="english"),
        pytest.param("fr", [], id="french"),
        pytest.param("ur", ["x " * 149] * 20, id="urdu-with-more-words-than-fit"),
    ],
)
def test_the_fullest_country_is_printed_on_exactly_two_pages(
    keeper: Client, language: str, written: list[str], settings: Any
) -> None:
    load_reference_data()
    actions.load_map(at=clock.now())
    if written:
        sides = dict.fromkeys(("strengths", "weaknesses", "chances", "threats"), written)
        builders.countryview(Office.objects.get(), **sides)
    keeper.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = keeper.get(reverse("provision:profile_pdf", args=["BD"]))
    if answer.status_code == 302:
        pytest.skip("the libraries that draw letters are not here")
    printed = pypdfium2.PdfDocument(answer.content)
    assert len(printed) == 2
