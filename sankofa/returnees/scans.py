"""Pictures of papers: what may be kept, how it is sealed, how it is opened, and how it goes.

Kinds: JPEG, PNG and WebP, as phones make them, and PDF, as scanners do; each page is drawn anew as JPEG, and nothing
else of the file is kept.  HEIC cannot be opened by what is installed here, and is refused with a sentence that says
what to do instead.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sankofa.accounts.queries import within_scope
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import permissions
from sankofa.returnees.models import Document, Person, Scan
from sankofa.store import blobs, sheets, subjects
from sankofa.store.models import Blob, Record
from sankofa.store.pictures import NotAPicture, Picture, drawn_anew
from sankofa.store.rules import sealing

SIZE_MAX = 10 * 1024 * 1024
OF_ONE_PAPER_MAX = 12
ACCEPTED = ("image/jpeg", "image/png", "image/webp", "application/pdf")
_APPLE = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"})


def drawn(content: bytes, *, pages_max: int = OF_ONE_PAPER_MAX) -> list[Picture]:
    """Return the pages of a paper as they may be kept: drawn anew, without place, time or phone.  Raises NotAPicture.

    A picture is one page; of a PDF with more pages than may be kept nothing is.
    """
    if content[4:8] == b"ftyp" and content[8:12] in _APPLE:
        raise NotAPicture("heic")
    if len(content) <= SIZE_MAX and sheets.is_pdf(content):
        return sheets.drawn(content, pages_max=pages_max)
    return [drawn_anew(content, bytes_max=SIZE_MAX, form="JPEG")]


def sealed(scan: Scan, picture: Picture) -> Blob:
    """Keep a picture under the own key of whom it belongs to, and return the file it lies in."""
    whose = scan.person_id
    key = subjects.key_to_seal(whose)
    return blobs.keep(sealing.seal_for(picture.content, subject=whose, key=key, place=_place_of(scan)))


def content_of(scan: Scan) -> bytes:
    """Return a picture.  Raises Destroyed where it was taken away, CannotOpen, Erased."""
    return subjects.opened_bytes(blobs.content_of(scan.blob), place=_place_of(scan))


def scans_of(papers: Collection[Document]) -> dict[UUID, list[Scan]]:
    """Return the pictures that are there, by paper, in the order in which they were added."""
    found: dict[UUID, list[Scan]] = {paper.pk: [] for paper in papers}
    rows = Scan.objects.filter(document__in=found, taken_away_at=None).select_related("added_by")
    for scan in rows.order_by("created_at", "pk"):
        found[scan.document_id].append(scan)
    return found


def scan(scan_id: UUID, *, of: Person, viewer: Actor, on: date) -> Scan | None:
    """Return a picture of somebody's paper that the viewer may open; None where there is none for them."""
    rows = Scan.objects.filter(pk=scan_id, person=of, taken_away_at=None).select_related("blob", "document", "person")
    return within_scope(rows, viewer=viewer, permission=permissions.OPEN, on=on).first()


def taken_away(scan: Scan, *, at: datetime, by: UUID | str | None) -> None:
    """Destroy a picture for good; that there was one, and who took it away, stays."""
    blobs.destroy(scan.blob)
    scan.taken_away_at, scan.taken_away_by_id = at, by
    scan.save(update_fields=["taken_away_at", "taken_away_by"])


def erased(person: Person) -> Sequence[Record]:
    """Destroy every picture of somebody who is being erased; answer with the rows whose histories go too."""
    held = list(Scan.objects.filter(person=person).select_related("blob"))
    for one in held:
        blobs.destroy(one.blob)
    return held


def _place_of(scan: Scan) -> str:
    return f"returnees_scan/{scan.pk}"
