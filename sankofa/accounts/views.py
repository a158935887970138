"""Pages of accounts: sign in and sign out."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sankofa.accounts import sign_in as door
from sankofa.accounts.forms import SignInForm
from sankofa.accounts.pages import public
from sankofa.kernel import clock


@public("nobody is signed in yet")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let somebody in who gives the right address and password."""
    following = request.POST.get("next") or request.GET.get("next") or settings.LOGIN_REDIRECT_URL
    if not url_has_allowed_host_and_scheme(following, allowed_hosts={request.get_host()}):
        following = settings.LOGIN_REDIRECT_URL
    form = SignInForm(request.POST or None)
    if form.is_valid():
        try:
            user = door.sign_in(request, **form.cleaned_data, at=clock.now())
        except door.TooManyTries as closed:
            opens = timezone.localtime(closed.opens_at)
            form.add_error(
                None,
                _("Too many wrong passwords. To protect this account, you can try again at %(time)s.")
                % {"time": opens.strftime("%H:%M %Z")},
            )
        else:
            if user is not None:
                answer = redirect(following)
                answer.set_cookie(
                    settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", secure=settings.HTTPS, httponly=True
                )
                return answer
            form.add_error(None, _("This e-mail address and this password do not match. Check both and try again."))
    status = 422 if form.is_bound else 200
    return render(request, "shell/sign_in.html", {"form": form, "next": following}, status=status)


@public("whoever is signed in may leave")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    door.sign_out(request, at=clock.now())
    return redirect(settings.LOGIN_URL)
