"""Memory while much is made at once: a list of rows, a register read whole."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_tidying() -> Iterator[None]:
    """Leave circles of objects lying for as long as a piece of work takes: it makes few, and looking costs a fifth.

    For work that ends soon or fits into memory.  Afterwards they are looked for as always.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
