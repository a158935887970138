"""Forms of accounts, a module for each place they stand: the door, one's own account, the staff."""

from sankofa.accounts.forms.account import (
    AppCodeForm,
    LanguageForm,
    PasskeyNameForm,
    PasswordForm,
    ProveForm,
)
from sankofa.accounts.forms.door import CodeForm, ForgottenForm, NewPasswordForm, SignInForm
from sankofa.accounts.forms.staff import (
    AnswerForm,
    CodeOfInvitationForm,
    CoverForm,
    InviteForm,
    LeavingForm,
    NameForm,
    OfficeForm,
    PartnerForm,
    RoleForm,
    StaffFilter,
    WelcomeForm,
)

__all__ = [
    "AnswerForm",
    "AppCodeForm",
    "CodeForm",
    "CodeOfInvitationForm",
    "CoverForm",
    "ForgottenForm",
    "InviteForm",
    "LanguageForm",
    "LeavingForm",
    "NameForm",
    "NewPasswordForm",
    "OfficeForm",
    "PartnerForm",
    "PasskeyNameForm",
    "PasswordForm",
    "ProveForm",
    "RoleForm",
    "SignInForm",
    "StaffFilter",
    "WelcomeForm",
]
