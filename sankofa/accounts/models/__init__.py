"""Tables of accounts, a module for each noun: organisations and offices; users, roles and assignments; and so on."""

from sankofa.accounts.models.covers import Cover
from sankofa.accounts.models.doors import (
    Allowance,
    CodeApp,
    Device,
    FirstSignIn,
    Passkey,
    PasswordLink,
    RecoveryCode,
    SignedInSession,
    Subject,
    WrongTries,
)
from sankofa.accounts.models.invitations import Invitation
from sankofa.accounts.models.keys import Key
from sankofa.accounts.models.openings import Opening, OpeningReason
from sankofa.accounts.models.organisations import Office, Organisation
from sankofa.accounts.models.reviews import Review, ReviewLine
from sankofa.accounts.models.users import Assignment, Role, User, UserManager

__all__ = [
    "Allowance",
    "Assignment",
    "CodeApp",
    "Cover",
    "Device",
    "FirstSignIn",
    "Invitation",
    "Key",
    "Office",
    "Opening",
    "OpeningReason",
    "Organisation",
    "Passkey",
    "PasswordLink",
    "RecoveryCode",
    "Review",
    "ReviewLine",
    "Role",
    "SignedInSession",
    "Subject",
    "User",
    "UserManager",
    "WrongTries",
]
