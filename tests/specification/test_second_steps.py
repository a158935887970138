"""Worked examples of second steps: what may be given up, when one must be set up, which code counts.

Source: NIST SP 800-63B-4, 2.2 and 3.1.4 (a one-time code is accepted once); RFC 6238, 5.2 (one step of delay).
"""

from datetime import UTC, datetime, timedelta

import pytest

from sankofa.accounts.rules.browsers import Browser, recognised
from sankofa.accounts.rules.proofs import (
    LINK_LASTS,
    Means,
    counts,
    may_remove_app,
    may_remove_passkey,
    may_use_step,
    must_enrol,
)

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("has_password", "has_app", "passkeys", "is_asked", "key_may_go", "app_may_go"),
    [
        pytest.param(True, False, 1, False, True, False, id="a-passkey-beside-a-password"),
        pytest.param(False, False, 1, False, False, False, id="the-last-means"),
        pytest.param(False, True, 1, False, False, True, id="a-code-alone-opens-nothing"),
        pytest.param(True, False, 1, True, False, False, id="the-last-second-step-that-is-asked-for"),
        pytest.param(True, True, 1, True, True, True, id="two-second-steps"),
        pytest.param(True, True, 0, True, False, False, id="only-the-application-and-asked-for"),
        pytest.param(True, True, 0, False, False, True, id="only-the-application-of-ones-own-will"),
        pytest.param(False, False, 2, True, True, False, id="two-passkeys"),
        pytest.param(True, False, 0, False, False, False, id="nothing-to-remove"),
    ],
)
def test_the_last_means_stays(
    has_password: bool, has_app: bool, passkeys: int, is_asked: bool, key_may_go: bool, app_may_go: bool
) -> None:
    means = Means(has_password, has_app, passkeys)
    assert may_remove_passkey(means, is_asked=is_asked) is key_may_go
    assert may_remove_app(means, is_asked=is_asked) is app_may_go


@pytest.mark.parametrize(
    ("is_asked", "has_second_step", "days_since_first", "must"),
    [
        pytest.param(True, False, 0, False, id="the-first-day"),
        pytest.param(True, False, 6, False, id="within-seven-days"),
        pytest.param(True, False, 7, True, id="after-seven-days"),
        pytest.param(True, True, 30, False, id="has-one"),
        pytest.param(False, False, 30, False, id="nobody-asks"),
        pytest.param(True, False, None, False, id="never-signed-in"),
        pytest.param(True, False, -365, True, id="a-clock-put-back-gives-no-new-days"),
    ],
)
def test_seven_days_of_grace_run_from_the_first_sign_in(
    is_asked: bool, has_second_step: bool, days_since_first: int | None, must: bool
) -> None:
    first_at = None if days_since_first is None else AT - timedelta(days=days_since_first)
    assert must_enrol(is_asked=is_asked, has_second_step=has_second_step, first_at=first_at, at=AT) is must


@pytest.mark.parametrize(
    ("step", "last_used", "now", "may"),
    [
        pytest.param(100, None, 100, True, id="the-code-of-now"),
        pytest.param(99, None, 100, True, id="the-one-before"),
        pytest.param(101, None, 100, True, id="the-next-one"),
        pytest.param(98, None, 100, False, id="two-steps-ago"),
        pytest.param(102, None, 100, False, id="two-steps-ahead"),
        pytest.param(100, 100, 100, False, id="used-already"),
        pytest.param(99, 100, 100, False, id="older-than-the-used-one"),
        pytest.param(101, 100, 100, True, id="newer-than-the-used-one"),
        pytest.param(100, 1_051_300, 100, True, id="a-clock-put-back-does-not-lock"),
    ],
)
def test_a_code_counts_once_and_around_its_half_minute(step: int, last_used: int | None, now: int, may: bool) -> None:
    assert may_use_step(step, last_used=last_used, now=now) is may


@pytest.mark.parametrize(
    ("age", "good"),
    [
        pytest.param(timedelta(0), True, id="just-sent"),
        pytest.param(timedelta(minutes=59), True, id="within-the-hour"),
        pytest.param(timedelta(hours=1), False, id="after-an-hour"),
        pytest.param(timedelta(days=-365), False, id="from-a-year-ahead"),
    ],
)
def test_a_link_lasts_an_hour_and_none_comes_from_the_future(age: timedelta, good: bool) -> None:
    assert counts(AT - age, LINK_LASTS, at=AT) is good


@pytest.mark.parametrize(
    ("said", "browser", "system"),
    [
        pytest.param(
            "Mozilla/5.0 (Linux; Android 10; SM-A105F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile "
            "Safari/537.36",
            "Chrome",
            "Android",
            id="chrome-on-android",
        ),
        pytest.param(
            "Mozilla/5.0 (Linux; Android 9; SAMSUNG SM-J400F) AppleWebKit/537.36 (KHTML, like Gecko) "
            "SamsungBrowser/16.0 Chrome/92.0.4515.166 Mobile Safari/537.36",
            "Samsung Internet",
            "Android",
            id="samsung",
        ),
        pytest.param(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 "
            "Safari/537.36 Edg/120.0",
            "Edge",
            "Windows",
            id="edge-claims-to-be-chrome",
        ),
        pytest.param(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/17.0 Mobile/15E148 Safari/604.1",
            "Safari",
            "iPhone",
            id="safari-on-iphone",
        ),
        pytest.param("curl/8.0", None, None, id="not-recognised-stays-unknown"),
        pytest.param("", None, None, id="nothing-said"),
    ],
)
def test_a_device_is_named_as_its_browser_names_it(said: str, browser: str | None, system: str | None) -> None:
    assert recognised(said) == Browser(browser, system)
