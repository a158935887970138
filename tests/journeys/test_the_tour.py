"""The five-minute tour as `docs/tour.md` prints it, press by press, and its main pages in French and Urdu.

Tarek Sobhan is told "not yet"; Shahida Parvez is introduced to a lender, which says yes.  Other journeys may have
gone on with both before: the tour begins where it finds them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.journeys.introducing import LENDER, OFFERED, agree, send
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
NOT_YET, FITS = "Tarek Sobhan", "Shahida Parvez"
SAID_NOT_YET = "Not yet. First do these steps, one by one."
SAID_FITS = f"Nothing here speaks against asking {LENDER}"
GRANT = "Give a grant, never to be paid back"


def press(somebody: Visitor, english: str) -> None:
    """Press the link or the button with these words, then look at what comes."""
    link = somebody.link(english)
    somebody.hands.press(link.first if link.count() else somebody.button(english))
    somebody.look()


def case_of(somebody: Visitor, who: str = "") -> None:
    """Open a case from the list of one's own: somebody's, or the first."""
    somebody.hands.press(somebody.page.get_by_role("navigation").get_by_role("link", name=somebody.words("My cases")))
    expect(somebody.page.get_by_role("heading", level=1)).to_have_text(somebody.words("My cases"))
    somebody.look()
    somebody.hands.press(somebody.page.locator("main ul.tasks a").filter(has_text=who).first)
    if who:
        expect(somebody.page.get_by_role("main")).to_contain_text(who)


def looked_at(somebody: Visitor, said: str) -> None:
    """Open, from the card on the page of a case, the look at a loan that came to this."""
    somebody.hands.press(somebody.part("A loan?").get_by_role("link", name=somebody.words("Open"), exact=True))
    somebody.look()
    looks = somebody.page.get_by_role("main").locator("a[href*='/loan-checks/']")
    addresses = [str(one.get_attribute("href")) for one in looks.all()]
    for address in addresses:
        somebody.hands.press(somebody.page.locator(f"main a[href='{address}']"))
        if somebody.page.locator("main .notice", has_text=said).count():
            return
        somebody.page.go_back()
    raise AssertionError(f"nothing was looked at that came to: {said}")


def a_morning(shirin: Visitor) -> None:
    """Her day, and the page of a case."""
    page = shirin.page
    expect(page.get_by_role("heading", name="What to do now")).to_be_visible()
    expect(page.get_by_role("heading", name="Waits for you")).to_be_visible()
    shirin.look()
    case_of(shirin)
    for heading in ("What there is to do", "Plan", "What happened", "How reintegration goes", "Help that fits"):
        expect(page.get_by_role("heading", name=heading, exact=True, level=2)).to_be_visible()
    page.get_by_text("Why this?").click()
    shirin.look("tour-case")
    kinds = page.locator("#what-happened .kinds")
    shirin.hands.press(kinds.get_by_role("link", name="The case", exact=True))
    expect(kinds.locator("a[aria-current]")).to_have_text("The case")
    shirin.look()


def not_yet(shirin: Visitor) -> None:
    """What comes first for Tarek Sobhan, and the paper he takes along."""
    page = shirin.page
    case_of(shirin, NOT_YET)
    shirin.look()
    looked_at(shirin, SAID_NOT_YET)
    expect(page.get_by_role("heading", level=1)).to_have_text("What came of it")
    for heading in ("First these, in this order", "Always beside it"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    shirin.look("tour-not-yet")
    press(shirin, "Next steps on paper")
    expect(page.get_by_role("heading", level=1)).to_have_text("My next steps")
    expect(page.get_by_text("loan", exact=False)).to_have_count(0)
    expect(page.get_by_text(NOT_YET)).to_have_count(0)


def introduced(shirin: Visitor) -> str:
    """What fits Shahida Parvez, what she agrees to and what is sent; return the address of her introduction."""
    page = shirin.page
    shirin.go("/")
    case_of(shirin, FITS)
    shirin.look()
    looked_at(shirin, SAID_FITS)
    shirin.look()
    press(shirin, "Introduce to a lender")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Introduce to {LENDER}")
    if shirin.link("Ask for consent").count():
        agree(shirin, FITS, look=True)
        shirin.look()
        press(shirin, "Go on")
    return send(shirin, pictures=("", "tour-check"))


def answered(tanvir: Visitor) -> None:
    """The lender's side: what was sent and nothing else, and a yes with its terms."""
    page, hands = tanvir.page, tanvir.hands
    tanvir.look()
    press(tanvir, "Sent to you")
    hands.press(page.get_by_role("main").get_by_role("rowheader").get_by_role("link").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text(FITS)
    tanvir.look("tour-lender")
    press(tanvir, "Give your answer")
    page.get_by_label("Yes, as asked").check()
    hands.write(page.get_by_label("How much is offered?"), "12000")
    hands.write(page.get_by_label("For how many months is it offered?"), "12")
    hands.write(page.get_by_label("What else is said of the terms?"), "Come on Monday with your brother.")
    tanvir.look()
    press(tanvir, "Give this answer")
    for address in ("/people/", "/cases/", "/record/", "/tables/", "/debts/figures/"):
        tanvir.go(address)
        expect(page.get_by_role("heading", level=1)).to_have_text("This is not possible")


def decided(shirin: Visitor, introduction: str) -> None:
    """The answer on her page, read aloud, and what she decides."""
    page = shirin.page
    case_of(shirin, FITS)
    card = shirin.part("Introductions to lenders")
    expect(card).to_contain_text("The lender says yes")
    shirin.hands.press(card.get_by_role("link", name=OFFERED, exact=True).first)
    expect(page).to_have_url(shirin.product.url + introduction)
    expect(page.get_by_role("main")).to_contain_text("Come on Monday with your brother.")
    shirin.look()
    press(shirin, "Note the decision")
    page.get_by_label("Yes, they take it").check()
    press(shirin, "Note the decision")
    expect(page.get_by_text("Taken by the person").first).to_be_visible()


def of_two(rahim: Visitor) -> None:
    """A grant that waits for two, none of whom proposed it."""
    page = rahim.page
    rahim.look()
    press(rahim, "More")
    rahim.hands.press(rahim.way("To approve"))
    rahim.look()
    press(rahim, GRANT)
    main = page.get_by_role("main")
    expect(main).to_contain_text("Grant, never to be paid back")
    expect(main).to_contain_text("Approve: 2 more")
    press(rahim, "Approve")
    expect(main).to_contain_text("Approve: 1 more")


def counted(kamal: Visitor) -> None:
    """Figures of many people: how reintegration goes, and what is owed."""
    kamal.look()
    for english in ("Tables and figures", "Debts in figures"):
        press(kamal, "More")
        kamal.hands.press(kamal.way(english))
        expect(kamal.page.get_by_role("heading", level=1)).to_have_text(english)
        kamal.look()


def test_the_tour_from_a_morning_to_not_yet_to_a_yes_of_a_lender_and_to_what_is_counted(visitor: Send) -> None:
    shirin = visitor()
    shirin.sign_in("caseworker@example.org")
    a_morning(shirin)
    not_yet(shirin)
    introduction = introduced(shirin)
    tanvir, rahim, kamal = visitor(), visitor(), visitor()
    tanvir.sign_in("lender.officer@example.org")
    answered(tanvir)
    shirin.go("/")
    decided(shirin, introduction)
    rahim.sign_in("supervisor@example.org")
    of_two(rahim)
    kamal.sign_in("me.officer@example.org")
    counted(kamal)


@contextmanager
def speaking(somebody: Visitor, language: str) -> Iterator[None]:
    """Speak a language for a while.

    What somebody chose is kept with them, and others sign in with the same name after this: at the end it is English.
    """
    _choose(somebody, language)
    try:
        yield
    finally:
        somebody.go("/")
        _choose(somebody, "en")


def _choose(somebody: Visitor, language: str) -> None:
    page = somebody.page
    page.locator("header details.menu summary").click()
    page.locator("header select[name=language]").select_option(language)
    page.locator("header form.language button").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    somebody.language = language


@pytest.mark.parametrize(("language", "width"), [("fr", 1280), ("ur", 360)], ids=["french", "urdu-on-a-phone"])
def test_the_main_pages_of_the_tour_in_other_languages(visitor: Send, language: str, width: int) -> None:
    shirin, tanvir = visitor(width=width, height=740), visitor(width=width, height=740)
    shirin.sign_in("caseworker@example.org")
    with speaking(shirin, language):
        shirin.look()
        case_of(shirin, NOT_YET)
        shirin.look()
        shirin.hands.press(shirin.part("A loan?").get_by_role("link", name=shirin.words("Open"), exact=True))
        shirin.look()
        shirin.hands.press(shirin.page.locator("main a[href*='/loan-checks/']").last)
        expect(shirin.page.get_by_role("heading", level=1)).to_have_text(shirin.words("What came of it"))
        shirin.look()
        question = "SELECT id FROM credit_referral WHERE state IN ('offered', 'taken') ORDER BY id LIMIT 1"
        shirin.go(f"/referrals/{shirin.product.key(question)}/")
        expect(shirin.page.get_by_role("heading", level=1)).to_have_text(LENDER)
        shirin.look()
    tanvir.sign_in("lender.officer@example.org")
    with speaking(tanvir, language):
        press(tanvir, "Sent to you")
        tanvir.hands.press(tanvir.page.get_by_role("main").get_by_role("rowheader").get_by_role("link").last)
        expect(tanvir.page.get_by_role("heading", level=1)).to_be_visible()
        tanvir.look()
