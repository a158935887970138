"""The phone and papers of a person on their page: masked, and opened for whoever says what for.

A number that cannot be opened says why in its own place, and the rest of the page stays.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, gettext_noop

from sankofa.returnees import portrait, queries
from sankofa.returnees.models import Person
from sankofa.returnees.rules.masking import masked

PURPOSES: Mapping[str, str] = {
    "call": gettext_noop("To call the person"),
    "identify": gettext_noop("To check who this is"),
    "refer": gettext_noop("To prepare a referral"),
    "correct": gettext_noop("To correct a mistake"),
    "other": gettext_noop("For another reason, in my words"),
}
"""What numbers are opened for; the code goes into the record of events."""
OTHER = "other"


def contact(seen: Person, *, is_open: bool = False, also: Sequence[Person] = ()) -> Mapping[str, Any]:
    """Return the phone and papers as the page of the person shows them: masked unless they were asked for.

    Those of files that are read as one with it (`also`) stand beside them.
    """
    files = (seen, *also)
    show: Callable[[str], str] = str if is_open else masked
    papers = [
        f"{portrait.paper_kind(paper.kind)} {number}"
        for file in files
        for paper in queries.documents_of(file)
        if (number := portrait.opened(paper, "number", show))
    ]
    phones = [phone for file in files if (phone := portrait.opened(file, "phone", show))]
    return {
        "title": gettext("Contact and papers"),
        "rows": [
            {"label": gettext("Phone"), "value": ", ".join(dict.fromkeys(phones)) or None},
            {"label": gettext("Papers"), "value": ", ".join(dict.fromkeys(papers)) or None},
            {"label": gettext("Office"), "value": f"{seen.office.name}"},
        ],
        "short": True,
    }


def has_numbers(seen: Person) -> bool:
    """Whether there is a number that could be opened."""
    return portrait.opened(seen, "phone", masked) is not None or any(
        paper.has_number for paper in queries.documents_of(seen)
    )
