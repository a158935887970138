"""Tables of accounts, a module for each noun: organisations and offices; users, roles and assignments; doors."""

from sankofa.accounts.models.doors import (
    Allowance,
    CodeApp,
    Device,
    FirstSignIn,
    Passkey,
    PasswordLink,
    RecoveryCode,
    Sitting,
    Subject,
    WrongTries,
)
from sankofa.accounts.models.organisations import Office, Organisation
from sankofa.accounts.models.users import Assignment, Role, User, UserManager

__all__ = [
    "Allowance",
    "Assignment",
    "CodeApp",
    "Device",
    "FirstSignIn",
    "Office",
    "Organisation",
    "Passkey",
    "PasswordLink",
    "RecoveryCode",
    "Role",
    "Sitting",
    "Subject",
    "User",
    "UserManager",
    "WrongTries",
]
