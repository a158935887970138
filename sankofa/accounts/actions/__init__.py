"""Writes of accounts, a module for each noun."""

from sankofa.accounts.actions.keys import (
    EndNotPossible,
    ForPeopleAlone,
    NoLongerOpen,
    OtherOrganisation,
    count_call,
    give_key,
    replace_key,
    revoke_key,
)
from sankofa.accounts.actions.setting_up import UnknownPermission, define_roles, found_organisation
from sankofa.accounts.actions.staff import AddressTaken, invite

__all__ = [
    "AddressTaken",
    "EndNotPossible",
    "ForPeopleAlone",
    "NoLongerOpen",
    "OtherOrganisation",
    "UnknownPermission",
    "count_call",
    "define_roles",
    "found_organisation",
    "give_key",
    "invite",
    "replace_key",
    "revoke_key",
]
