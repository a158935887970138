"""Reads of forms: what is published, in which versions, and what changed between them.

A form of the library is there before anything was set up, so that a talk never waits for it; once published, the text
that the database keeps is the text that is asked, and the two are the same.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from sankofa.accounts.queries import offices_of
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.kernel.finding import Finding
from sankofa.surveys import conversion
from sankofa.surveys.models import FormVersion, Instrument
from sankofa.surveys.rules import changes, faults, library, outline, xlsform
from sankofa.surveys.rules.outline import Outline, Tables
from sankofa.surveys.rules.terms import About
from sankofa.surveys.rules.terms import Instrument as Form
from sankofa.surveys.rules.xlsform import InstrumentNotUnderstood, Sheets

REINTEGRATION_SCORE = ("reintegration_score", "1")


def instrument(code: str, version_name: str) -> Form:
    """Return a form in one version, as the rules know it.  Raises InstrumentNotUnderstood, LookupError."""
    if (code, version_name) in library.shipped():
        return library.form(code, version_name)
    held = version(code, version_name, among=published())
    if held is None:
        raise LookupError(f"{code}/{version_name}")
    return _read(_sheets(held))


def reading_of(held: FormVersion) -> Form | None:
    """Return a published form as the rules know it; None where it uses more of XLSForm than the web talk does."""
    try:
        return _read(_sheets(held))
    except InstrumentNotUnderstood:
        return None


def published() -> QuerySet[FormVersion]:
    """Return every published version of every organisation, latest first: to read what was filled with one of them.

    Pages show `forms_seen`.
    """
    return FormVersion.objects.select_related("instrument__office", "published_by").order_by("-published_at", "-pk")


def forms_seen(viewer: Actor, *, permission: Permission, on: date) -> QuerySet[FormVersion]:
    """Return the published versions that somebody may see, latest first: of the library and of their organisations.

    An organisation's forms are seen in all of its offices, as on its phones.
    """
    reached = offices_of(viewer, permission, on=on).order_by().values("organisation_id")
    ours = Q(office=None) | Q(office__organisation_id__in=reached)
    if viewer.office:
        ours |= Q(office__organisation__offices=viewer.office)
    return published().filter(instrument__in=Instrument.objects.filter(ours).values("pk"))


def versions_of(code: str, *, among: QuerySet[FormVersion]) -> list[FormVersion]:
    """Return the published versions of a form, latest first; none where there is no such form."""
    return list(among.filter(instrument__code=code))


def version(code: str, version_name: str, *, among: QuerySet[FormVersion]) -> FormVersion | None:
    """Return one published version, or None."""
    return among.filter(instrument__code=code, version=version_name).first()


def current(code: str, *, among: QuerySet[FormVersion]) -> FormVersion | None:
    """Return the version that is asked now: the latest that is not closed; None where there is none."""
    return among.filter(instrument__code=code, closed_at=None).first()


def latest_of_every_form(among: QuerySet[FormVersion]) -> list[FormVersion]:
    """Return the latest version of every form, in the order of their codes."""
    latest: dict[str, FormVersion] = {}
    for held in among:
        latest.setdefault(held.instrument.code, held)
    return [latest[code] for code in sorted(latest)]


def outline_of(held: FormVersion) -> Outline:
    """Return what stands in a published form."""
    return outline.outline(outline.tables_of(held.sheets))


def changes_of(held: FormVersion, versions: Sequence[FormVersion]) -> list[Finding] | None:
    """Return what changed from the version before; None for the first one.  `versions` come latest first."""
    older = versions[[one.pk for one in versions].index(held.pk) + 1 :]
    return changes_to(older[0], outline_of(held)) if older else None


def changes_to(held: FormVersion, after: Outline) -> list[Finding]:
    """Return what changes from a published version to a form that is not published yet."""
    return changes.changes(outline_of(held), after)


def findings_of(tables: Tables) -> list[Finding]:
    """Return everything that is wrong in the sheets of a form."""
    return faults.faults(tables)


def talk_form(code: str, *, among: QuerySet[FormVersion]) -> Form | None:
    """Return the form that a talk with a person is held with now; None where there is none under this code.

    A part that repeats is asked on a phone or on paper, not question by question.
    """
    held = current(code, among=among)
    if held is not None:
        read = reading_of(held)
    else:
        versions = [version for name, version in library.shipped() if name == code]
        read = library.form(code, versions[-1]) if versions else None
    return read if read is not None and _is_for_talks(read) else None


def talk_forms(among: QuerySet[FormVersion]) -> list[Form]:
    """Return every form that a talk with a person can be held with now."""
    published_now = {held.instrument.code: held for held in latest_of_every_form(among) if held.closed_at is None}
    codes = sorted({*published_now, *(code for code, _ in library.shipped())})
    found = (
        talk_form(code, among=among) if code not in published_now else reading_of(published_now[code]) for code in codes
    )
    return [form for form in found if form is not None and _is_for_talks(form)]


def forms_about_people(among: QuerySet[FormVersion]) -> list[FormVersion]:
    """Return every published form about a person as it is asked now; also those with parts that repeat."""
    now = [held for held in latest_of_every_form(among) if held.closed_at is None]
    return [held for held in now if (form := reading_of(held)) is not None and form.about is About.PERSON]


def is_about_nobody(held: FormVersion) -> bool:
    """Whether a form is about no person of the register, but a household, an enterprise or something else."""
    form = reading_of(held)
    return (
        form.about is not About.PERSON if form is not None else f"file-csv/{conversion.PEOPLE_LIST}" not in held.xform
    )


def title_of(code: str, title: str) -> str:
    """Return the title of a form in the reader's language where it is one of the library, else as it was given."""
    return {
        "reintegration_score": gettext("Reintegration talk"),
        "programme_monitoring": gettext("How the support is going"),
        "satisfaction": gettext("How you find the help you got"),
        "needs_assessment": gettext("What you need first"),
        "vulnerability_screen": gettext("What puts you at risk, and what protects you"),
        "debt_survey": gettext("Debts and what they do"),
        "skills": gettext("What you can do"),
        "family": gettext("The people of your home"),
        "labour_migration": gettext("Work abroad of people of this home"),
        "employer": gettext("What employers look for"),
        "business_visit": gettext("Visit to a business"),
    }.get(code, title)


def _is_for_talks(form: Form) -> bool:
    return form.about is About.PERSON and not form.has_repeats


def _sheets(held: FormVersion) -> Sheets:
    return Sheets(held.sheets["survey"], held.sheets.get("choices", ""), held.sheets.get("settings", ""))


@lru_cache(maxsize=64)
def _read(sheets: Sheets) -> Form:
    """Read a form once: a published text never changes."""
    return xlsform.instrument(sheets)
