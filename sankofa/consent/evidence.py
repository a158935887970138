"""Evidence as it may be kept: told by its content and not by its name, small, and without what a camera adds.

A photograph carries where and when it was taken and by which phone; none of that was asked for, so the picture is drawn
anew and nothing else is kept.  Sound is kept as it came.
"""

from dataclasses import dataclass

from sankofa.store.pictures import NotAPicture, drawn_anew

SIZE_MAX = 5 * 1024 * 1024


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
    try:
        picture = drawn_anew(content, bytes_max=SIZE_MAX)
    except NotAPicture as no:
        raise NotEvidence(no.problem) from None
    return Kept("image", picture.media_type, picture.content)


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
