"""Pictures of papers: what is kept of them, what is refused, how they are sealed, and how they go."""

import contextlib
import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sankofa.accounts.action import NotAllowed, system
from sankofa.kernel.identifiers import uuid7
from sankofa.project import hooks
from sankofa.returnees import actions, permissions, scans
from sankofa.returnees.models import Scan
from sankofa.store import blobs, subjects
from sankofa.store.models import Blob, Revision
from sankofa.store.pictures import PIXELS_MAX, SIDE_MAX, NotAPicture
from sankofa.store.rules import sealing
from tests import builders
from tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PHONE = "PhoneMaker"
UPRIGHT, TURNED = 1, 6
ORIENTATION, MAKER, PLACE = 0x0112, 0x010F, 0x8825


def photo(form: str = "JPEG", size: tuple[int, int] = (40, 30), *, turned: int = UPRIGHT, **kinds: Any) -> bytes:
    """A photograph with all that a phone writes beside it."""
    exif = Image.Exif()
    exif[MAKER], exif[ORIENTATION] = PHONE, turned
    exif.get_ifd(PLACE)[2] = (23.0, 48.0, 36.0)
    drawn = io.BytesIO()
    Image.new("RGB", size, "teal").save(drawn, format=form, exif=exif, **kinds)
    return drawn.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.fixture
def paper() -> Any:
    hooks.fill()
    return builders.document()


@pytest.fixture
def worker(paper: Any) -> Any:
    may = [permissions.VIEW, permissions.AMEND, permissions.OPEN]
    return builders.user(paper.person.office, may=may).as_actor()


@pytest.fixture
def added(paper: Any, worker: Any) -> Callable[..., Scan]:
    def add(content: bytes = b"", **said: Any) -> Scan:
        given: dict[str, Any] = {"number": uuid7(), "document_id": paper.pk, **said}
        return actions.add_scan(person=paper.person, content=content or photo(), by=worker, at=AT, **given)

    return add


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_drawn_anew_with_nothing_beside_it(added: Any, form: str) -> None:
    kept = added(photo(form))
    content = scans.content_of(kept)
    assert PHONE.encode() in photo(form)
    assert PHONE.encode() not in content
    assert not dict(opened(content).getexif())
    assert (opened(content).format, kept.media_type, kept.size_bytes) == ("JPEG", "image/jpeg", len(content))


def test_a_picture_taken_on_its_side_is_kept_upright(added: Any) -> None:
    kept = added(photo(size=(80, 30), turned=TURNED))
    assert opened(scans.content_of(kept)).size == (kept.width_px, kept.height_px) == (30, 80)


def test_a_large_picture_is_made_smaller_and_stays_readable(added: Any) -> None:
    kept = added(photo(size=(5000, 2500)))
    assert opened(scans.content_of(kept)).size == (SIDE_MAX, SIDE_MAX // 2)


def test_ink_on_nothing_is_drawn_on_white(added: Any) -> None:
    drawn = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(drawn, format="PNG")
    assert opened(scans.content_of(added(drawn.getvalue()))).getpixel((10, 10)) == (255, 255, 255)


def test_of_a_photograph_with_a_second_picture_inside_the_first_is_kept(added: Any) -> None:
    drawn = io.BytesIO()
    second = Image.new("RGB", (10, 10), "red")
    Image.new("RGB", (40, 30), "teal").save(drawn, format="MPO", save_all=True, append_images=[second])
    assert opened(drawn.getvalue()).format == "MPO"
    assert opened(scans.content_of(added(drawn.getvalue()))).size == (40, 30)


def bomb(width: int, height: int) -> bytes:
    """A small file that unpacks into a picture of this size."""

    def chunk(kind: bytes, held: bytes) -> bytes:
        return struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


REFUSED = [
    pytest.param(b"\xff" * (scans.SIZE_MAX + 1), "too_big", id="too-large"),
    pytest.param(b"<html><script>alert(1)</script>", "not_known", id="a-page-called-picture"),
    pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not_known", id="svg"),
    pytest.param(b"%PDF-1.7\n1 0 obj", "broken", id="pdf-without-an-end"),
    pytest.param(b"\xff\xd8\xff\xe0 %PDF-1.7", "broken", id="pdf-behind-the-mark-of-a-jpeg"),
    pytest.param(b"\0\0\0\x18ftypheic\0\0\0\0", "heic", id="heic-of-an-apple-phone"),
    pytest.param(b"\0\0\0\x18ftypavif\0\0\0\0", "heic", id="avif"),
    pytest.param(photo()[:-300], "broken", id="cut-off"),
    pytest.param(photo("PNG", (300, 300))[:-40], "broken", id="png-cut-off"),
    pytest.param(bomb(8_001, 8_001), "too_big", id="a-small-file-that-unpacks-to-64-million-dots"),
    pytest.param(bomb(60_000, 60_000), "too_big", id="a-small-file-that-unpacks-to-three-thousand-million-dots"),
    pytest.param(b"GIF89a\x01\x00\x01\x00", "not_known", id="gif"),
    pytest.param(b"MZ\x90\0", "not_known", id="a-program"),
]


@pytest.mark.parametrize(("content", "problem"), REFUSED)
def test_what_is_no_picture_is_refused_with_its_reason_and_nothing_is_kept(
    added: Any, content: bytes, problem: str
) -> None:
    with pytest.raises(NotAPicture) as refused:
        added(content)
    assert refused.value.problem == problem
    assert not Scan.objects.exists()
    assert not Blob.objects.exists()


def test_nothing_is_refused_as_empty() -> None:
    with pytest.raises(NotAPicture) as refused:
        scans.drawn(b"")
    assert refused.value.problem == "empty"


@given(st.binary(max_size=60), st.integers(0, 500), st.sampled_from(["JPEG", "PNG", "WEBP"]))
def test_a_spoilt_picture_is_kept_or_refused_and_never_anything_else(noise: bytes, place: int, form: str) -> None:
    content = bytearray(photo(form))
    content[place : place + len(noise)] = noise
    with contextlib.suppress(NotAPicture):
        (kept,) = scans.drawn(bytes(content))
        assert kept.width_px * kept.height_px <= PIXELS_MAX
        assert opened(kept.content).format == "JPEG"


def test_a_picture_lies_sealed_under_the_person_s_own_key(added: Any, paper: Any) -> None:
    kept = added()
    held = blobs.content_of(kept.blob)
    assert sealing.subject_of(held) == paper.person_id
    assert b"JFIF" not in held
    subjects.destroy(paper.person_id, at=AT)
    with pytest.raises(sealing.Erased):
        scans.content_of(kept)


def test_the_same_picture_of_two_people_is_two_files(added: Any, paper: Any, worker: Any) -> None:
    other = builders.document(builders.person(paper.person.office))
    again = actions.add_scan(
        person=other.person, document_id=other.pk, number=uuid7(), content=photo(), by=worker, at=AT
    )
    assert added().blob_id != again.blob_id


def test_the_same_form_sent_twice_keeps_one_picture(added: Any) -> None:
    number = uuid7()
    assert added(number=number).pk == added(number=number).pk
    assert Scan.objects.count() == 1


def test_a_form_s_number_is_not_used_for_another_paper(added: Any, paper: Any) -> None:
    number = uuid7()
    added(number=number)
    with pytest.raises(actions.NumberOfAnother):
        added(number=number, document_id=builders.document(paper.person).pk)


def test_a_picture_is_added_to_a_paper_of_the_person_alone(added: Any) -> None:
    with pytest.raises(actions.NotTheirs):
        added(document_id=builders.document().pk)


def test_of_one_paper_twelve_pictures_are_kept(added: Any, paper: Any) -> None:
    for _ in range(scans.OF_ONE_PAPER_MAX):
        builders.scan(paper)
    with pytest.raises(actions.TooManyScans):
        added()


def test_a_picture_taken_away_is_destroyed_and_that_there_was_one_stays(added: Any, paper: Any, worker: Any) -> None:
    kept = added()
    gone = actions.take_away_scan(scan=kept, by=worker, at=AT)
    assert (gone.taken_away_at, str(gone.taken_away_by_id)) == (AT, worker.id)
    with pytest.raises(blobs.Destroyed):
        scans.content_of(Scan.objects.get(pk=kept.pk))
    assert scans.scans_of([paper]) == {paper.pk: []}
    with pytest.raises(actions.TakenAwayAlready):
        actions.take_away_scan(scan=gone, by=worker, at=AT)


def test_whoever_was_erased_leaves_no_picture(added: Any, paper: Any) -> None:
    kept = added()
    actions.erase(person=paper.person, because="asked", by=system("test", on=AT.date()), at=AT)
    assert not Scan.objects.exists()
    assert bytes(Blob.objects.get(pk=kept.blob_id).sealed_key) == b""
    assert all(not line.changes for line in Revision.objects.filter(subject_id=str(kept.pk)))


def test_nobody_adds_a_picture_to_somebody_of_another_office(paper: Any) -> None:
    stranger = builders.user(may=[permissions.AMEND]).as_actor()
    with pytest.raises(NotAllowed):
        actions.add_scan(person=paper.person, document_id=paper.pk, number=uuid7(), content=photo(), by=stranger, at=AT)


def test_the_database_keeps_whoever_took_a_picture_away_with_the_moment(added: Any) -> None:
    kept = added()
    with pytest.raises(IntegrityError), transaction.atomic():
        Scan.objects.filter(pk=kept.pk).update(taken_away_by=builders.user())
