"""Fills a deployment of its own through the real actions with words that nobody would write by chance, then dies.

Run as a program with SANKOFA_HOME set; prints as JSON which of the words are protected, which are readable, and which
belonged to somebody who was erased.  It ends without closing anything, as a machine does that is carried away.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

HOME = Path(os.environ["SANKOFA_HOME"])
PHONE, PAPER, REASON = "+8801798765432", "ZXQ7654321", "Zqreason kept the wages"
READABLE = "Zqreadable"
ERASED = ("Zqerasedgiven", "Zqerasedfamily", "জকেরাসেদ", "+8801755512345", "ZXE1112223", "Zqerasedreason")


def column_word(label: str) -> str:
    """The word that stands for a sealed column."""
    return f"Zq{label.replace('_', '').replace('.', '')}word"


def main() -> None:
    from sankofa.project.setup_home import prepare_home

    prepare_home(HOME)
    import django

    django.setup()
    from sankofa.project import hooks, upkeep
    from sankofa.project.setup import steps
    from tests import tables

    hooks.fill()
    tables.lay_out()
    for _ in steps():
        pass
    from sankofa.kernel import clock
    from sankofa.returnees import actions as register
    from tests import builders

    office = builders.office(name="Sylhet")
    by = builders.user(office).as_actor()
    worker = _system()
    protected = [PHONE[1:], PAPER, REASON, *_people(office, worker, by), *_columns()]
    gone = register.register_many(office=office, rows=[("gone", _terms(*ERASED))], by=worker, at=clock.now()).people[0]
    register.erase(person=gone, because=register.Because.ASKED, by=worker, at=clock.now())
    upkeep.forget(at=clock.now())
    # What is written after the log was emptied lies in the log.
    late = "Zqlatereason"
    register.register_many(
        office=office,
        rows=[("late", _terms("Late", "", "", PHONE, PAPER, late))],
        by=worker,
        at=clock.now(),
    )
    erased = [word.lstrip("+") for word in ERASED]
    print(json.dumps({"protected": [*protected, late], "readable": [READABLE], "erased": erased}))
    sys.stdout.flush()
    os._exit(0)


def _system() -> Any:
    from sankofa.accounts.action import system
    from sankofa.kernel import clock

    return system("stolen", on=clock.now().date())


def _terms(given: str, family: str, native: str, phone: str, paper: str, reason: str) -> Any:
    from sankofa.returnees.rules.terms import JourneyTerms, PersonTerms

    return PersonTerms(
        given,
        family,
        native,
        phone=phone,
        document_kind="passport",
        document_number=paper,
        journey=JourneyTerms(return_reason=reason),
    )


def _people(office: Any, worker: Any, by: Any) -> list[str]:
    """Somebody with a talk, a draft, a parked form, a file that held them and somebody who looked; return the words."""
    from sankofa.accounts.action import look
    from sankofa.intake import commands as intake
    from sankofa.kernel import clock
    from sankofa.kernel.identifiers import uuid7
    from sankofa.returnees import actions as register
    from sankofa.returnees import permissions
    from sankofa.shell import drafts
    from sankofa.surveys import actions as surveys
    from sankofa.surveys import queries as forms

    at = clock.now()
    rows = [("row", _terms(READABLE, "Khatun", "", PHONE, PAPER, REASON))]
    person = register.register_many(office=office, rows=rows, by=worker, at=at).people[0]
    form = forms.instrument(*forms.REINTEGRATION_SCORE)
    given = {asked.name: [asked.choices[0].code] for asked in form.questions if asked.choices}
    surveys.record_interview(
        person=person,
        instrument=form,
        answers=forms.understood(form, given),
        instance_id=uuid7(),
        answered_on=at.date(),
        by=worker,
        at=at,
    )
    drafts.keep(owner_id=by.id, flow="talk", subject=str(person.pk), content={"a": "Zqdraftword"}, about=person.pk)
    parked = {"path": "/", "fields": [["words", ["Zqparkedword"]]], "had_files": False}
    drafts.keep(owner_id=by.id, flow=drafts.PARKED, subject=str(uuid7()), content=parked)
    look(person, permission=permissions.OPEN, by=by, at=at, what="test", purpose="other", words="Zqlookedword")
    file = HOME.parent / "zqfilename.csv"
    file.write_text("Name,Phone,Remarks\nSumon Miah,01712345678,Zqcellword\nX,01812345678,Zqrefusedword\n")
    intake.run(file, office=office.name, yes=True, as_json=True)
    return ["Zqdraftword", "Zqparkedword", "Zqlookedword", "zqfilename", "Zqcellword", "Zqrefusedword", "1712345678"]


def _columns() -> list[str]:
    """Seal a word for every sealed column of every table, and lay the bytes into the file; return the words."""
    from django.db import connection

    from sankofa.kernel.identifiers import uuid7
    from sankofa.store.fields import SealedBytesField, SealedJSONField, sealed_fields

    words = []
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE stolen (held BLOB)")
        for model, field in sealed_fields():
            word = column_word(f"{model._meta.db_table}.{field.column}")
            row = model(pk=uuid7(), **_owned_by_nobody_in_particular(model))
            said = {SealedJSONField: {word: [word]}, SealedBytesField: word.encode()}.get(type(field), word)
            setattr(row, field.attname, said)
            held = field.get_db_prep_save(field.pre_save(row, True), connection)
            cursor.execute("INSERT INTO stolen VALUES (%s)", [held])
            words.append(word)
    return words


def _owned_by_nobody_in_particular(model: Any) -> dict[str, Any]:
    """Give a row somebody to belong to, whatever its table calls them."""
    from sankofa.kernel.identifiers import uuid7

    names = {field.attname for field in model._meta.concrete_fields}
    owned = {name: uuid7() for name in ("person_id", "subject_id", "about", "whose") if name in names}
    # Whose these are is told by what they hang on.
    hangs_on = ("proposal", "from_account", "to_account", "case", "grant", "check_of", "referral", "mediation")
    related = {name: model._meta.get_field(name).related_model for name in hangs_on if f"{name}_id" in names}
    return owned | {name: table(**_owned_by_nobody_in_particular(table)) for name, table in related.items()}


if __name__ == "__main__":
    main()
