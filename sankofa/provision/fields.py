"""The fields that a column of a list of services can fill, with the headings that others write over them."""

from functools import cache
from typing import Final

from django.utils.translation import gettext_noop as _

from sankofa.intake.rules.terms import FieldKind, FieldSpec
from sankofa.provision.rules.directories.terms import TAGS

_FIELDS: Final = (
    ("organisation", _("Who gives the help"), "Action Aid",
     ("organisation", "organization", "organisation name", "provider", "agency", "name of organisation"),
     ("organisation", "nom de l'organisation", "structure")),
    ("acronym", _("Short name"), "AA",
     ("acronym", "org. acronym", "organisation acronym", "abbreviation"), ("acronyme", "sigle")),
    ("service", _("Name of the help"), "Vocational training",
     ("service", "activity", "activities", "programme", "project", "service name"),
     ("activité", "activités", "projet")),
    ("sector", _("Kind of help"), "Livelihoods",
     ("sector", "project sector", "cluster", "category", "theme"), ("secteur", "cluster", "thème")),
    ("status", _("Does it run?"), "ongoing", ("status", "state of activity"), ("statut", "état")),
    ("country", _("Country"), "Bangladesh", ("country",), ("pays",)),
    ("province", _("Province or division"), "Sylhet", ("state", "states", "region", "admin 1", "province"),
     ("province", "région")),
    ("district", _("District"), "Sylhet", ("district", "lga", "admin 2", "location"), ("département", "district")),
    ("place_code", _("Number of the place"), "BD6091", ("pcode", "lga pcode", "admin 2 pcode", "place code"),
     ("pcode", "pcode1")),
    ("offers", _("What one gets there"), "Six months of training", ("description", "what"), ("description",)),
    ("for_whom", _("Who can use it"), "People who came back", ("eligibility", "target group", "beneficiaries"),
     ("bénéficiaires", "conditions")),
    ("age_from", _("From which age"), "18", ("minimum age", "age from"), ("âge minimum",)),
    ("age_to", _("Up to which age"), "45", ("maximum age", "age to"), ("âge maximum",)),
    ("cost", _("What it costs"), "free", ("cost", "fees", "fee"), ("coût", "frais")),
    ("papers", _("Papers asked for"), "passport", ("documents", "required documents"), ("documents", "papiers")),
    ("phone", _("Phone of the service"), "+880 2 000000", ("phone", "hotline", "telephone"), ("téléphone",)),
    ("email", _("E-mail of the service"), "help@example.org", ("email", "e-mail"), ("courriel",)),
    ("website", _("Web page"), "example.org", ("website", "url"), ("site web",)),
    ("address", _("Address"), "12 Station Road", ("address",), ("adresse",)),
    ("languages", _("Languages spoken there"), "Bangla", ("languages", "language"), ("langues",)),
    ("year", _("Year of the list"), "2021", ("year", "date", "as of"), ("année",)),
)  # fmt: skip


@cache
def fields() -> tuple[FieldSpec, ...]:
    """Return the fields, in the order in which people expect them."""
    return tuple(
        FieldSpec(
            code,
            label,
            {"en": english, "fr": french},
            required=False,
            example=example,
            kind=FieldKind.NUMBER if code in {"age_from", "age_to", "year"} else FieldKind.TEXT,
            hxl=TAGS[code],
        )
        for code, label, example, english, french in _FIELDS
    )
