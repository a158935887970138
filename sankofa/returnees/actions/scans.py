"""Writes about pictures of papers: add one, take one away."""

from datetime import datetime
from uuid import UUID

from sankofa.accounts.action import action, origin
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel.identifiers import uuid7
from sankofa.returnees import permissions, scans
from sankofa.returnees.actions.corrections import NotTheirs
from sankofa.returnees.erasing import AlreadyErased
from sankofa.returnees.models import Document, Person, Scan
from sankofa.store import revisions
from sankofa.store.pictures import Picture


class TooManyScans(Exception):
    """There are as many pictures of this paper as are kept of one."""


class TakenAwayAlready(Exception):
    """The picture was taken away before."""


class NumberOfAnother(Exception):
    """The number of the form belongs to a picture of somebody else."""


@action(permissions.AMEND, on="person")
def add_scan(*, person: Person, document_id: UUID, number: UUID, content: bytes, by: Actor, at: datetime) -> Scan:
    """Keep a picture of a paper, or each page of a PDF, drawn anew and sealed under the person's own key.

    `number` is the form's own, so the same form sent twice keeps one picture; it names the first page.
    Raises AlreadyErased, NotTheirs, TooManyScans, NumberOfAnother and NotAPicture.
    """
    if person.erased_on is not None:
        raise AlreadyErased(person)
    paper = Document.objects.filter(pk=document_id, person=person).first()
    if paper is None:
        raise NotTheirs
    there = Scan.objects.filter(pk=number).first()
    if there is not None:
        if there.document_id != paper.pk:
            raise NumberOfAnother
        return there
    free = scans.OF_ONE_PAPER_MAX - Scan.objects.filter(document=paper, taken_away_at=None).count()
    if free <= 0:
        raise TooManyScans
    first, *others = scans.drawn(content, pages_max=free)
    made = _kept(first, number, paper=paper, by=by, at=at)
    for picture in others:
        page = _kept(picture, uuid7(), paper=paper, by=by, at=at)
        revisions.revise(page, before=None, at=at, actor=f"{by.kind}:{by.id}", source=origin.get().source)
    return made


def _kept(picture: Picture, number: UUID, *, paper: Document, by: Actor, at: datetime) -> Scan:
    made = Scan(
        id=number,
        created_at=at,
        person=paper.person,
        document=paper,
        media_type=picture.media_type,
        size_bytes=len(picture.content),
        width_px=picture.width_px,
        height_px=picture.height_px,
        added_by_id=by.id if by.kind == "user" else None,
    )
    made.blob = scans.sealed(made, picture)
    made.save(force_insert=True)
    return made


@action(permissions.AMEND, on="scan")
def take_away_scan(*, scan: Scan, by: Actor, at: datetime) -> Scan:
    """Destroy a picture that should not be there, such as one of another paper.  Raises TakenAwayAlready."""
    if scan.taken_away_at is not None:
        raise TakenAwayAlready
    scans.taken_away(scan, at=at, by=by.id if by.kind == "user" else None)
    return scan
