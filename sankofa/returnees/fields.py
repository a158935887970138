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
    ("father_name", _("Father’s name"), "Karim Uddin", FieldKind.TEXT),
    ("mother_name", _("Mother’s name"), "Jahanara Begum", FieldKind.TEXT),
    ("spouse_name", _("Name of wife or husband"), "Karim Sheikh", FieldKind.TEXT),
    ("birth_country", _("Country of birth"), "Bangladesh", FieldKind.TEXT),
    ("birth_place", _("Place of birth"), "Sylhet", FieldKind.TEXT),
    ("nationality", _("Nationality"), "Bangladeshi", FieldKind.TEXT),
    ("other_number", _("Number at another agency"), "AG-77-1234", FieldKind.TEXT),
    ("other_number_of", _("Whose number that is"), "Red Crescent", FieldKind.TEXT),
    ("languages", _("Languages"), "Bangla, Arabic", FieldKind.TEXT),
    ("occupation_before", _("Work before leaving"), "farmer", FieldKind.TEXT),
    ("occupation_wanted", _("Work wanted"), "electrician", FieldKind.TEXT),
    ("sector", _("Kind of work"), "construction", FieldKind.TEXT),
    ("cost", _("Cost of going"), "BDT 350,000", FieldKind.MONEY),
    ("cost_currency", _("Currency of the cost"), "BDT", FieldKind.TEXT),
    ("cost_minor", _("Cost of the journey, in the smallest unit"), "35000000", FieldKind.NUMBER),
    ("income", _("Earned in a month abroad"), "1200", FieldKind.MONEY),
    ("income_currency", _("Currency of the income"), "SAR", FieldKind.TEXT),
    ("income_minor", _("Income abroad a month, in the smallest unit"), "120000", FieldKind.NUMBER),
    ("recruiter", _("Recruiter"), "Golden Gate Overseas", FieldKind.TEXT),
    ("recruiter_licence", _("Licence of the recruiter"), "RL-1234", FieldKind.TEXT),
    ("channel", _("With or without papers"), "regular", FieldKind.TEXT),
    ("reasons_return", _("Reasons for return, several"), "end of contract; family", FieldKind.TEXT),
    ("returned_to", _("District where they live since"), "Sylhet", FieldKind.TEXT),
)
NEVER_IN = FieldSpec(
    "religion",
    _("Religion"),
    {"en": ("religion", "faith", "religious affiliation"), "fr": ("religion", "confession", "appartenance religieuse")},
    never=_(
        "This column is left out. Religion is not kept in the register: "
        "no rule needs it, and it can be held against somebody."
    ),
)
"""What no list brings in.  Source: docs/handbook/field-list.md, what is not asked."""


@cache
def fields() -> tuple[FieldSpec, ...]:
    """Return the fields, in the order in which people expect them."""
    told = tomllib.loads((files("sankofa.returnees") / "fields.toml").read_text(encoding="utf-8"))
    filled = [
        FieldSpec(
            code,
            label,
            {language: tuple(words) for language, words in told[code].items() if language != "hxl"},
            example=example,
            kind=kind,
            hxl=told[code].get("hxl", ""),
        )
        for code, label, example, kind in _FIELDS
    ]
    return (*filled, NEVER_IN)
