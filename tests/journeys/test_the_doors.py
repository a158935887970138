"""The doors in a real browser: a second step by codes, a passkey, a code on paper, a session ended elsewhere.

The passkey is a virtual one of the browser itself, so that pages, script and server are tried as a telephone would.
"""

import re
import time
from collections.abc import Callable
from dataclasses import replace

import pyotp
import pytest
from playwright.sync_api import expect

from tests.journeys.product import PASSWORD
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
CODE = re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{5}")
SECONDS_TO_TYPE = 6
STEP_SECONDS = 30


def _come_in(visitor: Visitor, email: str) -> None:
    """Give address and password, and stop where the page leads."""
    visitor.go("/sign-in/")
    visitor.hands.write(visitor.page.get_by_label("E-mail address"), email)
    visitor.hands.write(visitor.page.get_by_label("Password"), PASSWORD)
    visitor.hands.press(visitor.button("Sign in"))


def _leave(visitor: Visitor) -> None:
    """Sign out, from the menu."""
    visitor.go("/account/")
    visitor.page.locator("details.menu summary").first.click()
    with visitor.page.expect_navigation():
        visitor.page.locator("details.menu").get_by_role("button", name="Sign out", exact=True).click()


def _code(secret: str, *, steps: int = 0) -> str:
    """Return what the application shows; a later code where this one was used.

    Where it is about to change one waits for the next, as people do: it has to hold until it is typed.
    """
    left = STEP_SECONDS - time.time() % STEP_SECONDS
    if left < SECONDS_TO_TYPE:
        time.sleep(left)
    shown = pyotp.TOTP(secret)
    return shown.at(int(time.time()) + steps * STEP_SECONDS)


def test_codes_are_set_up_and_asked_for_with_the_keyboard_on_a_small_screen(visitor: Send) -> None:
    sita = visitor(width=360, height=740, keyboard=True)
    sita.sign_in("caseworker.np@example.org")
    sita.go("/account/")
    sita.look("account")
    sita.go("/account/second-step/")
    sita.look("second-step")
    sita.hands.press(sita.link("Set up an application"))
    sita.look("code-app")
    secret = sita.page.locator("[data-secret]").inner_text().replace(" ", "")
    sita.hands.write(sita.page.get_by_label("Code"), "000000")
    sita.hands.press(sita.button("Continue"))
    expect(sita.page.get_by_role("alert")).to_contain_text("not right")
    sita.look()
    sita.hands.write(sita.page.get_by_label("Code"), _code(secret))
    sita.hands.press(sita.button("Continue"))
    expect(sita.page.get_by_role("main")).to_contain_text(CODE)
    sita.look("codes-on-paper")
    paper = CODE.findall(sita.page.get_by_role("main").inner_text())
    assert len(paper) == 10
    _leave(sita)

    _come_in(sita, "caseworker.np@example.org")
    assert sita.heading() == "Second step"
    sita.look("code")
    sita.hands.write(sita.page.get_by_label("Code"), _code(secret, steps=1))
    sita.hands.press(sita.button("Continue"))
    expect(sita.page).to_have_url(re.compile(r":\d+/$"))
    _leave(sita)

    _come_in(sita, "caseworker.np@example.org")
    sita.hands.write(sita.page.get_by_label("Code"), paper[0].lower())
    sita.hands.press(sita.button("Continue"))
    expect(sita.page).to_have_url(re.compile(r":\d+/$"))
    _leave(sita)

    _come_in(sita, "caseworker.np@example.org")
    sita.hands.write(sita.page.get_by_label("Code"), paper[0])
    sita.hands.press(sita.button("Continue"))
    expect(sita.page.get_by_role("alert")).to_contain_text("not right")


@pytest.fixture
def by_name(visitor: Send) -> Send:
    """Visitors who reach the product by a name: passkeys are made for names, not for numbers."""

    def send(**ways: object) -> Visitor:
        one = visitor(**ways)
        one.product = replace(one.product, url=one.product.url.replace("127.0.0.1", "localhost"))
        return one

    return send


def _with_virtual_key(visitor: Visitor) -> None:
    """Give the browser a key that opens by itself."""
    tools = visitor.context.new_cdp_session(visitor.page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_a_passkey_is_made_opens_the_door_without_a_password_and_is_the_second_step(by_name: Send) -> None:
    nimal = by_name()
    _with_virtual_key(nimal)
    nimal.sign_in("caseworker.lk@example.org")
    nimal.go("/account/second-step/")
    nimal.hands.write(nimal.page.get_by_label("Name of this device"), "the office computer")
    nimal.hands.press(nimal.button("Make a passkey"))
    expect(nimal.page.get_by_role("heading", level=1)).to_have_text("Your codes on paper")
    nimal.hands.press(nimal.link("I have them on paper"))
    expect(nimal.page.get_by_role("main")).to_contain_text("the office computer")
    nimal.look("passkeys")
    _leave(nimal)

    nimal.look("sign-in")
    nimal.hands.press(nimal.button("Sign in with a passkey"))
    expect(nimal.page).to_have_url(re.compile(r":\d+/$"))
    nimal.go("/account/")
    expect(nimal.page.get_by_role("main")).to_contain_text("with a passkey")
    _leave(nimal)

    _come_in(nimal, "caseworker.lk@example.org")
    assert nimal.heading() == "Second step"
    nimal.look()
    nimal.hands.press(nimal.button("Use your passkey"))
    expect(nimal.page).to_have_url(re.compile(r":\d+/$"))


def test_without_a_passkey_or_without_script_the_page_says_what_to_do(visitor: Send, by_name: Send) -> None:
    nobody = by_name()
    _with_virtual_key(nobody)
    nobody.go("/sign-in/")
    nobody.button("Sign in with a passkey").click()
    expect(nobody.page.get_by_role("alert")).to_contain_text("No passkey was used")

    plain = visitor(width=360, height=740, has_script=False)
    plain.go("/sign-in/")
    plain.hands.press(plain.button("Sign in with a passkey"))
    expect(plain.page.get_by_role("main")).to_contain_text("Use your password instead")
    plain.look()


def test_a_session_is_ended_from_another_device(visitor: Send) -> None:
    office, phone = visitor(), visitor(width=360, height=740)
    office.sign_in("caseworker.gm@example.org")
    phone.sign_in("caseworker.gm@example.org")
    office.go("/account/")
    office.look()
    office.hands.press(office.button("Sign out everywhere else"))
    expect(office.page.get_by_role("status")).to_contain_text("Everywhere else you are signed out")
    phone.go("/account/")
    expect(phone.page).to_have_url(re.compile("/sign-in/"))


@pytest.mark.parametrize(
    ("email", "language"),
    [
        pytest.param("caseworker.pk@example.org", "ur", id="urdu"),
        pytest.param("caseworker.sn@example.org", "fr", id="french"),
    ],
)
def test_the_account_speaks_the_language_of_its_owner(visitor: Send, email: str, language: str) -> None:
    owner = visitor(width=360, height=740)
    owner.sign_in(email, language=language)
    for path in ("/account/", "/account/second-step/", "/account/second-step/app/", "/account/password/"):
        owner.go(path)
        owner.look(f"{path.strip('/').replace('/', '-')}-{language}")
