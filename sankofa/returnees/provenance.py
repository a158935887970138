"""Where each fact of a file comes from: who or which list said it, when, and what was said before.

Everything is read from the one history: one question for all records of all files of a person.  Sealed words are not
opened for it; of numbers the last two signs are told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext, ngettext

from sankofa.intake import queries as incoming
from sankofa.intake.rules.terms import row_of
from sankofa.returnees import histories, typed
from sankofa.returnees.models import Person
from sankofa.shell import words
from sankofa.store.models import Record, Revision, Source
from sankofa.store.revisions import kind_of


@dataclass(frozen=True, slots=True)
class Said:
    """One time that a fact was said: what, from where, on which day; `value` None: it was taken back."""

    value: str | None
    source: str
    at: datetime

    @property
    def day(self) -> str:
        """The day in words."""
        return words.moment(self.at)


@dataclass(frozen=True, slots=True)
class Origin:
    """A fact as it is now with where it comes from, and what was said of it before, the newest first."""

    label: str
    now: Said
    before: tuple[Said, ...]
    file: str
    """The case number of the file it stands on, where there are several."""

    @property
    def earlier(self) -> str:
        """How many values there were before, in words."""
        count = len(self.before)
        return ngettext("%(count)s value before", "%(count)s values before", count) % {"count": words.number(count)}


def origins(files: Sequence[Person]) -> list[Origin]:
    """Return where every recorded fact of these files comes from, file by file, in the order of the facts."""
    held = [(file, kind, record) for file in files for kind, record in histories.records_of_file(file)]
    lines = _lines([record for _file, _kind, record in held])
    names = histories.wrote(line for history in lines.values() for line in history)
    found = []
    for file, kind, record in held:
        history = lines.get((kind_of(record), str(record.pk)), [])
        shown = file.case_number if len(files) > 1 else ""
        found += [
            Origin(gettext(fact.label), said[0], tuple(said[1:]), shown)
            for fact in typed.facts_of(kind)
            if (said := _said(fact, record, history, names)) and said[0].value is not None
        ]
    return found


def _lines(records: Sequence[Record]) -> dict[tuple[str, str], list[Revision]]:
    wanted = Q(pk__in=[])
    for kind in {kind_of(record) for record in records}:
        keys = [str(record.pk) for record in records if kind_of(record) == kind]
        wanted |= Q(subject_kind=kind, subject_id__in=keys)
    lines: dict[tuple[str, str], list[Revision]] = {}
    for line in Revision.objects.filter(wanted).order_by("subject_kind", "subject_id", "number"):
        lines.setdefault((line.subject_kind, line.subject_id), []).append(line)
    return lines


def _said(fact: typed.Fact, record: Record, history: Sequence[Revision], names: Mapping[str, str]) -> list[Said]:
    """Return each time that a fact was said, the newest first; the first line of a history says only what is known."""
    image: dict[str, Any] = dict.fromkeys(record.image())
    said: list[Said] = []
    for line in history:
        image |= {name: now for name, (_was, now) in line.changes.items() if name in image}
        if not set(fact.columns) & set(line.changes):
            continue
        value = fact.told(image, record)
        if value is not None or said:
            said.append(Said(value, _source(line, names), line.at))
    return said[::-1]


def _source(line: Revision, names: Mapping[str, str]) -> str:
    who = names.get(line.actor.removeprefix("user:"), gettext("the system"))
    match line.source:
        case Source.IMPORT:
            row = row_of(line.source_reference)
            told = (
                gettext("row %(row)s of a list, brought in by %(name)s")
                if row
                else gettext("a list, brought in by %(name)s")
            )
            came = incoming.list_behind(line.source_reference)
            said = told % {"row": words.number(row or 0), "name": who}
            if came is None:
                return said
            if came.list_source is None:
                return gettext("%(said)s (receipt %(receipt)s)") % {"said": said, "receipt": came.receipt}
            return gettext("%(said)s (list from %(source)s, receipt %(receipt)s)") % {
                "said": said,
                "source": came.list_source.name,
                "receipt": came.receipt,
            }
        case Source.ARRIVAL:
            return gettext("a device outside, used by %(name)s") % {"name": who}
        case Source.COMMAND:
            return gettext("the server")
        case _:
            return gettext("typed here by %(name)s") % {"name": who}
