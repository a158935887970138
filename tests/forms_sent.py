"""Filled forms as a phone sends them, for tests: the library's own, answered at random but always alike."""

from datetime import datetime
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

from sankofa.kernel.identifiers import uuid7
from sankofa.surveys.rules import library, outline
from sankofa.surveys.rules.terms import codes
from tests.engines import filled_forms


def xml(
    code: str = "satisfaction",
    version: str = "1",
    *,
    person: Any = None,
    case_number: str = "",
    seed: int = 0,
    instance_id: UUID | None = None,
    ended_at: datetime | None = None,
    files: tuple[str, ...] = (),
    **changed: str | None,
) -> bytes:
    """A filled form of the library about somebody; `changed` says other answers, None takes one out."""
    made = filled_forms.filled(library.form(code, "1"), seed)
    said: dict[str, str] = {name: " ".join(sorted(codes(given))) for name, given in made.answers.items()}
    said |= {name: text for name, text in changed.items() if text is not None}
    for name in [name for name, text in changed.items() if text is None]:
        said.pop(name, None)
    rows = "".join(
        f"<{repeat}>{_leaves({name: ' '.join(sorted(codes(given))) for name, given in row.items()})}</{repeat}>"
        for repeat, held in made.rows.items()
        for row in held
    )
    about = f"<returnee>{'' if person is None else person.pk}</returnee><case_number>{case_number}</case_number>"
    end = f"<end>{ended_at.isoformat()}</end>" if ended_at else ""
    pictures = "".join(f"<picture_{number}>{name}</picture_{number}>" for number, name in enumerate(files))
    meta = f"<meta><instanceID>uuid:{instance_id or uuid7()}</instanceID></meta>"
    return (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="{code}" version="{version}">{end}'
        f"<subject>{about}</subject><answers>{_leaves(said)}</answers>{rows}{pictures}{meta}</data>"
    ).encode()


def published(*codes: str, at: datetime) -> None:
    """Publish forms of the library for reading alone: without the form for phones, which takes its time to make."""
    from sankofa.surveys.models import FormVersion, Instrument

    for code in codes:
        texts = outline.texts_of(library.tables(code, "1"))
        form = Instrument.objects.create(code=code, created_at=at)
        FormVersion.objects.create(
            instrument=form, version="1", digest="0" * 64, sheets=texts, xform=f"<{code}/>", published_at=at
        )


def _leaves(said: dict[str, str]) -> str:
    return "".join(f"<{name}>{escape(text)}</{name}>" for name, text in said.items())
