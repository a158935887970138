"""What may stand in a log: that something broke and where, never what somebody said or what their number is.

The message of an error often quotes the value that caused it ("invalid literal for int(): '01712...'"), and a database
quotes the row.  So of an error only its kind and the lines of code are written.  Errors of our own speak of records.
"""

import logging
import re
import traceback
from types import TracebackType

NUMBER = re.compile(
    r"(?P<id>\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)"
    r"|(?<![\w.:/-])\+?\d[\d ().-]{5,}\d(?![\w-])"
)
"""The id of a record, which a log is for; or a phone or the number of a paper: seven signs or more that stand alone."""
HIDDEN = "[number]"

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class QuietFormatter(logging.Formatter):
    """Writes a line, and of an error its kind and where it came from."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  the name that logging asks for
        """Return the line with every long number hidden."""
        record.message = NUMBER.sub(lambda found: found["id"] or HIDDEN, record.message)
        return super().formatMessage(record)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802  the name that logging asks for
        """Return the kind of an error and the lines of code it passed through, without its message."""
        kinds = []
        error = ei[1]
        while error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            where = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
            kinds.append("\n".join([f"{type(error).__module__}.{type(error).__qualname__}", *where]))
            error = error.__cause__ or error.__context__
        return "\nwhile handling\n".join(kinds)
