"""The columns of a list of services, the same for every form it comes and goes in.

Tags are those of the Humanitarian Exchange Language (hxlstandard.org, 1.1).
"""

from typing import Final

TAGS: Final = {
    "organisation": "#org+name",
    "acronym": "#org+acronym",
    "service": "#activity+name",
    "sector": "#sector",
    "status": "#status",
    "country": "#country",
    "province": "#adm1+name",
    "district": "#adm2+name",
    "place_code": "#adm2+code",
    "offers": "#description",
    "for_whom": "#beneficiary",
    "age_from": "#indicator+age+min",
    "age_to": "#indicator+age+max",
    "cost": "#value+fee",
    "papers": "#item+document",
    "phone": "#contact+phone",
    "email": "#contact+email",
    "website": "#contact+url",
    "address": "#contact+address",
    "languages": "#language",
    "year": "#date+year",
}
"""Every column of a list by its code, in the order in which people expect them, with its tag."""

CHECKED: Final = "checked"
CHECKED_TAG: Final = "#date+checked"
"""The column that only our own lists have: the day of the last check."""

LENGTHS_MAX: Final = {"organisation": 120, "service": 160, "offers": 2_000, "for_whom": 500, "cost": 300}
"""How many signs are kept of a column.  Nothing is cut off: a row that says more goes back."""
