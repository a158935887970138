"""Publishing forms: once published a version never changes; a correction is a new version.

Forms of the library are published by the set-up, one version after another, as the product brings them.  An office
publishes its own forms under codes of its own; nobody publishes another version of a form of the library, because
scores and tables are bound to its versions.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel.finding import Finding, Weight
from sankofa.surveys import conversion, permissions, queries
from sankofa.surveys.actions import reading
from sankofa.surveys.models import FormVersion, Instrument
from sankofa.surveys.rules import library, outline
from sankofa.surveys.rules.outline import Line, Tables, lines
from sankofa.surveys.rules.terms import About

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

_SOURCE: Final = "docs/adr/0041"


class NotPublishable(Exception):
    """A form cannot be published as it is; carries every reason."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(finding.code for finding in findings))


def checked(tables: Tables, *, office: "Office") -> tuple[list[Finding], str]:
    """Return everything to say about a form before it is published, and the form for phones, empty if there is none."""
    found = queries.findings_of(tables)
    barriers = [finding for finding in found if finding.weight is Weight.BARRIER]
    if not barriers:
        found += _conflicts(tables, office)
    xform = ""
    if not any(finding.weight is Weight.BARRIER for finding in found):
        try:
            xform = conversion.xform_of(tables, asks_whom=_asks_whom(tables))
        except conversion.NotConvertible as refused:
            found.append(Finding("form.not_converted", Weight.BARRIER, "pyxform", said=refused.said))
    return found, xform


@action(permissions.PUBLISH, on="office")
def publish(*, office: "Office", sheets: Mapping[str, str], note: str, by: Actor, at: datetime) -> FormVersion:
    """Publish a form of an office, or a new version of it.  The same text again changes nothing.

    `sheets` are CSV texts by the name of the sheet; `note` says why this version was made.  Raises NotPublishable.
    """
    tables = outline.tables_of(sheets)
    found, xform = checked(tables, office=office)
    barriers = [finding for finding in found if finding.weight is Weight.BARRIER]
    if barriers:
        raise NotPublishable(barriers)
    read = outline.outline(tables)
    earlier = queries.version(read.code, read.version, among=queries.published())
    if earlier is not None:
        return earlier
    form = Instrument.objects.filter(code=read.code).first()
    if form is None:
        form = Instrument(code=read.code, office_id=office.pk, created_at=at)
        form.full_clean()
        form.save(force_insert=True)
    return _published(form, read.version, sheets, xform, note=note, by=by, at=at)


@action(permissions.PUBLISH, on="version")
def close_version(*, version: FormVersion, by: Actor, at: datetime) -> FormVersion:  # noqa: ARG001  the record names who
    """Close a version: no new talk begins with it, what was asked with it stays.  Closing twice changes nothing."""
    if version.closed_at is None:
        version.closed_at = at
        version.save(update_fields=["closed_at"])
    return version


def publish_library(*, at: datetime) -> list[FormVersion]:
    """Publish what the library holds and the database does not have yet; part of the set-up, safe to repeat."""
    made = []
    known = set(FormVersion.objects.values_list("instrument__code", "version"))
    for code, version in library.shipped():
        if (code, version) not in known:
            tables = library.tables(code, version)
            asks_whom = library.form(code, version).about is About.PERSON
            form, _ = Instrument.objects.get_or_create(code=code, defaults={"created_at": at})
            xform = conversion.xform_of(tables, asks_whom=asks_whom)
            made.append(_published(form, version, outline.texts_of(tables), xform, note="", by=None, at=at))
    return made


def digest_of(sheets: Mapping[str, str]) -> str:
    """Return the SHA-256 of the sheets of a form, by which two texts are told apart."""
    canonical = json.dumps(dict(sorted(sheets.items())), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _published(
    form: Instrument, version: str, sheets: Mapping[str, str], xform: str, *, note: str, by: Actor | None, at: datetime
) -> FormVersion:
    made = FormVersion(
        created_at=at,
        instrument=form,
        version=version,
        digest=digest_of(sheets),
        sheets=dict(sheets),
        xform=xform,
        note=note,
        published_at=at,
        published_by_id=by.id if by is not None and by.kind == "user" else None,
    )
    made.full_clean()
    made.save(force_insert=True)
    reading.look_again(form.code)
    return made


def _conflicts(tables: Tables, office: "Office") -> list[Finding]:
    """What speaks against publishing under this code and version."""
    read = outline.outline(tables)
    form = Instrument.objects.select_related("office").filter(code=read.code).first()
    if form is None:
        in_library = read.code in {code for code, _ in library.shipped()}
        return [Finding("publish.of_the_library", Weight.BARRIER, _SOURCE, form=read.code)] if in_library else []
    if form.office is None:
        return [Finding("publish.of_the_library", Weight.BARRIER, _SOURCE, form=read.code)]
    if form.office.organisation_id != office.organisation_id:
        return [Finding("publish.of_others", Weight.BARRIER, _SOURCE, form=read.code)]
    earlier = queries.version(read.code, read.version, among=queries.published())
    if earlier is not None and earlier.digest != digest_of(outline.texts_of(tables)):
        return [Finding("publish.version_taken", Weight.BARRIER, _SOURCE, form=read.code, version=read.version)]
    return []


def _asks_whom(tables: Tables) -> bool:
    """Whether a form of others says that it is about a person of the register."""
    return next(iter(lines(tables, "settings")), Line(2, {}))["about"] == About.PERSON
