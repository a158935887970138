"""Papers as PDF: every page drawn anew as a picture, and nothing else of the file anywhere."""

import contextlib
import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from sankofa.kernel.identifiers import uuid7
from sankofa.project import hooks
from sankofa.returnees import actions, permissions, scans
from sankofa.returnees.models import Scan
from sankofa.store import sheets, sheets_apart
from sankofa.store.models import Blob, Revision
from sankofa.store.pictures import SIDE_MAX, NotAPicture
from tests import builders
from tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.database]
COLOURS = ("teal", "maroon", "olive")
SECRET = b"nobody should read this"


def pdf(*colours: str, size: tuple[int, int] = (210, 297)) -> bytes:
    """A PDF as a scanner makes it: a picture on each page."""
    first, *others = [Image.new("RGB", size, colour) for colour in colours or COLOURS[:1]]
    held = io.BytesIO()
    first.save(held, format="PDF", save_all=True, append_images=others, title="of Amina", author="PhoneMaker")
    return held.getvalue()


def built(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    content = b"%PDF-1.7\n"
    places = []
    for number, held in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n" % number + held + b"\nendobj\n"
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"<< /Size %d /Root 1 0 R %s >>" % (len(objects) + 1, trailer)
    return content + b"trailer " + head + b"\nstartxref\n%d\n%%%%EOF" % start


def page(extra: bytes = b"", *, catalogue: bytes = b"", trailer: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:
    """A PDF of one page with a red half, and whatever else a case asks for; further objects begin with the fifth."""
    drawn = b"1 0 0 rg 0 0 100 50 re f"
    return built(
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R %s >>" % extra,
        b"<< /Length %d >> stream\n%s\nendstream" % (len(drawn), drawn),
        *more,
        trailer=trailer,
    )


SCRIPT = b"<< /S /JavaScript /JS (app.alert\\('%s'\\)) >>" % SECRET
ACTIVE = [
    pytest.param(page(catalogue=b"/OpenAction 5 0 R", more=(SCRIPT,)), id="a-script-when-it-is-opened"),
    pytest.param(page(b"/AA << /O 5 0 R >>", more=(SCRIPT,)), id="a-script-of-the-page"),
    pytest.param(
        page(
            b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://x/%s) >> >>]" % SECRET
        ),
        id="a-link-that-tells-it-was-opened",
    ),
    pytest.param(
        page(
            catalogue=b"/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a) /EF << /F 5 0 R >> >>] >> >>",
            more=(b"<< /Type /EmbeddedFile /Length %d >> stream\n%s\nendstream" % (len(SECRET), SECRET),),
        ),
        id="a-file-inside",
    ),
    pytest.param(page(trailer=b"/Info << /Author (%s) >>" % SECRET), id="who-made-it"),
    pytest.param(page() + b"\n" + SECRET, id="words-behind-its-end"),
]


@pytest.fixture
def paper() -> Any:
    hooks.fill()
    return builders.document()


@pytest.fixture
def added(paper: Any) -> Callable[..., Scan]:
    worker = builders.user(paper.person.office, may=[permissions.VIEW, permissions.AMEND, permissions.OPEN]).as_actor()

    def add(content: bytes, **said: Any) -> Scan:
        given: dict[str, Any] = {"number": uuid7(), "document_id": paper.pk, **said}
        return actions.add_scan(person=paper.person, content=content, by=worker, at=AT, **given)

    return add


def opened(scan: Scan) -> Image.Image:
    return Image.open(io.BytesIO(scans.content_of(scan)))


def test_each_page_becomes_a_picture_in_its_order(added: Any, paper: Any) -> None:
    number = uuid7()
    first = added(pdf(*COLOURS), number=number)
    pages = scans.scans_of([paper])[paper.pk]
    assert (first.pk, pages[0].pk, len(pages)) == (number, number, 3)
    assert {one.media_type for one in pages} == {"image/jpeg"}
    wanted = [Image.new("RGB", (1, 1), colour).getpixel((0, 0)) for colour in COLOURS]
    for one, colour in zip(pages, wanted, strict=True):
        dot: Any = opened(one).getpixel((5, 5))
        assert all(abs(mine - theirs) < 12 for mine, theirs in zip(dot, colour, strict=True))
    assert Revision.objects.filter(subject_kind="returnees.scan").count() == 3


def test_the_same_form_sent_twice_keeps_each_page_once(added: Any, paper: Any) -> None:
    number = uuid7()
    added(pdf(*COLOURS), number=number)
    added(pdf(*COLOURS), number=number)
    assert Scan.objects.filter(document=paper).count() == 3


@pytest.mark.parametrize("content", ACTIVE)
def test_nothing_active_or_hidden_is_kept(added: Any, content: bytes) -> None:
    assert SECRET in content
    kept = added(content)
    held = scans.content_of(kept)
    assert held.startswith(b"\xff\xd8\xff")
    for word in (SECRET, b"%PDF", b"JavaScript", b"URI", b"https:"):
        assert word not in held
    red: Any = opened(kept).getpixel((kept.width_px // 2, kept.height_px * 3 // 4))
    assert red[0] > 200, "what one sees is drawn"
    assert red[1] < 60


def test_a_page_is_drawn_large_enough_to_read_and_no_larger(added: Any) -> None:
    kept = added(pdf(size=(3_000, 1_500)))
    assert (kept.width_px, kept.height_px) == (SIDE_MAX, SIDE_MAX // 2)


def test_of_a_pdf_with_more_pages_than_are_kept_nothing_is(added: Any) -> None:
    with pytest.raises(NotAPicture) as refused:
        added(pdf(*["teal"] * (scans.OF_ONE_PAPER_MAX + 1)))
    assert refused.value.problem == "many_pages"
    assert not Blob.objects.exists()


def test_what_is_there_already_counts(added: Any, paper: Any) -> None:
    added(pdf(*["teal"] * (scans.OF_ONE_PAPER_MAX - 1)))
    with pytest.raises(NotAPicture):
        added(pdf(*COLOURS[:2]))
    added(pdf("maroon"))
    with pytest.raises(actions.TooManyScans):
        added(pdf("maroon"))
    assert Scan.objects.filter(document=paper).count() == scans.OF_ONE_PAPER_MAX


LOCKED = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >> /ID [(a) (a)]" % (b"o" * 32, b"u" * 32)
NOT_DRAWN = [
    pytest.param(page(trailer=LOCKED), "password", id="asks-for-a-password"),
    pytest.param(b"%PDF-1.7", "broken", id="nothing-but-its-mark"),
    pytest.param(pdf()[:400], "broken", id="cut-off"),
    pytest.param(
        built(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"), "broken", id="empty"
    ),
    pytest.param(b"%PDF-" + b"x" * scans.SIZE_MAX, "too_big", id="too-large"),
]


@pytest.mark.parametrize(("content", "problem"), NOT_DRAWN)
def test_what_cannot_be_drawn_is_refused_with_its_reason(added: Any, content: bytes, problem: str) -> None:
    with pytest.raises(NotAPicture) as refused:
        added(content)
    assert refused.value.problem == problem
    assert not Blob.objects.exists()


@given(noise=st.binary(max_size=40), place=st.integers(0, 900))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_a_spoilt_pdf_is_drawn_or_refused_and_never_anything_else(noise: bytes, place: int) -> None:
    content = bytearray(pdf())
    content[place : place + len(noise)] = noise
    with contextlib.suppress(sheets_apart.NotDrawn):
        assert list(sheets_apart.drawn(bytes(content), pages_max=3))


def test_a_reader_that_is_ended_by_its_limits_refuses_the_file_and_hurts_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheets, "_SECONDS_MAX", 0.001)
    with pytest.raises(NotAPicture) as refused:
        sheets.drawn(pdf(), pages_max=1)
    assert refused.value.problem == "broken"
