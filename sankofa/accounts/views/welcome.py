"""The welcome of an invited person: they set their name and a password.  A wrong code tells nothing."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sankofa.accounts import actions, invitation_codes, roster
from sankofa.accounts.forms.staff import CodeOfInvitationForm, WelcomeForm
from sankofa.accounts.pages import public
from sankofa.kernel import clock


@public("whoever got a code on paper has no account yet")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Take the code that somebody was given on paper or by voice."""
    form = CodeOfInvitationForm(request.POST or None)
    if form.is_valid() and (code := invitation_codes.plain(form.cleaned_data["code"])):
        return redirect("accounts:welcome", code)
    return render(request, "accounts/welcome_code.html", {"form": form}, status=422 if form.is_bound else 200)


@public("an invited person has no account yet")
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, code: str) -> HttpResponse:
    """Let an invited person set their name and password; every code that is not good gets the same answer."""
    now = clock.now()
    invitation = roster.invitation_for(code, at=now)
    if invitation is None:
        return render(request, "accounts/welcome_over.html", status=404)
    user = invitation.user
    form = WelcomeForm(request.POST or None, initial={"name": user.name})
    with override(_language(request, user.language)):
        if form.is_valid():
            try:
                actions.accept_invitation(
                    invitation=invitation,
                    name=form.cleaned_data["name"],
                    password=form.cleaned_data["password"],
                    by=actions.welcomed(invitation, at=now),
                    at=now,
                )
            except actions.InvitationOver:
                return render(request, "accounts/welcome_over.html", status=404)
            messages.success(request, _("Welcome. Sign in with your address and your new password."))
            return redirect(settings.LOGIN_URL)
        context = {"form": form, "user": user, "invitation": invitation}
        return render(request, "accounts/welcome.html", context, status=422 if form.is_bound else 200)


def _language(request: HttpRequest, theirs: str) -> str:
    """Return the language the person chose on this device, else the one in which they were invited."""
    return request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or theirs
