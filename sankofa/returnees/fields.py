"""The fields that a column of an office's list can fill, with the headings that offices write over them."""

import tomllib
from functools import cache
from importlib.resources import files

from django.utils.translation import gettext_noop as _

from sankofa.intake.rules.terms import FieldKind, FieldSpec

_FIELDS = (
    ("full_name", _("Full name"), "Amina Rahman", FieldKind.TEXT),
    ("given_name", _("Given name"), "Amina", FieldKind.TEXT),
    ("family_name", _("Family name"), "Rahman", FieldKind.TEXT),
    ("native_name", _("Name in their own script"), "আমিনা রহমান", FieldKind.TEXT),
    ("sex", _("Sex"), "F", FieldKind.TEXT),
    ("born", _("Date of birth"), "1992-04-13", FieldKind.DAY),
    ("age", _("Age"), "31", FieldKind.NUMBER),
    ("marital_status", _("Marital status"), "married", FieldKind.TEXT),
    ("education", _("Education"), "secondary", FieldKind.TEXT),
    ("phone", _("Phone"), "+880 1712 345678", FieldKind.TEXT),
    ("document_number", _("Document number"), "BX0123456", FieldKind.TEXT),
    ("document_kind", _("Kind of document"), "passport", FieldKind.TEXT),
    ("country", _("Country of origin"), "Bangladesh", FieldKind.TEXT),
    ("province", _("Province or division"), "Sylhet", FieldKind.TEXT),
    ("district", _("Home district"), "Sylhet", FieldKind.TEXT),
    ("destination", _("Country returned from"), "Oman", FieldKind.TEXT),
    ("occupation", _("Work abroad"), "mason", FieldKind.TEXT),
    ("left_on", _("Date of departure"), "2016-03-01", FieldKind.DAY),
    ("returned_on", _("Date of return"), "2021-06-20", FieldKind.DAY),
    ("return_kind", _("Kind of return"), "voluntary", FieldKind.TEXT),
    ("return_reason", _("Reason for return"), "contract ended", FieldKind.TEXT),
    ("note", _("Note"), "", FieldKind.TEXT),
)


@cache
def fields() -> tuple[FieldSpec, ...]:
    """Return the fields, in the order in which people expect them."""
    told = tomllib.loads((files("sankofa.returnees") / "fields.toml").read_text(encoding="utf-8"))
    return tuple(
        FieldSpec(
            code,
            label,
            {language: tuple(words) for language, words in told[code].items() if language != "hxl"},
            example=example,
            kind=kind,
            hxl=told[code].get("hxl", ""),
        )
        for code, label, example, kind in _FIELDS
    )
