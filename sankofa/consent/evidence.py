"""Evidence as it may be kept: told by its content and not by its name, small, and without what a camera adds.

A photograph carries where and when it was taken and by which phone; none of that was asked for, so the picture is drawn
anew and nothing else is kept.  Sound is kept as it came.
"""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

SIZE_MAX = 5 * 1024 * 1024
PIXELS_MAX = 40_000_000
SIDE_MAX = 2_400
"""The longest side that is kept: a page stays readable, and the picture small."""
_DRAWN_AS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


class NotEvidence(Exception):
    """This cannot be kept as evidence; carries why: empty, too_big, not_known, broken."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


@dataclass(frozen=True, slots=True)
class Kept:
    """What may be kept: a picture or a voice note, its type, its bytes."""

    kind: str
    media_type: str
    content: bytes


def kept(content: bytes) -> Kept:
    """Return a picture without what the camera added, or a voice note.  Raises NotEvidence."""
    if not content:
        raise NotEvidence("empty")
    if len(content) > SIZE_MAX:
        raise NotEvidence("too_big")
    sound = _sound_of(content)
    if sound:
        return Kept("audio", sound, content)
    return _drawn_anew(content)


def _sound_of(content: bytes) -> str:
    head = content[:16]
    if head[:4] == b"OggS":
        return "audio/ogg"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "audio/wav"
    if head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] in {0xFB, 0xF3, 0xF2}):
        return "audio/mpeg"
    if head[:5] == b"#!AMR":
        return "audio/amr"
    if head[4:8] == b"ftyp" and head[8:11] in {b"M4A", b"3gp", b"mp4", b"iso"}:
        return "audio/mp4"
    return ""


def _drawn_anew(content: bytes) -> Kept:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=tuple(_DRAWN_AS)) as opened:
                form = opened.format or ""
                if opened.width * opened.height > PIXELS_MAX:
                    raise NotEvidence("too_big")
                upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotEvidence("not_known") from None
    except (OSError, SyntaxError, ValueError):
        raise NotEvidence("broken") from None
    upright.thumbnail((SIDE_MAX, SIDE_MAX))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    drawn = io.BytesIO()
    bare.save(drawn, format=form)
    return Kept("image", _DRAWN_AS[form], drawn.getvalue())
