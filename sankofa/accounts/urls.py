"""Addresses of accounts."""

from django.urls import path

from sankofa.accounts import access_urls, staff_urls
from sankofa.accounts.views import account, door

app_name = "accounts"
urlpatterns = [
    path("sign-in/", door.sign_in, name="sign_in"),
    path("sign-in/code/", door.code, name="code"),
    path("sign-in/passkey/", door.passkey, name="passkey"),
    path("sign-in/passkey/question/", door.passkey_question, name="passkey_question"),
    path("sign-in/forgotten/", door.forgotten, name="forgotten"),
    path("sign-in/forgotten/sent/", door.forgotten_sent, name="forgotten_sent"),
    path("sign-in/new-password/<str:secret>/", door.new_password, name="new_password"),
    path("sign-in/with/<slug:code>/", door.with_provider, name="with_provider"),
    path("sign-in/with/<slug:code>/back/", door.back_from_provider, name="back_from_provider"),
    path("sign-out/", door.sign_out, name="sign_out"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/language/", account.language, name="language"),
    path("account/second-step/", account.second_step, name="second_step"),
    path("account/second-step/app/", account.code_app, name="code_app"),
    path("account/second-step/app/remove/", account.remove_code_app, name="remove_code_app"),
    path("account/second-step/passkey/", account.add_passkey, name="add_passkey"),
    path("account/second-step/passkey/question/", account.passkey_question, name="new_passkey_question"),
    path("account/second-step/passkey/<uuid:key_id>/remove/", account.remove_passkey, name="remove_passkey"),
    path("account/second-step/codes/", account.renew_codes, name="renew_codes"),
    path("account/sessions/end/", account.end_others, name="end_others"),
    path("account/sessions/<uuid:session_id>/end/", account.end_one, name="end_one"),
    path("account/prove/", account.prove, name="prove"),
    path("account/providers/", account.providers, name="providers"),
    *staff_urls.urlpatterns,
    *access_urls.urlpatterns,
]
