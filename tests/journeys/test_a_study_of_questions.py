"""An officer asks for a study of the questions, sees how far it is, and reads what stands in its way."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]


@pytest.mark.parametrize(
    ("language", "width"),
    [pytest.param("en", 1280, id="english-wide"), pytest.param("ur", 360, id="urdu-on-a-phone")],
)
def test_a_study_is_asked_for_and_waits_with_a_bar(visitor: Send, language: str, width: int) -> None:
    kamal = visitor(width=width, height=800)
    kamal.sign_in("me.officer@example.org")
    kamal.page.context.add_cookies([{"name": "django_language", "value": language, "url": kamal.product.url}])
    kamal.language = language
    kamal.go("/schemes/")
    kamal.hands.press(kamal.link("Study the questions"))
    kamal.look("studies" if language == "en" else "studies-urdu")
    kamal.hands.press(kamal.button("Ask for a study"))
    kamal.look()
    main = kamal.page.get_by_role("main")
    if kamal.page.locator("progress").count():
        expect(main).to_contain_text(kamal.words("Working the study out"))
    else:
        expect(main).to_contain_text(kamal.words("A study of this office is being worked out already."))
