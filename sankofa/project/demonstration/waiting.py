"""What waits for a decision about filled forms: a number that a phone says, forms of nobody, many answers asked for."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from sankofa.accounts import queries as staff
from sankofa.approvals import actions as approvals
from sankofa.kernel import clock
from sankofa.kernel.periods import add_months
from sankofa.project import forms_by_two
from sankofa.returnees import actions as registering
from sankofa.returnees import histories
from sankofa.returnees import queries as register
from sankofa.surveys import actions, permissions, queries

if TYPE_CHECKING:
    from sankofa.accounts.models import User

VISIT = {
    "survey": (
        "type,name,label,save_to\ntext,phone_now,Which number reaches them now?,phone\n"
        "text,how_it_goes,How does it go at home?,\n"
    ),
    "settings": "form_title,form_id,version,about\nHome visit,home_visit,1,person\n",
    "entities": "list_name,entity_id\ncaseload,${returnee}\n",
}
"""A form of the office's own: what it asks about the phone goes into the register."""
OLD_MONTHS = (7, 8, 11)
"""How long ago the forms came that nobody could link to anybody; their time is over after six."""
_SPACE = UUID("2f1d6c4e-93a1-4a5f-8a0e-6d1f8b7a9c10")


def load(*, caseworker: str, colleague: str, officer: str, at: datetime) -> None:
    """Let a phone say another number than the register, old forms wait for nobody, and an officer ask for answers."""
    worker, other, asker = (_somebody(address) for address in (caseworker, colleague, officer))
    actions.publish(office=asker.office, sheets=VISIT, note="", by=asker.as_actor(), at=at - timedelta(days=30))
    _another_number(worker, other, at=at)
    for number, months in enumerate(OLD_MONTHS):
        day = add_months(at.date(), -months)
        # One of those whom the register never knew, sent by a colleague, so that the caseworker may propose.
        _arrive(other, f"nobody {number}", about=f"<case_number>BD-26-90{number:02}-4</case_number>", at=_on(day, at))
    _many_answers(asker, at=at)


def _another_number(worker: "User", other: "User", *, at: datetime) -> None:
    """Correct a number at the desk, then let a phone that was loaded before say another one."""
    viewer = worker.as_actor()
    talking = register.people(viewer, on=clock.day_of(at, viewer.zone), permission=permissions.INTERVIEW)
    person = talking.filter(erased_on=None, is_protected=False).exclude(phone=None).order_by("-pk").first()
    assert person is not None
    seen = histories.version_of(person)
    registering.amend(
        person=person,
        kind="person",
        record_id=None,
        said={"phone": "+8801711004217"},
        because="told",
        words="",
        seen=seen,
        by=viewer,
        at=at - timedelta(hours=20),
    )
    entity = f'<entity dataset="caseload" update="1" id="{person.pk}" baseVersion="{seen}"/>'
    about = f"<returnee>{person.pk}</returnee>"
    _arrive(other, "another number", about=about, phone="01819 004218", entity=entity, at=at - timedelta(hours=3))


def _many_answers(asker: "User", *, at: datetime) -> None:
    """Ask for all talks about life after the return, for a second person to agree."""
    by = asker.as_actor()
    version = queries.form_for_phone(asker.office.organisation_id, *queries.REINTEGRATION_SCORE)
    assert version is not None
    rows = queries.answers_in(version, viewer=by, on=clock.day_of(at, by.zone)).count()
    if not rows:
        return
    asked = actions.ask_answers(
        office=asker.office,
        version=version,
        layout="wide",
        format="xlsx",
        has_texts=False,
        purpose="Yearly report to the ministry",
        rows=rows,
        by=by,
        at=at,
    )
    approvals.propose(subject=asked, kind=forms_by_two.RELEASING, content={}, by=by, at=at)


def _arrive(sender: "User", name: str, *, about: str, at: datetime, phone: str = "", entity: str = "") -> None:
    meta = f"<meta>{entity}<instanceID>uuid:{uuid5(_SPACE, name)}</instanceID></meta>"
    told = f"<phone_now>{phone}</phone_now><how_it_goes>The roof is mended.</how_it_goes>"
    content = f'<data id="home_visit" version="1"><subject>{about}</subject>{told}{meta}</data>'.encode()
    incoming = actions.Incoming(content, "device", sender.office_id, user_id=sender.pk, clock_at=at)
    actions.read_now(actions.arrive(incoming, at=at).arrival.pk, at=at)


def _on(day: date, at: datetime) -> datetime:
    return datetime.combine(day, at.timetz())


def _somebody(address: str) -> "User":
    found = staff.user_with_address(address)
    assert found is not None
    return found
