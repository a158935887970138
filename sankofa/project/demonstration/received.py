"""A phone of an invented caseworker, and filled forms that wait: one torn, one about nobody, two that differ."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid5
from xml.sax.saxutils import escape

from sankofa.accounts import queries as staff
from sankofa.accounts.rules import keys
from sankofa.kernel import clock
from sankofa.returnees import queries as register
from sankofa.surveys import actions, permissions, queries
from sankofa.surveys.rules import path
from sankofa.surveys.rules.terms import Answer, Instrument, codes

FORM = ("satisfaction", "1")
_SPACE = UUID("6f0c6a52-5d0b-4a3c-9a51-3c1c8c6f3a77")


def load(*, caseworker: str, colleague: str, at: datetime) -> int:
    """Send what phones would send, two days ago and yesterday; return how many forms came in."""
    worker, other = staff.user_with_address(caseworker), staff.user_with_address(colleague)
    assert worker is not None
    assert other is not None
    viewer = worker.as_actor()
    actions.connect_device(
        office=worker.office, name="Shirin’s phone", made=keys.fresh(), by=viewer, at=at - timedelta(days=40)
    )
    device = queries.own_devices(viewer).get()
    talking = register.people(viewer, on=clock.day_of(at, viewer.zone), permission=permissions.INTERVIEW)
    person = talking.filter(erased_on=None).order_by("pk").first()
    assert person is not None
    form = queries.instrument(*FORM)
    sent = [
        (worker, _filled(form, 0, str(person.pk), "")),
        (other, _filled(form, 1, str(person.pk), "")),
        (worker, _filled(form, 2, "", "BD-26-0000-1")),
        (worker, _filled(form, 3, str(person.pk), "")[:-200]),
    ]
    for number, (sender, content) in enumerate(sent):
        came_at = at - timedelta(hours=50 - 9 * number)
        incoming = actions.Incoming(
            content,
            "device",
            sender.office_id,
            user_id=sender.pk,
            device_id=device.pk if sender == worker else None,
            clock_at=came_at,
        )
        actions.read_now(actions.arrive(incoming, at=came_at).arrival.pk, at=came_at)
    return len(sent)


def _filled(form: Instrument, number: int, returnee: str, case_number: str) -> bytes:
    """Return a form filled to its end, each one in another way."""
    answers: dict[str, Answer] = {}
    while following := path.first_open(form, answers):
        if not following.choices:
            answers[following.name] = "–"
            continue
        choice = following.choices[(number + len(answers) * number) % len(following.choices)]
        answers[following.name] = path.answer(following, [choice.code]) or choice.code
    told = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in _texts(answers).items())
    about = f"<returnee>{returnee}</returnee><case_number>{case_number}</case_number>"
    meta = f"<meta><instanceID>uuid:{uuid5(_SPACE, f'{number} {returnee}')}</instanceID></meta>"
    code, version = FORM
    return f'<data id="{code}" version="{version}"><subject>{about}</subject>{told}{meta}</data>'.encode()


def _texts(answers: Mapping[str, Answer]) -> dict[str, str]:
    return {name: " ".join(sorted(codes(given))) for name, given in answers.items()}
