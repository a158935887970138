"""What is remembered of lists that came before: where they came from, and how their columns were read.

A list is known by where it comes from and by its headings.  Where it comes from goes first: the same heading can mean
one thing in the lists of one agency and another in those of the next.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from sankofa.intake.models import IncomingFile, ListSource, RememberedMapping
from sankofa.intake.rules.mapping import signature

if TYPE_CHECKING:
    from sankofa.intake.contents import Contents
    from sankofa.intake.rules.table import Layout


def source_names(organisations: Iterable[UUID]) -> list[str]:
    """Return where lists of these organisations came from before, in the order of the alphabet."""
    names = ListSource.objects.filter(organisation_id__in=set(organisations)).values_list("name", flat=True)
    return sorted(set(names), key=str.casefold)


def source_called(name: str, *, organisation_id: UUID) -> ListSource | None:
    """Return where a list comes from, known by its name or entered anew; None where nobody said it."""
    said = " ".join(name.split())
    if not said:
        return None
    known = ListSource.objects.filter(organisation_id=organisation_id, name__iexact=said).order_by("created_at").first()
    return known or ListSource.objects.get_or_create(organisation_id=organisation_id, name=said)[0]


def mapping_of(file: IncomingFile, laid: "Layout") -> RememberedMapping | None:
    """Return what was confirmed before for these headings from the same place, else for these headings at all."""
    same = RememberedMapping.objects.filter(
        organisation_id=file.office.organisation_id,
        importer=file.importer,
        signature=signature(column.heading for column in laid.columns),
    )
    own = same.filter(list_source_id=file.list_source_id).first()
    return own or same.filter(list_source=None).first()


def keep(file: IncomingFile, laid: "Layout", confirmed: Mapping[str, object]) -> None:
    """Remember how the columns of a file were read, for the next one from the same place with the same headings."""
    RememberedMapping.objects.update_or_create(
        organisation_id=file.office.organisation_id,
        importer=file.importer,
        list_source=file.list_source,
        signature=signature(column.heading for column in laid.columns if column.heading),
        defaults={"mapping": {**confirmed, "headings": [laid.header_rows[0], laid.header_row]}},
    )


def layout_of(contents: "Contents", *, source: ListSource | None, importer: str) -> "Layout":
    """Return how a new file is laid out: as the lists from the same place were, where its headings are theirs.

    Raises what Contents.layout raises.
    """
    likely = contents.layout()
    if source is None:
        return likely
    for held in RememberedMapping.objects.filter(list_source=source, importer=importer).order_by("-created_at")[:5]:
        if not (headings := held.mapping.get("headings")):
            continue
        # Where no table begins there, this list is laid out in another way.
        laid = contents.layout_if_any(likely.sheet, headings[1], headings[0])
        if laid is not None and signature(column.heading for column in laid.columns) == held.signature:
            return laid
    return likely
