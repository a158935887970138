"""Draws the pages of a PDF as pictures, in a process of its own: a PDF on standard input, its pages on standard output.

    python -m sankofa.store.sheets_apart 12 < paper.pdf

A PDF can carry scripts, attached files, forms, links and layers that nobody sees.  Here it is only drawn, by a reader
that was built without scripts; what is handed on are dots.  The process gives itself limits of memory and time before
it looks at the file, so that whatever ends the reader ends here and not in the web server.

The first line says `drawn`, or why not: password, many_pages, broken.  Then come the pages, each as its length in eight
bytes and a PNG.
"""

import io
import resource
import sys
from collections.abc import Iterator

import pypdfium2 as pdfium

MEMORY_MAX = 1024 * 1024 * 1024
SECONDS_MAX = 40
SIDE_MAX = 2_400
"""The longest side in dots: as large as a page is kept."""
SCALE_MAX = 4
"""Four dots to a point, 288 to an inch, are enough for any paper; a stamp-sized page is not blown up further."""


class NotDrawn(Exception):
    """The file is not drawn; carries why."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


def main() -> None:
    """Draw a PDF from standard input, with so many pages at most as the command says."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_MAX, SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        pages = list(drawn(sys.stdin.buffer.read(), pages_max=int(sys.argv[1])))
        answer = b"drawn\n" + b"".join(len(page).to_bytes(8) + page for page in pages)
    except NotDrawn as no:
        answer = no.problem.encode() + b"\n"
    sys.stdout.buffer.write(answer)


def drawn(content: bytes, *, pages_max: int) -> Iterator[bytes]:
    """Yield the pages of a PDF as PNG.  Raises NotDrawn."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise NotDrawn("password" if "password" in str(error).casefold() else "broken") from error
    count = len(document)
    if count > pages_max:
        raise NotDrawn("many_pages")
    if not count:
        raise NotDrawn("broken")
    for number in range(count):
        try:
            page = document[number]
            longest = max(page.get_size())
            if longest <= 0:
                raise NotDrawn("broken")
            # The form environment is never begun, so neither its fields nor their scripts are there.
            picture = page.render(scale=min(SIDE_MAX / longest, SCALE_MAX), may_draw_forms=False).to_pil()
        except (pdfium.PdfiumError, MemoryError, ValueError) as error:
            raise NotDrawn("broken") from error
        held = io.BytesIO()
        picture.convert("RGB").save(held, format="PNG", compress_level=1)
        yield held.getvalue()


if __name__ == "__main__":
    main()
