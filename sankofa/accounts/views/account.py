"""One's own account: password, language, second step, passkeys, codes on paper, where one is signed in."""

from urllib.parse import urlencode
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sankofa.accounts import actions, queries, reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.doors import arrival, codes, devices, passkeys, provider, signed_in, subjects
from sankofa.accounts.doors import sign_in as door
from sankofa.accounts.doors.fresh import freshly_proved, recently_proved
from sankofa.accounts.doors.tries import TooManyTries
from sankofa.accounts.forms.account import (
    AppCodeForm,
    CalendarsForm,
    LanguageForm,
    PasskeyNameForm,
    PasswordForm,
    ProveForm,
)
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.permissions import MANAGE, SIGNED_IN
from sankofa.accounts.rules import proofs
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock

_WAYS = {
    "password": gettext_noop("with the password"),
    "app": gettext_noop("with the password and a code"),
    "recovery": gettext_noop("with the password and a code on paper"),
    "passkey": gettext_noop("with a passkey"),
    "provider": gettext_noop("through your organisation"),
}


@page(SIGNED_IN)
@never_cache
@require_safe
def account(request: ActorRequest) -> HttpResponse:
    """Show somebody their own account."""
    user = door.user_of(request)
    return render(
        request,
        "accounts/account.html",
        {
            "user": user,
            "means": arrival.means_of(user),
            "codes_left": codes.recovery_codes_left(user),
            "codes_few": arrival.recovery_codes_few(user),
            "language_form": LanguageForm(initial={"language": user.language}),
            "calendars_form": CalendarsForm(
                initial={"types_days_in": user.types_days_in, "days_also_in": user.days_also_in}
            ),
            "sessions": [
                {"session": one, "way": _way(one.way), "device": _device(one.browser, one.system)}
                for one in signed_in.sessions_of(user, request)
            ],
            "is_demonstration": settings.DEMONSTRATION,
        },
    )


@page(SIGNED_IN)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: ActorRequest) -> HttpResponse:
    """Change one's password; everybody who sits elsewhere under this name is signed out."""
    user = door.user_of(request)
    now = clock.now()
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        try:
            is_right = door.prove_password(request, form.cleaned_data["old"], at=now)
        except TooManyTries as closed:
            form.add_error("old", _too_many(closed))
        else:
            if is_right:
                actions.change_password(
                    user=user,
                    old=form.cleaned_data["old"],
                    new=form.cleaned_data["new"],
                    stays=signed_in.here(request),
                    by=_own(request),
                    at=now,
                )
                answer = redirect("accounts:account")
                door.stay(request, user)
                devices.hand_over(answer, devices.note(request, user, at=now))
                messages.success(request, _("Your password is changed. Everywhere else you were signed out."))
                return answer
            form.add_error("old", _("This is not your password now."))
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.is_bound else 200)


@page(SIGNED_IN)
@require_POST
def language(request: ActorRequest) -> HttpResponse:
    """Choose the language of one's pages and mails."""
    form = LanguageForm(request.POST)
    answer = redirect("accounts:account")
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        actions.choose_language(user=door.user_of(request), language=chosen, by=_own(request), at=clock.now())
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, samesite="Lax", secure=settings.HTTPS, httponly=True)
    return answer


@page(SIGNED_IN)
@require_POST
def calendars(request: ActorRequest) -> HttpResponse:
    """Choose the calendars in which one writes and also reads days."""
    form = CalendarsForm(request.POST)
    if form.is_valid():
        actions.choose_calendars(user=door.user_of(request), **form.cleaned_data, by=_own(request), at=clock.now())
        messages.success(request, _("Your calendars are kept."))
    return redirect("accounts:account")


@page(SIGNED_IN)
@never_cache
@require_safe
def second_step(request: ActorRequest) -> HttpResponse:
    """Show what a second step is and the ways to have one; those whose role asks for it are led here."""
    user = door.user_of(request)
    now = clock.now()
    means = arrival.means_of(user)
    is_asked = arrival.is_asked(request.actor, at=now)
    until = arrival.grace_until(user)
    return render(
        request,
        "accounts/second_step.html",
        {
            "user": user,
            "means": means,
            "is_asked": is_asked and not means.has_second_step,
            "must": is_asked and arrival.must_enrol(user, at=now),
            "until": until,
            "may_remove_app": proofs.may_remove_app(means, is_asked=is_asked),
            "may_remove_passkey": proofs.may_remove_passkey(means, is_asked=is_asked),
            "keys": passkeys.keys_of(user),
            "key_form": PasskeyNameForm(),
            "codes_left": codes.recovery_codes_left(user),
            "is_demonstration": settings.DEMONSTRATION,
        },
    )


@page(SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proved
def code_app(request: ActorRequest) -> HttpResponse:
    """Set up an application that shows codes: scan the picture, write the first code."""
    user = door.user_of(request)
    now = clock.now()
    app = actions.prepare_code_app(user=user, by=_own(request), at=now)
    if app.confirmed_at is not None:
        messages.info(request, _("You have an application for codes already."))
        return redirect("accounts:second_step")
    form = AppCodeForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.confirm_code_app(user=user, code=form.cleaned_data["code"], by=_own(request), at=now)
        except actions.WrongCode:
            form.add_error("code", _("This code is not right. Write the one that your application shows now."))
        else:
            return _added(request, made, _("From now on you are asked for a code of your application."))
    picture = segno.make(codes.address_for(app), error="m").svg_data_uri(scale=6, border=3, light="#fff")
    secret = [app.secret[start : start + 4] for start in range(0, len(app.secret), 4)]
    return render(
        request,
        "accounts/code_app.html",
        {"form": form, "picture": picture, "secret": secret},
        status=422 if form.is_bound else 200,
    )


@page(SIGNED_IN)
@require_POST
@freshly_proved
def remove_code_app(request: ActorRequest) -> HttpResponse:
    """Give up the application that shows codes."""
    try:
        actions.remove_code_app(user=door.user_of(request), by=_own(request), at=clock.now())
    except actions.LastMeans:
        messages.warning(request, _("Your work asks for a second step. Set up another one before you remove this."))
    else:
        messages.success(request, _("The application is removed."))
    return redirect("accounts:second_step")


@page(SIGNED_IN)
@never_cache
@require_POST
def passkey_question(request: ActorRequest) -> HttpResponse:
    """Tell the browser's script what to ask of a device that shall hold a passkey."""
    if not recently_proved(request):
        return JsonResponse({"again": _prove_address(reverse("accounts:second_step"))}, status=409)
    return JsonResponse(passkeys.question_for_new(request, door.user_of(request), at=clock.now()))


@page(SIGNED_IN)
@never_cache
@require_POST
@freshly_proved
def add_passkey(request: ActorRequest) -> HttpResponse:
    """Take a passkey that the device made."""
    user = door.user_of(request)
    now = clock.now()
    form = PasskeyNameForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Give this device a name."))
        return redirect("accounts:second_step")
    if not form.cleaned_data["answer"]:
        messages.warning(request, _("Your browser made no passkey. It must run scripts for that; codes work without."))
        return redirect("accounts:second_step")
    try:
        key = passkeys.made_by(request, form.cleaned_data["answer"], user, name=form.cleaned_data["name"], at=now)
        made = actions.add_passkey(user=user, key=key, by=_own(request), at=now)
    except (passkeys.NotThisKey, passkeys.KnownKey):
        messages.warning(request, _("This device made no passkey that counts here. Try again, or use another one."))
        return redirect("accounts:second_step")
    return _added(request, made, _("From now on this device opens the door for you."))


@page(SIGNED_IN)
@require_POST
@freshly_proved
def remove_passkey(request: ActorRequest, key_id: UUID) -> HttpResponse:
    """Give up a passkey; never the last means."""
    try:
        actions.remove_passkey(user=door.user_of(request), key_id=key_id, by=_own(request), at=clock.now())
    except actions.LastMeans:
        messages.warning(request, _("Your work asks for a second step. Set up another one before you remove this."))
    except actions.NoSuchKey:
        messages.warning(request, _("This passkey was removed already."))
    else:
        messages.success(request, _("The passkey is removed. You can delete it on the device too."))
    return redirect("accounts:second_step")


@page(SIGNED_IN)
@never_cache
@require_POST
@freshly_proved
def renew_codes(request: ActorRequest) -> HttpResponse:
    """Make ten new codes on paper and show them once."""
    user = door.user_of(request)
    if not arrival.means_of(user).has_second_step:
        return redirect("accounts:second_step")
    made = actions.renew_recovery_codes(user=user, by=_own(request), at=clock.now())
    return _added(request, made, _("Your old codes on paper are worth nothing now."))


@page(SIGNED_IN)
@require_POST
def end_others(request: ActorRequest) -> HttpResponse:
    """End all of one's sessions but this one."""
    actions.end_sessions(user=door.user_of(request), but_for=signed_in.here(request), by=_own(request), at=clock.now())
    messages.success(request, _("Everywhere else you are signed out."))
    return redirect("accounts:account")


@page(SIGNED_IN)
@require_POST
def end_one(request: ActorRequest, session_id: UUID) -> HttpResponse:
    """End one of one's sessions."""
    actions.end_sessions(user=door.user_of(request), only=session_id, by=_own(request), at=clock.now())
    messages.success(request, _("This device is signed out."))
    return redirect("accounts:account")


@page(SIGNED_IN)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: ActorRequest) -> HttpResponse:
    """Ask somebody once more who they are, before something grave."""
    user = door.user_of(request)
    following = request.POST.get("next") or request.GET.get("next") or reverse("accounts:account")
    if not url_has_allowed_host_and_scheme(following, allowed_hosts={request.get_host()}):
        following = reverse("accounts:account")
    has_app = codes.app_of(user) is not None
    form = ProveForm(request.POST or None, has_app=has_app)
    if form.is_valid():
        try:
            is_right = door.prove(
                request,
                password=form.cleaned_data["password"],
                code=form.cleaned_data.get("code", ""),
                at=clock.now(),
            )
        except TooManyTries as closed:
            form.add_error(None, _too_many(closed))
        else:
            if is_right:
                return redirect(following)
            form.add_error(None, _("This does not match. Check it and try again."))
    return render(
        request,
        "accounts/prove.html",
        {"form": form, "next": following, "has_passkey": arrival.means_of(user).passkeys > 0},
        status=422 if form.is_bound else 200,
    )


@page(MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proved
def clear_second_step(request: ActorRequest, user_id: UUID) -> HttpResponse:
    """Let an administrator take the second step off somebody who lost telephone and paper, after a stop to check."""
    user = queries.user_to_manage(request.actor, str(user_id), on=clock.today(request.actor.zone))
    if user is None:
        raise Http404
    shows(request, user, MANAGE)
    if request.method == "POST":
        try:
            actions.clear_second_step(user=user, by=request.actor, at=clock.now())
        except NotAllowed as refused:
            is_own = str(user.pk) == request.actor.id
            own = _("Nobody takes off their own second step. Ask another administrator.")
            messages.warning(request, own if is_own else reasons.sentence(refused.decision.reason))
        else:
            messages.success(request, _("The second step of %(name)s is taken off.") % {"name": user.name})
        return redirect("accounts:member", user.pk)
    stop = {
        "title": _("Take off the second step of %(name)s?") % {"name": user.name},
        "text": [
            _("See them, or ring a number that you know. A stranger may say that they lost everything."),
            _("They are signed out everywhere and come in with their password alone until they set up a new one."),
            _("It is on record under your name, and they hear of it by mail."),
        ],
        "action_url": reverse("accounts:clear_second_step", args=[user.pk]),
        "submit": _("Take it off"),
        "back_url": reverse("accounts:member", args=[user.pk]),
        "danger": True,
    }
    return render(request, "shell/stop.html", {"stop": stop})


@page(MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proved
def providers(request: ActorRequest) -> HttpResponse:
    """Let an administrator say whose people may sign in through which provider."""
    organisations = list(queries.organisations_of(request.actor, MANAGE, on=clock.today(request.actor.zone)))
    known = provider.usable(settings.OIDC_FILE)
    if request.method == "POST":
        organisation = next((one for one in organisations if str(one.pk) == request.POST.get("organisation")), None)
        code = request.POST.get("provider", "")
        if organisation is not None and code in known:
            change = actions.allow_provider if request.POST.get("allow") == "1" else actions.end_allowance
            change(organisation=organisation, provider=code, by=request.actor, at=clock.now())
        return redirect("accounts:providers")
    allowed = subjects.allowances(organisations)
    rows = [
        {"organisation": one, "provider": held, "allowed": (str(one.pk), held.code) in allowed}
        for one in organisations
        for held in known.values()
    ]
    return render(request, "accounts/providers.html", {"rows": rows})


def _own(request: ActorRequest) -> Actor:
    return actions.own(request.actor)


def _added(request: ActorRequest, made: list[str], said: str) -> HttpResponse:
    """Say what counts from now on; show codes on paper where there are new ones, this once."""
    if not made:
        messages.success(request, said)
        return redirect("accounts:second_step")
    return render(request, "accounts/codes.html", {"codes": made, "said": said})


def _prove_address(back: str) -> str:
    return f"{reverse('accounts:prove')}?{urlencode({'next': back})}"


def _way(way: str) -> str:
    return gettext(_WAYS[way])


def _device(browser: str, system: str) -> str:
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")


def _too_many(closed: TooManyTries) -> str:
    opens = timezone.localtime(closed.opens_at).strftime("%H:%M %Z")
    return _("Too many wrong tries. You can try again at %(time)s.") % {"time": opens}
