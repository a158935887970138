"""Tables of accounts, a module for each noun: organisations and offices; users, roles and assignments."""

from sankofa.accounts.models.organisations import Office, Organisation
from sankofa.accounts.models.users import Assignment, Role, User, UserManager

__all__ = ["Assignment", "Office", "Organisation", "Role", "User", "UserManager"]
