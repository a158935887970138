"""Forms of accounts, a module for each place they stand: the door, one's own account."""

from sankofa.accounts.forms.account import (
    AppCodeForm,
    LanguageForm,
    PasskeyNameForm,
    PasswordForm,
    ProveForm,
)
from sankofa.accounts.forms.door import CodeForm, ForgottenForm, NewPasswordForm, SignInForm

__all__ = [
    "AppCodeForm",
    "CodeForm",
    "ForgottenForm",
    "LanguageForm",
    "NewPasswordForm",
    "PasskeyNameForm",
    "PasswordForm",
    "ProveForm",
    "SignInForm",
]
