"""How a lower room reaches a higher one: it declares a hook, and one visible list in `project` fills it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Hook(Generic[P, R]):
    """A named place where other rooms add what the declaring room does not know of.

    `told` hooks carry an event and run inside the publisher's transaction; `objections` may veto with findings;
    `contributions` add panels, tasks and happenings to a page.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._filled: list[Callable[P, R]] = []

    def fill(self, *functions: Callable[P, R]) -> None:
        """Put functions into the hook, each once, in the order in which they are to speak."""
        for function in functions:
            if function not in self._filled:
                self._filled.append(function)

    @contextmanager
    def filled_for_now(self, function: Callable[P, R]) -> Iterator[None]:
        """Let one more function speak, before all others, as long as the block lasts."""
        self._filled.insert(0, function)
        try:
            yield
        finally:
            self._filled.remove(function)

    @property
    def functions(self) -> tuple[Callable[P, R], ...]:
        """What was put into the hook, for whoever must go on where one of them fails."""
        return tuple(self._filled)

    def answers(self, *args: P.args, **kwargs: P.kwargs) -> Iterator[R]:
        """Yield what each function answers."""
        for function in self._filled:
            yield function(*args, **kwargs)

    def tell(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Tell every function, inside the caller's transaction: if one fails, nothing happened."""
        for function in self._filled:
            function(*args, **kwargs)
