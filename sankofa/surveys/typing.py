"""A paper under way: its draft, kept at every page, and what comes of it when it is sent.

The draft holds the number under which the paper will be sent, so that sending twice records once, and every text as it
was typed.  It is sealed and belongs to the typist alone until it is sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sankofa.kernel.identifiers import uuid7
from sankofa.shell import drafts
from sankofa.surveys import queries
from sankofa.surveys.rules import typed, written
from sankofa.surveys.rules.filled import Filled
from sankofa.surveys.rules.shape import shape
from sankofa.surveys.rules.terms import Group, Instrument

if TYPE_CHECKING:
    from sankofa.surveys.models import Arrival, FormVersion

ONCE = "answers"
"""The page of questions that stand in no part."""


@dataclass(slots=True)
class Paper:
    """A paper that somebody types: whose it is, who asked it and when, and the texts typed so far."""

    owner_id: str
    version: "FormVersion"
    form: Instrument
    number: UUID
    person_id: str
    asked_by: str
    asked_on: date
    texts: dict[str, str]
    rows: dict[str, list[dict[str, str]]]
    first: str = ""
    """The arrival that somebody else typed from the same paper; empty for a first typing."""
    counts: dict[str, str] = field(default_factory=dict)
    """Where two typings differ, by question and row: which of the two counts."""

    @property
    def filled(self) -> Filled:
        """What was typed so far, as the rules know it."""
        return typed.filled(self.form, typed.Typing(self.texts, self.rows))

    @property
    def parts(self) -> list[str]:
        """The pages of the paper, in its order."""
        asked = dict.fromkeys(question.group or ONCE for question in self.form.questions if question.is_asked)
        return list(asked)

    def part(self, code: str) -> Group | None:
        """Return the part of the form that a page shows; None for questions that stand in no part."""
        return next((group for group in self.form.groups if group.code == code), None)

    def save(self) -> None:
        """Keep the paper as it stands."""
        content = {
            "person": self.person_id,
            "asked_by": self.asked_by,
            "asked_on": self.asked_on.isoformat(),
            "texts": self.texts,
            "rows": self.rows,
            "first": self.first,
            "counts": self.counts,
        }
        drafts.keep(
            owner_id=self.owner_id,
            flow=flow(self.version),
            subject=str(self.number),
            content=content,
            about=UUID(self.person_id) if self.person_id else None,
        )

    def drop(self) -> None:
        """Delete the draft: the paper was sent."""
        drafts.drop(owner_id=self.owner_id, flow=flow(self.version), subject=str(self.number))

    def instance(self, whole: Filled, *, zone: str) -> bytes:
        """Return the paper as a filled form is sent."""
        version = self.version
        asked_at = datetime.combine(self.asked_on, time(12), tzinfo=ZoneInfo(zone))
        return written.instance(
            written.row_of(typed.to_send(self.form, whole)),
            form=shape(queries.outline_of(version)),
            code=version.instrument.code,
            version=version.version,
            instance_id=self.number,
            returnee=self.person_id,
            ended=asked_at.isoformat(),
            asked_by=self.asked_by,
        )


def flow(version: "FormVersion") -> str:
    """Return the name under which drafts of the papers of a form are kept."""
    return f"paper {version.instrument.code}/{version.version}"


def begun(
    version: "FormVersion",
    form: Instrument,
    *,
    owner_id: str,
    person_id: str,
    asked_by: str,
    asked_on: date,
    first: "Arrival | None" = None,
) -> Paper:
    """Return a paper begun now, or begun a second time under the number of the first typing."""
    number = first.instance_id if first is not None and first.instance_id is not None else uuid7()
    made = Paper(owner_id, version, form, number, person_id, asked_by, asked_on, {}, {})
    made.first = "" if first is None else str(first.pk)
    made.save()
    return made


def paper(version: "FormVersion", form: Instrument, *, owner_id: str, number: str) -> Paper | None:
    """Return somebody's paper under way, or None."""
    held = drafts.draft(owner_id=owner_id, flow=flow(version), subject=number)
    return None if held is None else _read(version, form, owner_id, number, held.content)


def under_way(version: "FormVersion", form: Instrument, *, owner_id: str) -> Sequence[Paper]:
    """Return somebody's papers of a form that are not sent yet, latest first."""
    held = drafts.drafts_of(owner_id=owner_id, flow=flow(version))
    return [_read(version, form, owner_id, one.subject, one.content) for one in held]


def _read(version: "FormVersion", form: Instrument, owner_id: str, number: str, content: Mapping[str, Any]) -> Paper:
    return Paper(
        owner_id=owner_id,
        version=version,
        form=form,
        number=UUID(number),
        person_id=content["person"],
        asked_by=content["asked_by"],
        asked_on=date.fromisoformat(content["asked_on"]),
        texts=dict(content["texts"]),
        rows={name: [dict(row) for row in rows] for name, rows in content["rows"].items()},
        first=content["first"],
        counts=dict(content["counts"]),
    )
