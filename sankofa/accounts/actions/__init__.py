"""Writes of accounts, a module for each noun."""

from sankofa.accounts.actions.doors import (
    LastMeans,
    NoSuchKey,
    WrongCode,
    WrongPassword,
    add_passkey,
    allow_provider,
    change_password,
    choose_language,
    clear_second_step,
    confirm_code_app,
    end_allowance,
    end_sittings,
    own,
    prepare_code_app,
    remove_code_app,
    remove_passkey,
    renew_recovery_codes,
)
from sankofa.accounts.actions.setting_up import UnknownPermission, define_roles, found_organisation
from sankofa.accounts.actions.staff import AddressTaken, invite

__all__ = [
    "AddressTaken",
    "LastMeans",
    "NoSuchKey",
    "UnknownPermission",
    "WrongCode",
    "WrongPassword",
    "add_passkey",
    "allow_provider",
    "change_password",
    "choose_language",
    "clear_second_step",
    "confirm_code_app",
    "define_roles",
    "end_allowance",
    "end_sittings",
    "found_organisation",
    "invite",
    "own",
    "prepare_code_app",
    "remove_code_app",
    "remove_passkey",
    "renew_recovery_codes",
]
