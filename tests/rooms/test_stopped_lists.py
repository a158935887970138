"""A list that looks as if it were in the register already is stopped before any row goes in."""

import csv
import io

import pytest

from sankofa.accounts.models import Office, User
from sankofa.intake import actions, goes_back, permissions, queries
from sankofa.intake.contents import at_work, opened
from sankofa.intake.models import IncomingFile
from sankofa.intake.rules.brake import Brake
from sankofa.intake.rules.mapping import proposals
from sankofa.intake.rules.stages import Stage
from sankofa.project import hooks
from sankofa.returnees import actions as register
from sankofa.returnees import permissions as returnees
from sankofa.returnees.models import Person
from sankofa.returnees.rules.terms import PartialDay, PersonTerms, Precision, Sex
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MAY = {permissions.SEND, returnees.REGISTER}
NAMES = (
    "Amina Rahman", "Karim Sheikh", "Joyce Mensah", "Rahima Khatun", "Lamin Ceesay", "Fatou Ndiaye", "Sita Shrestha",
    "Nimal Perera", "Osaro Igbinedion", "Ani Petrosyan", "Zahra Karimi", "Mariama Diallo",
)  # fmt: skip
HEADINGS = "Name,Sex,DoB,Phone\n"


@pytest.fixture
def office(db: None) -> Office:
    hooks.fill()
    builders.country("BD")
    return builders.office()


@pytest.fixture
def sender(office: Office) -> User:
    return builders.user(office, may=MAY)


def registered(sender: User, *names: str, office: Office | None = None) -> tuple[Person, ...]:
    rows = [(f"row {name}", _said(name, NAMES.index(name))) for name in names]
    by = sender.as_actor()
    return register.register_many(office=office or sender.office, rows=rows, by=by, at=AT).people


def _said(name: str, number: int) -> PersonTerms:
    given, family = name.split(" ")
    born = PartialDay(ON.replace(year=1970 + number, month=1, day=1), Precision.YEAR)
    return PersonTerms(given, family, sex=Sex.UNKNOWN, born=born, phone=f"+88017{number:08}")


def row(name: str, *, phone: bool = True) -> str:
    """A row in which somebody is spelled otherwise and a year younger: no machine may say alone that it is them."""
    number = NAMES.index(name)
    heard = name.replace("a", "aa", 1) if "a" in name else f"{name}e"
    return f"{heard},,{1971 + number},{f'+88017{number:08}' if phone else ''}\n"


def checked(sender: User, content: str) -> IncomingFile:
    by = sender.as_actor()
    file = actions.send(
        office=sender.office, importer="returnees", name="a.csv", content=content.encode(), by=by, at=AT
    )
    held = opened(file)
    laid = held.layout()
    columns = {place: one.field for place, one in proposals(laid.columns, held.fields, laid.tags).items()}
    file = actions.confirm_mapping(
        file=file, sheet=laid.sheet, header_row=laid.header_row, columns=columns, day_first=True, by=by, at=AT
    )
    actions.check_next(file=file, work=at_work(file), by=by, at=AT)
    return IncomingFile.objects.get(pk=file.pk)


def let_in(file: IncomingFile, sender: User) -> IncomingFile:
    actions.apply_next(file=file, work=at_work(file), by=sender.as_actor(), at=AT)
    return IncomingFile.objects.get(pk=file.pk)


def list_of(*names: str) -> str:
    return HEADINGS + "".join(row(name) for name in names)


def test_a_list_of_people_who_are_there_already_is_stopped_before_any_row_goes_in(sender: User) -> None:
    registered(sender, *NAMES[:7])
    file = checked(sender, list_of(*NAMES))
    found = queries.alikes(file)
    assert (found.going_in, found.alike, found.most) == (12, 7, 1)
    assert file.brake == Brake.PULLED
    with pytest.raises(actions.BrakePulled):
        let_in(file, sender)
    assert Person.objects.count() == 7


def test_a_list_of_which_half_looks_like_somebody_goes_on(sender: User) -> None:
    registered(sender, *NAMES[:6])
    file = checked(sender, list_of(*NAMES))
    assert (queries.alikes(file).alike, file.brake) == (6, Brake.OFF)
    assert let_in(file, sender).stage == Stage.DONE


def test_the_evidence_says_whom_a_row_looks_like_and_why(sender: User) -> None:
    people = registered(sender, *NAMES[:7])
    first = queries.alike_rows(checked(sender, list_of(*NAMES)))[0]
    assert first.alike["subject"] == str(people[0].pk)
    assert "phone_same" in [held["code"] for held in first.alike["findings"]]
    assert "Aamina" not in str(first.alike)


def test_only_the_others_go_in_where_somebody_says_so_and_the_rest_comes_back(sender: User) -> None:
    registered(sender, *NAMES[:7])
    file = checked(sender, list_of(*NAMES))
    actions.leave_out_alike(file=file, by=sender.as_actor(), at=AT)
    file = IncomingFile.objects.get(pk=file.pk)
    assert file.counts == {"new": 0, "remark": 5, "known": 0, "refused": 7}
    done = let_in(file, sender)
    assert (done.stage, done.counts["refused"], Person.objects.count()) == (Stage.DONE, 7, 12)
    back = goes_back.goes_back(done, on=ON)
    assert back.rows == 7
    rows = list(csv.reader(io.StringIO(back.content.decode("utf-8-sig"))))
    assert all("looks like somebody" in str(line[-1]) for line in rows[1:])


def test_all_rows_go_in_for_a_reason_of_those_who_may_say_so(sender: User, office: Office) -> None:
    registered(sender, *NAMES[:7])
    file = checked(sender, list_of(*NAMES))
    supervisor = builders.user(office, may={*MAY, permissions.RELEASE})
    actions.release(file=file, reason="brothers and sisters", by=supervisor.as_actor(), at=AT)
    file = IncomingFile.objects.get(pk=file.pk)
    assert (file.brake, file.brake_reason) == (Brake.RELEASED, "brothers and sisters")
    assert let_in(file, sender).stage == Stage.DONE
    assert Person.objects.count() == 19


def test_what_goes_on_already_cannot_be_released_or_left_out(sender: User, office: Office) -> None:
    file = checked(sender, list_of(*NAMES))
    supervisor = builders.user(office, may={*MAY, permissions.RELEASE})
    with pytest.raises(actions.NotStopped):
        actions.release(file=file, reason="why not", by=supervisor.as_actor(), at=AT)
    with pytest.raises(actions.NotStopped):
        actions.leave_out_alike(file=file, by=sender.as_actor(), at=AT)


def test_six_rows_that_look_like_one_person_stop_a_list(sender: User) -> None:
    (amina,) = registered(sender, NAMES[0])
    often = "".join(f"Amina Rahman,,{day}/02/1971,+8801700000000\n" for day in range(13, 19))
    file = checked(sender, HEADINGS + often + "".join(row(name) for name in NAMES[1:]))
    assert file.brake == Brake.PULLED
    assert {held.alike.get("subject") for held in queries.alike_rows(file)} == {str(amina.pk)}
    assert queries.alikes(file).most == 6


def test_rows_that_look_like_earlier_rows_of_the_list_count_too(sender: User) -> None:
    again = [
        f"{name.replace('a', 'e', 1)},,{1973 + number},+88017{number:08}\n" for number, name in enumerate(NAMES[:6])
    ]
    file = checked(sender, list_of(*NAMES[:6]) + "".join(again))
    found = queries.alikes(file)
    assert found.alike >= 4
    assert all("row" in held.alike for held in queries.alike_rows(file))


def test_a_protected_person_is_looked_like_by_nobody(sender: User) -> None:
    people = registered(sender, *NAMES[:7])
    Person.objects.filter(pk__in=[person.pk for person in people]).update(is_protected=True)
    file = checked(sender, list_of(*NAMES))
    assert (queries.alikes(file).alike, file.brake) == (0, Brake.OFF)


def test_confirming_the_columns_anew_asks_anew(sender: User) -> None:
    registered(sender, *NAMES[:7])
    file = checked(sender, list_of(*NAMES))
    columns = file.columns
    again = actions.confirm_mapping(
        file=file, sheet=file.sheet, header_row=file.header_row or 1, columns=columns, day_first=True,
        by=sender.as_actor(), at=AT,
    )  # fmt: skip
    assert again.brake == Brake.OFF
    actions.check_next(file=again, work=at_work(again), by=sender.as_actor(), at=AT)
    assert IncomingFile.objects.get(pk=file.pk).brake == Brake.PULLED
