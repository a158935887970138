"""Writes of accounts, a module for each noun."""

from sankofa.accounts.actions.setting_up import UnknownPermission, define_roles, found_organisation
from sankofa.accounts.actions.staff import AddressTaken, invite

__all__ = ["AddressTaken", "UnknownPermission", "define_roles", "found_organisation", "invite"]
