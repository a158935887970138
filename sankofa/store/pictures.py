"""Pictures as they may be kept: told by their content and not by their name, small, and without what a camera adds.

A photograph carries where and when it was taken and by which phone; none of that was asked for, so the picture is drawn
anew and nothing else is kept.  A picture that would fill the memory once it is unpacked is refused before that.
"""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

PIXELS_MAX = 64_000_000
"""More than the cameras of phones take, and less than would hurt."""
SIDE_MAX = 2_400
"""The longest side that is kept: a page stays readable, and the picture small."""
QUALITY = 82
_DRAWN_AS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_WHITE = (255, 255, 255)


class NotAPicture(Exception):
    """This cannot be kept as a picture; carries why: empty, too_big, not_known, broken."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture drawn anew: its type, its bytes, and how many dots wide and high it is."""

    media_type: str
    content: bytes
    width_px: int
    height_px: int


def drawn_anew(content: bytes, *, bytes_max: int, form: str = "") -> Picture:
    """Return a picture upright, not larger than needed, with nothing beside it.  Raises NotAPicture.

    Takes JPEG, PNG and WebP; gives the same again, or the `form` that is asked for, such as JPEG.
    """
    if not content:
        raise NotAPicture("empty")
    if len(content) > bytes_max:
        raise NotAPicture("too_big")
    # What prints papers tells the reader of pictures, for the whole process, to take those that were cut off.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            # What is odd beside the picture does not matter: it is left out.  Its size is looked at here.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=tuple(_DRAWN_AS)) as opened:
                if opened.width * opened.height > PIXELS_MAX:
                    raise NotAPicture("too_big")
                # A phone may put a second picture, such as one of depth, into a JPEG; the first is the photograph.
                wanted = form or (opened.format if opened.format in _DRAWN_AS else "JPEG")
                # A large JPEG is read at the size it is needed in: this saves the memory of the rest.
                opened.draft("RGB", (SIDE_MAX, SIDE_MAX))
                opened.thumbnail((SIDE_MAX, SIDE_MAX))
                upright = ImageOps.exif_transpose(opened)
    except Image.DecompressionBombError:
        raise NotAPicture("too_big") from None
    except UnidentifiedImageError:
        raise NotAPicture("not_known") from None
    except (OSError, SyntaxError, ValueError):
        raise NotAPicture("broken") from None
    drawn = io.BytesIO()
    _on_white(upright).save(drawn, format=wanted, quality=QUALITY)
    return Picture(_DRAWN_AS[wanted], drawn.getvalue(), upright.width, upright.height)


def _on_white(picture: Image.Image) -> Image.Image:
    """Return a picture on white paper: ink drawn on nothing would be black on black."""
    bare = Image.new("RGB", picture.size, _WHITE)
    if picture.has_transparency_data:
        with_ink = picture.convert("RGBA")
        bare.paste(with_ink, mask=with_ink)
    else:
        bare.paste(picture.convert("RGB"))
    return bare
