"""Rows of an office's list become people of the register."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_noop as _

from sankofa.accounts.models import Office
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.intake.rules.terms import FieldKind, FieldSpec, MappedRow, RowOutcome, Table, Verdict, row_reference
from sankofa.kernel.finding import Finding, Weight
from sankofa.places.rules import matching
from sankofa.returnees import actions, permissions, queries
from sankofa.returnees.rules import rows as rules
from sankofa.returnees.rules import sameness
from sankofa.returnees.rules.terms import PersonTerms

FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec(
        "full_name",
        _("Full name"),
        {
            "en": ("name", "name of returnee", "returnee name", "beneficiary name", "full name", "name of the person"),
            "fr": ("nom et prénom", "nom et prénoms", "nom complet", "prénom et nom", "prénoms et nom", "nom du bénéficiaire"),
        },
        example="Amina Rahman",
        hxl="#beneficiary+name",
    ),
    FieldSpec("given_name", _("Given name"), {"en": ("first name", "forename", "given names"), "fr": ("prénom", "prénoms")}, example="Amina"),
    FieldSpec("family_name", _("Family name"), {"en": ("surname", "last name", "father name"), "fr": ("nom de famille", "nom")}, example="Rahman"),
    FieldSpec(
        "native_name",
        _("Name in their own script"),
        {"en": ("native name", "name (local)", "name in local script", "name in native script", "local name"), "fr": ("nom en langue locale",)},
        example="আমিনা রহমান",
    ),
    FieldSpec("sex", _("Sex"), {"en": ("sex (m/f)", "gender", "m/f"), "fr": ("sexe", "sexe (h/f)", "genre")}, example="F", hxl="#meta+sex"),
    FieldSpec(
        "born",
        _("Date of birth"),
        {
            "en": ("dob", "d.o.b.", "dob / age", "date of birth / age", "birth date", "year of birth", "dob/age"),
            "fr": ("date de naissance", "né(e) le", "naissance", "date de naissance / âge"),
        },
        example="1992-04-13",
        kind=FieldKind.DAY,
    ),
    FieldSpec("age", _("Age"), {"en": ("age (years)", "age in years"), "fr": ("âge", "age (ans)")}, example="31", kind=FieldKind.NUMBER),
    FieldSpec("marital_status", _("Marital status"), {"en": ("marital", "civil status"), "fr": ("situation matrimoniale", "état civil", "situation familiale")}, example="married"),
    FieldSpec("education", _("Education"), {"en": ("education level", "highest education", "schooling"), "fr": ("niveau d’études", "niveau d'études", "instruction", "niveau scolaire")}, example="secondary"),
    FieldSpec("phone", _("Phone"), {"en": ("mobile", "mobile no", "phone number", "contact", "contact no", "tel"), "fr": ("téléphone", "tél", "portable", "n° de téléphone", "contact")}, example="+880 1712 345678"),
    FieldSpec("document_number", _("Document number"), {"en": ("passport no", "passport number", "id number", "nid", "national id", "document no", "id no", "passport / nid"), "fr": ("n° de passeport", "numéro de pièce", "n° pièce d'identité", "n° de pièce", "n° document")}, example="BX0123456"),
    FieldSpec("document_kind", _("Kind of document"), {"en": ("document type", "id type"), "fr": ("type de pièce", "type de document")}, example="passport"),
    FieldSpec("country", _("Country of origin"), {"en": ("country", "nationality", "country of return", "home country"), "fr": ("pays", "pays d’origine", "pays d'origine", "nationalité")}, example="Bangladesh", hxl="#country"),
    FieldSpec("province", _("Province or division"), {"en": ("province", "division", "region", "state"), "fr": ("région", "province")}, example="Sylhet", hxl="#adm1+name"),
    FieldSpec("district", _("Home district"), {"en": ("district", "dist.", "dist", "district of return", "place of return", "return locality", "home district", "cercle"), "fr": ("cercle", "préfecture", "district", "localité", "lieu de retour", "commune", "département")}, example="Sylhet", hxl="#adm2+name"),
    FieldSpec("destination", _("Country returned from"), {"en": ("country of destination", "destination", "returned from", "host country", "from country", "country returned from"), "fr": ("pays de provenance", "pays d’accueil", "pays d'accueil", "pays de destination", "revenu de")}, example="Oman"),
    FieldSpec("occupation", _("Work abroad"), {"en": ("occupation", "job", "occupation abroad", "work", "trade", "profession"), "fr": ("métier", "emploi", "profession", "activité", "métier à l’étranger", "métier exercé")}, example="mason"),
    FieldSpec("left_on", _("Date of departure"), {"en": ("departure", "date of departure", "left on", "date left", "departure date"), "fr": ("date de départ", "départ")}, example="2016-03-01", kind=FieldKind.DAY),
    FieldSpec("returned_on", _("Date of return"), {"en": ("return date", "returned on", "date returned", "arrival date"), "fr": ("date de retour", "retour", "date du retour")}, example="2021-06-20", kind=FieldKind.DAY),
    FieldSpec("return_kind", _("Kind of return"), {"en": ("return type", "type of return", "voluntary/forced", "return kind"), "fr": ("type de retour", "nature du retour")}, example="voluntary"),
    FieldSpec("return_reason", _("Reason of return"), {"en": ("reason", "reason for return", "why returned"), "fr": ("motif", "motif du retour", "raison du retour")}, example="contract ended"),
    FieldSpec("note", _("Note"), {"en": ("notes", "remarks", "remark", "comment", "comments"), "fr": ("observations", "remarques", "note")}),
)  # fmt: skip


class ReturneeImporter:
    """Lists of returnees as offices and agencies send them."""

    code = "returnees"
    label = _("Returnees")
    permission: Permission = permissions.REGISTER
    room = "sankofa.returnees"
    subject_kind = "returnees.person"

    def fields(self) -> Sequence[FieldSpec]:
        """Return the fields that a column can fill."""
        return FIELDS

    def judge(self, rows: Sequence[MappedRow], *, table: Table, office: Office, on: date) -> Sequence[RowOutcome]:
        """Return a verdict for each row: in, in with a remark, already in the register, or back with its reasons."""
        around = rules.Surroundings(
            country=office.place.country_id, places=matching.default_gazetteer(), day_first=table.day_first, on=on
        )
        read = {row.number: rules.read_row(row, around) for row in rows}
        clean = {number: person for number, (person, found) in read.items() if not _has_barrier(found)}
        features = {number: sameness.features(person) for number, person in clean.items()}
        known = queries.same_people(features, office=office)
        outcomes = []
        seen: dict[str, list[tuple[int, sameness.Features]]] = {}
        for row in rows:
            person, found = read[row.number]
            twin = _twin(row.number, features.get(row.number), seen)
            outcomes.append(_outcome(row.number, person, found, known=known, twin=twin))
        return outcomes

    def apply(
        self, outcomes: Sequence[RowOutcome], *, office: Office, source: str, by: Actor, at: datetime
    ) -> Sequence[str]:
        """Put the people of these rows into the register."""
        written = [
            (row_reference(source, outcome.row), outcome.record)
            for outcome in outcomes
            if isinstance(outcome.record, PersonTerms)
        ]
        assert len(written) == len(outcomes), "every row that goes in carries its person"
        done = actions.register_many(office=office, rows=written, by=by, at=at)
        return [str(person.pk) for person in done.people]

    def link(self, subject: str) -> str:
        """Return the address of a person's page."""
        return reverse("returnees:person", args=[subject])


def _has_barrier(found: Sequence[Finding]) -> bool:
    return any(finding.weight is Weight.BARRIER for finding in found)


def _twin(
    number: int, facts: sameness.Features | None, seen: dict[str, list[tuple[int, sameness.Features]]]
) -> int | None:
    """Return the earlier row of the same file that is surely the same person, and remember this one."""
    if facts is None:
        return None
    keys = list(sameness.strong_keys(facts))
    for key in keys:
        for earlier, other in seen.get(key, []):
            if sameness.is_same(facts, other):
                return earlier
    for key in keys:
        seen.setdefault(key, []).append((number, facts))
    return None


def _outcome(
    number: int, person: PersonTerms, found: list[Finding], *, known: dict[int, queries.Person], twin: int | None
) -> RowOutcome:
    if _has_barrier(found):
        return RowOutcome(number, Verdict.REFUSED, tuple(found))
    if number in known:
        there = known[number]
        note = Finding("already_registered", Weight.NOTE, rules.SOURCE, field="", case_number=there.case_number)
        return RowOutcome(number, Verdict.KNOWN, (note,), subject=str(there.pk))
    if twin is not None:
        barrier = Finding("twice_in_file", Weight.BARRIER, rules.SOURCE, field="", earlier=twin)
        return RowOutcome(number, Verdict.REFUSED, (barrier,))
    return RowOutcome(number, Verdict.REMARK if found else Verdict.NEW, tuple(found), record=person)
