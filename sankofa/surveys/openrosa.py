"""What phones are told, as the OpenRosa standards write it, and how what they send is taken apart.

Source: docs.getodk.org/openrosa: Form List, Manifest, Form Submission, HTTP Request, Integrity API.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import IO, TYPE_CHECKING, Any, Final
from xml.etree import ElementTree

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from sankofa.returnees.caseload import Listed
from sankofa.surveys import conversion
from sankofa.surveys.rules.arriving import believable

if TYPE_CHECKING:
    from sankofa.surveys.queries.devices import Offered

ASKED_FOR_BYTES: Final = 10 * 1024 * 1024
"""What phones are asked to send at once at most; with more pictures they send the same form several times."""
TAKEN_BYTES: Final = 64 * 1024 * 1024
"""What is taken at once all the same: one picture can be larger than phones were asked for."""
FORM_PART: Final = "xml_submission_file"
_LIST: Final = "http://openrosa.org/xforms/xformsList"
_MANIFEST: Final = "http://openrosa.org/xforms/xformsManifest"
_RESPONSE: Final = "http://openrosa.org/http/response"


class TooLarge(Exception):
    """More was sent at once than is taken."""


class CutOff(Exception):
    """Less came than was announced: the line broke.  The phone sends it again."""


class NotUnderstood(Exception):
    """What was sent is no form with its pictures."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A filled form as a phone sent it, and the pictures that came along this time."""

    form: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)


def form_list(
    offered: Iterable["Offered"], *, name: Callable[["Offered"], str], address: Callable[..., str], is_verbose: bool
) -> bytes:
    """Return the list of forms; `name` says a form's name to the reader, `address` builds addresses."""
    root = ElementTree.Element("xforms", {"xmlns": _LIST})
    for one in offered:
        form = ElementTree.SubElement(root, "xform")
        _leaf(form, "formID", one.code)
        _leaf(form, "name", name(one))
        _leaf(form, "version", one.version)
        _leaf(form, "hash", f"md5:{one.md5}")
        if is_verbose:
            _leaf(form, "descriptionText", one.note)
        _leaf(form, "downloadUrl", address("form", code=one.code, version=one.version))
        if one.asks_for_people:
            _leaf(form, "manifestUrl", address("manifest", code=one.code, version=one.version))
    return _document(root)


def manifest(people: bytes | None, *, download: str, integrity: str) -> bytes:
    """Return what a form needs besides itself: the list of people, marked as a list that can lose members."""
    root = ElementTree.Element("manifest", {"xmlns": _MANIFEST})
    if people is not None:
        held = ElementTree.SubElement(root, "mediaFile", {"type": "entityList"})
        _leaf(held, "filename", conversion.PEOPLE_LIST)
        _leaf(held, "hash", f"md5:{checksum(people)}")
        _leaf(held, "downloadUrl", download)
        _leaf(held, "integrityUrl", integrity)
    return _document(root)


def people_list(people: Sequence[Listed]) -> bytes:
    """Return the people of a phone as the file that forms ask for."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(["name", "label", "__version"])
    writer.writerows([str(one.id), one.label, str(one.version)] for one in people)
    return held.getvalue().encode()


def integrity(asked: Sequence[str], there: Iterable[str]) -> bytes:
    """Return which of these people a phone is to take off its list."""
    root = ElementTree.Element("data")
    entities = ElementTree.SubElement(root, "entities")
    held = set(there)
    for one in asked:
        _leaf(ElementTree.SubElement(entities, "entity", {"id": one}), "deleted", str(one not in held).lower())
    return _document(root)


def message(text: str, *, nature: str = "") -> bytes:
    """Return a sentence that a phone shows to whoever holds it."""
    root = ElementTree.Element("OpenRosaResponse", {"xmlns": _RESPONSE})
    ElementTree.SubElement(root, "message", {"nature": nature} if nature else {}).text = text
    return _document(root)


def checksum(content: bytes) -> str:
    """Return the checksum by which a phone sees that something has changed; OpenRosa asks for MD5."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def clock_of(header: str) -> datetime | None:
    """Return what the clock of a phone said when it sent something (header Date); None where it did not say."""
    try:
        said = parsedate_to_datetime(header)
    except (TypeError, ValueError, OverflowError):
        return None
    return believable(said) if said.tzinfo is not None else None


def parcel(stream: IO[bytes], *, content_type: str, announced: int | None) -> Parcel:
    """Return a filled form with what came along; `announced` is how many bytes were to come, None in pieces.

    Raises TooLarge, CutOff and NotUnderstood; then nothing of it is kept, and the phone still has all of it.
    """
    if announced is not None and announced > TAKEN_BYTES:
        raise TooLarge
    counted = _Counted(stream, most=TAKEN_BYTES if announced is None else announced)
    if content_type.partition(";")[0].strip().lower() in ("text/xml", "application/xml"):
        content = b"".join(iter(lambda: counted.read(1 << 16), b""))
        _check_whole(counted, announced)
        return Parcel(content)
    held = _Held()
    meta = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": TAKEN_BYTES if announced is None else announced}
    try:
        fields, _none = MultiPartParser(meta, counted, [held]).parse()  # type: ignore[arg-type]
    except (TooLarge, RequestDataTooBig, TooManyFilesSent):
        raise TooLarge from None
    except (MultiPartParserError, StopUpload, ValueError):
        raise NotUnderstood from None
    _check_whole(counted, announced)
    files = dict(held.files)
    form = files.pop(FORM_PART, None)
    if form is None and FORM_PART in fields:
        form = ("", str(fields[FORM_PART]).encode())
    if form is None:
        raise NotUnderstood
    return Parcel(form[1], _each_named(files.values()))


class _Counted:
    """A stream that counts what was read and stops at what may come."""

    def __init__(self, stream: IO[bytes], *, most: int) -> None:
        self.stream, self.most, self.count = stream, most, 0

    def read(self, size: int = 1 << 16) -> bytes:
        """Return the next bytes.  Raises TooLarge where more come than are taken, CutOff where the line breaks."""
        room = self.most - self.count
        try:
            piece = self.stream.read(min(size, room) if room else 1) if room or self.most == TAKEN_BYTES else b""
        except OSError:
            raise CutOff from None
        if piece and not room:
            raise TooLarge
        self.count += len(piece)
        return piece


class _Held(FileUploadHandler):
    """Holds the parts of one form in memory, under the names of their fields: nothing lies open on a disk."""

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, tuple[str, bytes]] = {}
        self._now = io.BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._now = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep a piece; nobody else needs it."""
        self._now.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> None:
        """Keep a whole part; a second one under the same name stands beside the first."""
        name = self.field_name or "file"
        while name in self.files:
            name += "_"
        self.files[name] = (self.file_name or name, self._now.getvalue())


def _each_named(files: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Return what came along by name; two that differ under one name both stay, for both are acknowledged."""
    named: dict[str, bytes] = {}
    for name, content in files:
        own, number = name, 1
        while named.get(own, content) != content:
            number += 1
            own = f"{number}-{name}"
        named[own] = content
    return named


def _check_whole(counted: _Counted, announced: int | None) -> None:
    if announced is not None and counted.count < announced:
        raise CutOff


def _leaf(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text


def _document(root: ElementTree.Element) -> bytes:
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
