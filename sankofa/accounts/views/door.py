"""Pages before one is inside: sign in with a password, a passkey or a provider, the second step, a new password."""

import time
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sankofa.accounts.doors import arrival, codes, devices, letters, passkeys, provider, subjects, tries
from sankofa.accounts.doors import sign_in as door
from sankofa.accounts.doors.tries import TooManyTries
from sankofa.accounts.forms.door import CodeForm, ForgottenForm, NewPasswordForm, SignInForm
from sankofa.accounts.pages import public
from sankofa.accounts.rules.lockout import Counted
from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind
from sankofa.kernel import clock

_NEXT, _ASKED = "next", "asked_provider"


@public("nobody is signed in yet")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let somebody in who gives the right address and password, or ask them for the second step."""
    following = _following(request)
    form = SignInForm(request.POST or None)
    if form.is_valid():
        try:
            user = door.sign_in(request, **form.cleaned_data, at=clock.now())
        except TooManyTries as closed:
            form.add_error(
                None,
                _("Too many wrong passwords. To protect this account, you can try again at %(time)s.")
                % {"time": _clock_time(closed.opens_at)},
            )
        else:
            if user is not None:
                return _onward(request, following)
            form.add_error(None, _("This e-mail address and this password do not match. Check both and try again."))
    return _door(request, form, following, status=422 if form.is_bound else 200)


@public("whoever waits for the second step is not signed in yet")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Take the second step: a code of the application, or one on paper."""
    now = clock.now()
    waiting = arrival.waiting(request, at=now)
    if waiting is None:
        return redirect(settings.LOGIN_URL)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            means = codes.prove(waiting.user, form.cleaned_data["code"], at=now)
        except TooManyTries as closed:
            form.add_error(
                None, _("Too many wrong codes. You can try again at %(time)s.") % {"time": _clock_time(closed.opens_at)}
            )
        else:
            if means is not None:
                following = request.session.pop(_NEXT, settings.LOGIN_REDIRECT_URL)
                arrival.let_in(request, waiting.user, means, at=now)
                return _in(request, following)
            form.add_error("code", _("This code is not right. A code counts for half a minute, and only once."))
    means_held = arrival.means_of(waiting.user)
    return render(
        request,
        "accounts/code.html",
        {"form": form, "has_app": means_held.has_app, "has_passkey": means_held.passkeys > 0},
        status=422 if form.is_bound else 200,
    )


@public("a passkey is asked for before anybody is signed in")
@never_cache
@require_POST
def passkey_question(request: HttpRequest) -> HttpResponse:
    """Tell the browser's script what to ask a passkey."""
    now = clock.now()
    waiting = arrival.waiting(request, at=now)
    return JsonResponse(passkeys.question_for_known(request, None if waiting is None else waiting.user, at=now))


@public("a passkey lets in somebody who is not signed in yet")
@never_cache
@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Let somebody in whose passkey proved itself, with or without a password before."""
    now = clock.now()
    waiting = arrival.waiting(request, at=now)
    following = request.session.get(_NEXT) or _following(request)
    answer = request.POST.get("answer", "")
    if not answer:
        return _without_key(
            request, _("Your browser sent no passkey. It must run scripts for that. Use your password instead.")
        )
    who = audit.Who("address", tries.key_of(Counted.NETWORK, request.META.get("REMOTE_ADDR", "")))
    network = tries.network(request, proxies=settings.PROXIES)
    try:
        tried = tries.begin({Counted.NETWORK: network}, who=who, action="accounts.passkey", at=now) if network else None
    except TooManyTries as closed:
        return _without_key(
            request, _("Too many wrong tries. You can try again at %(time)s.") % {"time": _clock_time(closed.opens_at)}
        )
    try:
        with transaction.atomic():
            key = passkeys.proved_by(request, answer, at=now, user=None if waiting is None else waiting.user)
    except passkeys.NotThisKey:
        if tried is not None:
            tries.note_wrong(tried, who=who, action="accounts.passkey")
        return _without_key(request, _("This passkey does not open a door here. Try again, or use your password."))
    if tried is not None:
        tries.take_back(tried)
    arrival.let_in(request, key.user, "passkey", at=now)
    request.session.pop(_NEXT, None)
    return _in(request, following)


@public("who forgot their password cannot sign in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Send a link to a new password; the answer is the same, in words and time, whether the address is known or not."""
    began = time.monotonic()
    form = ForgottenForm(request.POST or None)
    if form.is_valid():
        try:
            letters.ask(request, email=form.cleaned_data["email"], at=clock.now())
        except TooManyTries as closed:
            form.add_error(
                None,
                _("This was asked for several times. You can ask again at %(time)s.")
                % {"time": _clock_time(closed.opens_at)},
            )
        time.sleep(max(0.0, settings.EVEN_ANSWERS_SECONDS - (time.monotonic() - began)))
        if not form.errors:
            return redirect("accounts:forgotten_sent")
    return render(request, "accounts/forgotten.html", {"form": form}, status=422 if form.is_bound else 200)


@public("says that a mail is on its way, to somebody who is not signed in")
@require_GET
def forgotten_sent(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way if the address is known."""
    return render(request, "accounts/forgotten_sent.html")


@public("who follows the link in the mail is not signed in yet")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the new password of somebody who followed the link in the mail."""
    now = clock.now()
    if letters.owner_of(secret, at=now) is None:
        return render(request, "accounts/link_not_good.html", status=410)
    form = NewPasswordForm(request.POST or None)
    if form.is_valid():
        try:
            user = letters.use(secret, password=form.cleaned_data["new"], at=now)
        except letters.LinkNotGood:
            return render(request, "accounts/link_not_good.html", status=410)
        messages.success(request, _("Your new password is set. Sign in with it."))
        answer = redirect(settings.LOGIN_URL)
        # Who holds the mailbox is the owner: a stranger's wrong tries elsewhere must not keep them out now.
        devices.hand_over(answer, devices.note(request, user, at=now))
        return answer
    return render(request, "accounts/new_password.html", {"form": form}, status=422 if form.is_bound else 200)


@public("who comes through a provider is not signed in yet")
@never_cache
@require_GET
def with_provider(request: HttpRequest, code: str) -> HttpResponse:
    """Send somebody to the provider of their organisation."""
    one = _provider(code)
    now = clock.now()
    try:
        address, asked = provider.question(one, back=_back(request, code), at=now)
    except provider.NotToldBy as failed:
        return _not_told(request, one, failed, at=now)
    request.session[_ASKED] = asked.as_kept()
    request.session[_NEXT] = _following(request)
    return redirect(address)


@public("who comes back from a provider is not signed in yet")
@never_cache
@require_GET
def back_from_provider(request: HttpRequest, code: str) -> HttpResponse:
    """Let somebody in for whom the provider of their organisation vouches."""
    one = _provider(code)
    now = clock.now()
    asked = request.session.pop(_ASKED, None)
    try:
        told = provider.answer(one, asked, request.GET.dict(), back=_back(request, code), at=now)
        user = subjects.user_for(one, told, at=now)
    except provider.NotToldBy as failed:
        return _not_told(request, one, failed, at=now)
    except subjects.NobodyHere as nobody:
        _refused(one, nobody.reason, at=now)
        return _say(
            request,
            _("%(provider)s knows you, but nobody here signs in that way under your address. Ask your administrator.")
            % {"provider": one.name},
        )
    arrival.arrive(request, user, "provider", at=now)
    return _onward(request, request.session.pop(_NEXT, settings.LOGIN_REDIRECT_URL))


@public("whoever is signed in may leave")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    door.sign_out(request, at=clock.now())
    return redirect(settings.LOGIN_URL)


def _following(request: HttpRequest) -> str:
    """Return the page of ours that somebody wanted to see, never one outside."""
    following = request.POST.get("next") or request.GET.get("next") or settings.LOGIN_REDIRECT_URL
    if not url_has_allowed_host_and_scheme(following, allowed_hosts={request.get_host()}):
        return settings.LOGIN_REDIRECT_URL
    return following


def _onward(request: HttpRequest, following: str) -> HttpResponse:
    """Lead on somebody who arrived: inside, or to the second step where they still wait for it."""
    if request.user.is_authenticated:
        return _in(request, following)
    request.session[_NEXT] = following
    return redirect("accounts:code")


def _in(request: HttpRequest, following: str) -> HttpResponse:
    """Lead inside, and say so where codes on paper run out."""
    user = door.user_of(request)
    answer = redirect(following)
    arrival.see_in(request, answer)
    if arrival.means_of(user).has_second_step and (left := arrival.recovery_codes_few(user)) is not None:
        messages.warning(
            request,
            ngettext(
                "You have %(count)s code on paper left. Make new ones under My account.",
                "You have %(count)s codes on paper left. Make new ones under My account.",
                left,
            )
            % {"count": left},
        )
    return answer


def _door(request: HttpRequest, form: SignInForm, following: str, *, status: int, why: str = "") -> HttpResponse:
    return render(
        request,
        "accounts/sign_in.html",
        {
            "form": form,
            "next": following,
            "notice": {"text": why, "kind": "care"} if why else None,
            "forgotten_url": reverse("accounts:forgotten"),
            "other_ways": [
                {
                    "url": reverse("accounts:with_provider", query={"next": following}, args=[one.code]),
                    "label": _("Sign in with %(provider)s") % {"provider": one.name},
                }
                for one in provider.usable(settings.OIDC_FILE).values()
            ],
        },
        status=status,
    )


def _say(request: HttpRequest, why: str) -> HttpResponse:
    """Show the door again, with a sentence about what did not work."""
    return _door(request, SignInForm(), _following(request), status=422, why=why)


def _without_key(request: HttpRequest, why: str) -> HttpResponse:
    """Show again what somebody stood before, because the passkey did not work."""
    if arrival.waiting(request, at=clock.now()) is None:
        return _say(request, why)
    messages.warning(request, why)
    return redirect("accounts:code")


def _not_told(
    request: HttpRequest, one: provider.Provider, failed: provider.NotToldBy, *, at: datetime
) -> HttpResponse:
    # What nobody asked for is no try: anybody may send such addresses all day, and the record would drown.
    if failed.reason != "nothing_asked":
        _refused(one, failed.reason, at=at)
    if failed.is_down:
        why = _("%(provider)s does not answer at the moment. Try again later, or use your password.")
    else:
        why = _("Signing in with %(provider)s did not work. Begin again, or use your password.")
    return _say(request, why % {"provider": one.name})


def _refused(one: provider.Provider, reason: str, *, at: datetime) -> None:
    """Put on record that a provider's word let nobody in, and why; never whom it named."""
    audit.record(
        kind=Kind.REFUSED,
        action="accounts.sign_in_with_provider",
        who=audit.Who("provider", one.code),
        at=at,
        detail={"reason": reason},
    )


def _provider(code: str) -> provider.Provider:
    found = provider.usable(settings.OIDC_FILE).get(code)
    if found is None:
        raise Http404
    return found


def _back(request: HttpRequest, code: str) -> str:
    return request.build_absolute_uri(reverse("accounts:back_from_provider", args=[code]))


def _clock_time(at: datetime) -> str:
    return timezone.localtime(at).strftime("%H:%M %Z")
