"""Pages about the same person twice: the list, side by side, one answer after the other, and separating again."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from sankofa.accounts.models import Office, User
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.audit.models import Event
from sankofa.kernel import clock
from sankofa.returnees import actions, comparison, permissions
from sankofa.returnees.models import PossibleSame, Profile, SamePerson
from sankofa.returnees.rules.terms import PartialDay, PersonTerms, Precision, Sex
from tests import builders
from tests.drawn import settled
from tests.pages.conftest import talked

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MAY = (SIGNED_IN, permissions.VIEW, permissions.REGISTER, permissions.OPEN, permissions.JOIN, "surveys.interview")
BORN = PartialDay(date(1992, 4, 13), Precision.DAY)
SAID = [
    PersonTerms("Amina", "Rahman", sex=Sex.FEMALE, born=BORN, phone="01712345678"),
    PersonTerms("Ameena", "Rehman", sex=Sex.FEMALE, phone="+8801712345678", document_number="BX 012345"),
    PersonTerms("Emina", "Rahman", sex=Sex.FEMALE, born=BORN, phone="01712345678"),
]


@pytest.fixture
def worker(office: Office) -> User:
    return builders.user(office, may=MAY, name="Shirin Das")


@pytest.fixture
def two(office: Office, worker: User) -> list[Any]:
    return came(office, worker, *SAID[:2])


def came(office: Office, by: User, *said: PersonTerms) -> list[Any]:
    rows = [(one.given_name, one) for one in said]
    return [
        actions.register_many(office=office, rows=[row], by=by.as_actor(), at=clock.now()).people[0] for row in rows
    ]


def pair_url() -> str:
    return f"/people/same/{PossibleSame.objects.get().pk}/"


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.usefixtures("two")
def test_the_first_page_and_the_list_tell_of_a_pair_with_its_evidence(signed_in: Client) -> None:
    assert "1 pair may be one person" in text(signed_in.get("/"))
    shown = text(signed_in.get("/people/same/"))
    assert "1 pair waits" in shown
    assert "The same phone." in shown
    assert "Names alike, spelled differently." in shown


@pytest.mark.usefixtures("two")
def test_the_two_stand_side_by_side_and_looking_is_on_record(signed_in: Client) -> None:
    shown = text(signed_in.get(pair_url()))
    assert "Amina Rahman" in shown
    assert "Ameena Rehman" in shown
    assert "1712345" not in settled(shown)
    assert 'accesskey="s"' in shown
    assert shown.index("The same phone.") < shown.index("<tbody"), "why they may be one person is read first"
    assert Event.objects.filter(action="returnees.same_pair_page").count() == 2


def test_a_girl_is_called_a_girl_and_compared_by_her_sex(signed_in: Client, two: list[Any]) -> None:
    type(two[0]).objects.filter(pk=two[0].pk).update(born_on=date(clock.today("UTC").year - 12, 1, 1))
    pair = PossibleSame.objects.get()
    left, right = sorted((pair.one, pair.other), key=lambda file: file.given_name, reverse=True)
    rows = comparison.side_by_side(left, right, comparison.evidence(left, right), on=clock.today("UTC"))["rows"]
    (told,) = [row for row in rows if row["label"] == "Sex"]
    assert (told["left"], told["right"], told["same"]) == ("girl", "woman", True)


@pytest.mark.parametrize(
    ("born", "same", "alike"),
    [
        pytest.param((date(1992, 4, 1), "month"), True, "", id="the-month-of-that-day"),
        pytest.param((date(1992, 5, 1), "month"), False, "another month of the same year", id="another-month"),
        pytest.param((date(1992, 1, 1), "year"), True, "", id="the-year-of-that-day"),
        pytest.param((date(1992, 1, 1), "estimated"), False, "the same year", id="a-guess-proves-nothing"),
        pytest.param((date(1991, 4, 13), "day"), False, "one figure differs", id="one-figure"),
        pytest.param((date(1993, 8, 2), "day"), False, "1 year apart", id="a-year-apart"),
        pytest.param((date(1970, 8, 2), "day"), False, "", id="another-generation"),
    ],
)
def test_a_birth_is_called_different_only_where_the_evidence_says_so(
    two: list[Any], born: tuple[date, str], same: bool, alike: str
) -> None:
    exact, rough = two
    exact.born_on, exact.born_precision = date(1992, 4, 13), "day"
    rough.born_on, rough.born_precision = born
    exact.save()
    rough.save()
    row = row_of(exact, rough, "Born")
    assert (row["same"], row["alike"]) == (same, alike)


def row_of(left: Any, right: Any, label: str, *, opens: bool = False) -> dict[str, Any]:
    told = comparison.side_by_side(left, right, comparison.evidence(left, right), on=clock.today("UTC"), opens=opens)
    found: dict[str, Any] = next(row for row in told["rows"] if row["label"] == label)
    return found


def test_names_that_the_evidence_calls_alike_are_not_called_different_beside_each_other(
    signed_in: Client, office: Office, worker: User
) -> None:
    kulsum = PersonTerms("Kulsum", "Akhtar", native_name="কুলসুম আখতার", sex=Sex.FEMALE, born=BORN, phone="01712345678")
    kulsoom = PersonTerms("Kulsoom", "Akter", sex=Sex.FEMALE, born=BORN, phone="01712345678")
    left, right = came(office, worker, kulsum, kulsoom)
    row = row_of(left, right, "Name")
    assert (row["same"], row["alike"]) == (False, "in one name")
    shown = text(signed_in.get(pair_url()))
    assert "alike: in one name" in shown
    assert "different</span>" not in shown.partition("<tbody")[2].partition("</tbody>")[0]


def test_parents_and_village_stand_beside_each_other_for_whoever_may_correct_both(
    two: list[Any], office: Office
) -> None:
    for file, father, village in ((two[0], "Abdul Karim", "Char Bhadrasan"), (two[1], "Abdul Kareem", "Sadarpur")):
        Profile(person=file, father_name=father, birth_place=village, created_at=clock.now()).save()
    assert row_of(*two, "Father’s name", opens=True)["alike"] == "spelled differently"
    assert row_of(*two, "Place of birth", opens=True)["same"] is False
    reader, writer = Client(), Client()
    reader.force_login(builders.user(office, may=MAY))
    writer.force_login(builders.user(office, may=[*MAY, permissions.AMEND]))
    assert "Abdul Kareem" not in text(reader.get(pair_url()))
    assert "Abdul Kareem" in text(writer.get(pair_url()))


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("said", [{"verdict": "same"}, {"verdict": "same", "reason": " "}, {"reason": "one voice"}])
def test_an_answer_needs_its_reason_and_one_of_the_three(signed_in: Client, said: dict[str, str]) -> None:
    answered = signed_in.post(pair_url(), said)
    assert answered.status_code == 422
    assert 'class="error"' in text(answered)
    assert PossibleSame.objects.get().state == "open"


def test_the_same_joins_them_the_older_file_leads_and_the_page_shows_both(
    signed_in: Client, two: list[Any], worker: User
) -> None:
    amina, ameena = two
    talked(ameena, worker)
    assert signed_in.post(pair_url(), {"verdict": "same", "reason": "one voice", "leads": "left"}).status_code == 302
    assert signed_in.get(f"/people/{ameena.pk}/").headers["Location"] == f"/people/{amina.pk}/"
    shown = text(signed_in.get(f"/people/{amina.pk}/"))
    assert "Joined from 2 files" in shown
    assert ameena.case_number in shown
    listed = text(signed_in.get("/people/"))
    assert "Amina Rahman" in listed
    assert "Ameena Rehman" not in listed
    opened = text(signed_in.post(f"/people/{amina.pk}/numbers/", {"purpose": "call"}))
    assert "BX 012345" in opened
    assert Event.objects.filter(action="returnees.open_numbers").count() == 2


def test_the_newer_file_leads_where_somebody_says_so(signed_in: Client, two: list[Any]) -> None:
    signed_in.post(pair_url(), {"verdict": "same", "reason": "one voice", "leads": "right"})
    assert SamePerson.objects.get().leading == two[1]


@pytest.mark.parametrize("verdict", ["different", "unsure"])
@pytest.mark.usefixtures("two")
def test_the_other_answers_are_kept_and_join_nothing(signed_in: Client, verdict: str) -> None:
    assert signed_in.post(pair_url(), {"verdict": verdict, "reason": "no answer"}).status_code == 302
    assert PossibleSame.objects.get().state == verdict
    assert not SamePerson.objects.exists()


def test_after_an_answer_the_next_pair_is_there(signed_in: Client, office: Office, worker: User) -> None:
    came(office, worker, *SAID)
    first, *others = [str(pair.pk) for pair in PossibleSame.objects.order_by("-score")]
    answered = signed_in.post(f"/people/same/{first}/", {"verdict": "different", "reason": "two voices"})
    assert any(other in answered.headers["Location"] for other in others)


def test_what_is_shown_is_chosen_and_separating_gives_both_back(signed_in: Client, two: list[Any]) -> None:
    amina, ameena = two
    signed_in.post(pair_url(), {"verdict": "same", "reason": "one voice"})
    link = SamePerson.objects.get()
    page = text(signed_in.get(f"/people/{amina.pk}/joined/"))
    assert f"Ameena Rehman · {ameena.case_number}" in page
    chosen = signed_in.post(f"/people/joined/{link.pk}/choose/", {"name": str(ameena.pk)})
    assert chosen.headers["Location"] == f"/people/{amina.pk}/joined/"
    assert "Ameena Rehman" in text(signed_in.get("/people/"))
    assert signed_in.post(f"/people/joined/{link.pk}/separate/", {"reason": ""}).status_code == 422
    assert "Separate these two files" in text(signed_in.get(f"/people/joined/{link.pk}/separate/"))
    signed_in.post(f"/people/joined/{link.pk}/separate/", {"reason": "two sisters"})
    listed = text(signed_in.get("/people/"))
    assert "Amina Rahman" in listed
    assert "Ameena Rehman" in listed
    assert signed_in.get(f"/people/{amina.pk}/joined/").headers["Location"] == f"/people/{amina.pk}/"


def test_a_choice_that_is_not_offered_is_refused(signed_in: Client, two: list[Any]) -> None:
    signed_in.post(pair_url(), {"verdict": "same", "reason": "one voice"})
    link = SamePerson.objects.get()
    assert signed_in.post(f"/people/joined/{link.pk}/choose/", {"name": "somebody"}).status_code == 422
    assert not link.choices.exists()
    assert two


def test_a_stranger_finds_no_pair_no_link_and_no_files(two: list[Any], worker: User) -> None:
    stranger = Client()
    stranger.force_login(builders.user(may=MAY))
    assert "No pair waits for you" in text(stranger.get("/people/same/"))
    assert stranger.get(pair_url()).status_code == 404
    amina, ameena = two
    link = actions.join(person=ameena, leading=amina, reason="one voice", by=worker.as_actor(), at=clock.now())
    for address in (f"/people/{amina.pk}/joined/", f"/people/joined/{link.pk}/separate/"):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"/people/joined/{link.pk}/choose/", {}).status_code == 404


def test_a_colleague_without_the_permission_is_told_so(two: list[Any], office: Office) -> None:
    reader = Client()
    reader.force_login(builders.user(office, may=(SIGNED_IN, permissions.VIEW)))
    assert reader.get("/people/same/").status_code == 403
    assert "may be one person" not in text(reader.get("/"))
    assert two


def test_of_two_nationalities_both_are_shown_until_somebody_chooses_one(
    signed_in: Client, two: list[Any], worker: User
) -> None:
    amina, ameena = two
    for file, code in ((amina, "BD"), (ameena, "OM")):
        builders.country(code)
        Profile(person=file, nationality_id=code, father_name="Karim", created_at=clock.now()).save()
    link = actions.join(person=ameena, leading=amina, reason="one voice", by=worker.as_actor(), at=clock.now())
    shown = text(signed_in.get(f"/people/{amina.pk}/"))
    assert shown.count("Nationality") == 2
    page = text(signed_in.get(f"/people/{amina.pk}/joined/"))
    assert "Both are shown" in page
    assert f"Oman · {ameena.case_number}" in page
    chosen = {"name": str(amina.pk), "profile.nationality": str(ameena.pk)}
    questions = {name for name in ("name", "born", "sex", "profile.nationality") if f'name="{name}"' in page}
    answered = signed_in.post(f"/people/joined/{link.pk}/choose/", chosen)
    assert questions == set(chosen)
    assert answered.status_code == 302
    shown = text(signed_in.get(f"/people/{amina.pk}/"))
    assert shown.count("Nationality") == 1
    assert "Oman" in shown
