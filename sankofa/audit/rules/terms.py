"""The nouns of the audit."""

from enum import StrEnum


class Kind(StrEnum):
    """What sort of thing happened."""

    WRITE = "write"
    READ = "read"
    REFUSED = "refused"
    SIGN_IN = "sign_in"
    EXPORT = "export"

    @property
    def label(self) -> str:
        """The kind as a word or two, for lists."""
        return self.name.replace("_", " ").title()
