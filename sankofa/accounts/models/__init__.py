"""Tables of accounts, a module for each noun: organisations and offices; users, roles and assignments; and so on."""

from sankofa.accounts.models.covers import Cover
from sankofa.accounts.models.invitations import Invitation
from sankofa.accounts.models.organisations import Office, Organisation
from sankofa.accounts.models.reviews import Review, ReviewLine
from sankofa.accounts.models.users import Assignment, Role, User, UserManager

__all__ = [
    "Assignment",
    "Cover",
    "Invitation",
    "Office",
    "Organisation",
    "Review",
    "ReviewLine",
    "Role",
    "User",
    "UserManager",
]
