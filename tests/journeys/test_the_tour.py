"""The five-minute tour as `docs/tour.md` prints it, press by press, whole in English, French and Urdu.

Tarek Sobhan is told "not yet"; Shahida Parvez is introduced to a lender, which says yes.  Other journeys may have
gone on with both before: the tour begins where it finds them.  At the end of each walk she takes her consent back
while the lender reads, and the grant is proposed anew, so that the next walk is asked all of it again.  What is
pressed and read goes by its English words, through the translations.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from playwright.sync_api import expect

from sankofa.kernel import wording
from sankofa.kernel.finding import Finding, Weight
from tests.journeys.introducing import LENDER, OFFERED, agree, send
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
NOT_YET, FITS = "Tarek Sobhan", "Shahida Parvez"
SAID_BY_THE_LENDER = "Come on Monday with your brother."
GRANT = "Give a grant, never to be paid back"
WIDE, NARROW = (1280, 800), (360, 740)


def press(somebody: Visitor, english: str, /, **facts: object) -> None:
    """Press the link or the button with these words, then look at what comes."""
    link = somebody.link(english, **facts)
    somebody.hands.press(link.first if link.count() else somebody.button(english, **facts))
    somebody.look()


def has_title(somebody: Visitor, english: str, /, **facts: object) -> None:
    """See that the page bears this title, in the language of whoever reads it."""
    said = re.sub("<[^>]+>", "", somebody.words(english, **facts))
    expect(somebody.page.get_by_role("heading", level=1)).to_have_text(said)


def verdict(somebody: Visitor, code: str) -> str:
    """Return what was found, as whoever reads it is told."""
    return wording.text(Finding(code, Weight.NOTE, "the tour", lender=LENDER), somebody.language, "sankofa.credit")


def case_of(somebody: Visitor, who: str = "") -> None:
    """Open a case from the list of one's own: somebody's, or the first."""
    somebody.hands.press(somebody.page.get_by_role("navigation").get_by_role("link", name=somebody.words("My cases")))
    has_title(somebody, "My cases")
    somebody.look()
    somebody.hands.press(somebody.page.locator("main ul.tasks a").filter(has_text=who).first)
    if who:
        expect(somebody.page.get_by_role("main")).to_contain_text(who)


def looked_at(somebody: Visitor, code: str) -> None:
    """Open, from the card on the page of a case, the look at a loan that came to this."""
    somebody.hands.press(somebody.part("A loan?").get_by_role("link", name=somebody.words("Open"), exact=True))
    somebody.look()
    looks = somebody.page.get_by_role("main").locator("a[href*='/loan-checks/']")
    addresses = [str(one.get_attribute("href")) for one in looks.all()]
    for address in addresses:
        somebody.hands.press(somebody.page.locator(f"main a[href='{address}']"))
        if somebody.page.locator("main .notice", has_text=verdict(somebody, code)).count():
            return
        somebody.page.go_back()
    raise AssertionError(f"nothing was looked at that came to: {code}")


def a_morning(shirin: Visitor) -> None:
    """Her day, and the page of a case."""
    page = shirin.page
    for heading in ("What to do now", "Waits for you"):
        expect(page.get_by_role("heading", name=shirin.words(heading))).to_be_visible()
    shirin.look()
    case_of(shirin)
    for heading in ("What there is to do", "Plan", "What happened", "How reintegration goes", "Help that fits"):
        expect(page.get_by_role("heading", name=shirin.words(heading), exact=True, level=2)).to_be_visible()
    page.get_by_text(shirin.words("Why this?")).click()
    shirin.look("tour-case")
    kinds = page.locator("#what-happened .kinds")
    shirin.hands.press(kinds.get_by_role("link", name=shirin.words("The case"), exact=True))
    expect(kinds.locator("a[aria-current]")).to_have_text(shirin.words("The case"))
    shirin.look()


def not_yet(shirin: Visitor) -> None:
    """What comes first for Tarek Sobhan, and the paper he takes along."""
    page = shirin.page
    case_of(shirin, NOT_YET)
    shirin.look()
    looked_at(shirin, "verdict.not_yet")
    has_title(shirin, "What came of it")
    for heading in ("First these, in this order", "Always beside it"):
        expect(page.get_by_role("heading", name=shirin.words(heading))).to_be_visible()
    shirin.look("tour-not-yet")
    press(shirin, "Next steps on paper")
    # The paper is in his language, or in that of whoever prints it.
    has_title(shirin, "My next steps")
    for word in ("loan", "prêt", "قرض", NOT_YET):
        expect(page.get_by_text(word, exact=False)).to_have_count(0)


def introduced(shirin: Visitor) -> str:
    """What fits Shahida Parvez, what she agrees to and what is sent; return the address of her introduction."""
    shirin.go("/")
    case_of(shirin, FITS)
    shirin.look()
    looked_at(shirin, "verdict.suitable")
    shirin.look()
    press(shirin, "Introduce to a lender")
    has_title(shirin, "Introduce to <bdi>%(lender)s</bdi>", lender=LENDER)
    agree(shirin, FITS, look=True)
    shirin.look()
    press(shirin, "Go on")
    return send(shirin, pictures=("", "tour-check"))


def answered(tanvir: Visitor) -> str:
    """The lender's side: what was sent and nothing else, and a yes with its terms; return the address of it."""
    page, hands = tanvir.page, tanvir.hands
    tanvir.look()
    press(tanvir, "Sent to you")
    hands.press(page.get_by_role("main").get_by_role("rowheader").get_by_role("link").first)
    packet = page.url.removeprefix(tanvir.product.url)
    expect(page.get_by_role("heading", level=1)).to_contain_text(FITS)
    tanvir.look("tour-lender")
    press(tanvir, "Give your answer")
    page.get_by_label(tanvir.words("Yes, as asked")).check()
    hands.write(page.get_by_label(tanvir.words("How much is offered?")), "12000")
    hands.write(page.get_by_label(tanvir.words("For how many months is it offered?")), "12")
    hands.write(page.get_by_label(tanvir.words("What else is said of the terms?")), SAID_BY_THE_LENDER)
    tanvir.look()
    press(tanvir, "Give this answer")
    for address in ("/people/", "/cases/", "/record/", "/tables/", "/debts/figures/"):
        tanvir.go(address)
        has_title(tanvir, "This is not possible")
    return packet


def decided(shirin: Visitor, introduction: str) -> None:
    """The answer on her page, read aloud, and what she decides."""
    page = shirin.page
    case_of(shirin, FITS)
    card = shirin.part("Introductions to lenders")
    expect(card).to_contain_text(shirin.words("The lender says yes"))
    shirin.hands.press(card.get_by_role("link", name=OFFERED).first)
    expect(page).to_have_url(shirin.product.url + introduction)
    expect(page.get_by_role("main")).to_contain_text(SAID_BY_THE_LENDER)
    shirin.look()
    press(shirin, "Note the decision")
    page.get_by_label(shirin.words("Yes, they take it")).check()
    press(shirin, "Note the decision")
    expect(page.get_by_text(shirin.words("Taken by the person")).first).to_be_visible()


def taken_back(shirin: Visitor, tanvir: Visitor, packet: str) -> None:
    """She takes her consent back while the page of the lender is open: it shows nothing of her any more."""
    tanvir.go(packet)
    expect(tanvir.page.get_by_role("main")).to_contain_text(FITS)
    case_of(shirin, FITS)
    press(shirin, "Consent")
    press(shirin, "Take something back")
    shirin.hands.tick(shirin.page.locator("input[name=topics][value^='credit_referral.']"))
    press(shirin, "Take it back now")
    tanvir.page.reload()
    expect(tanvir.page.get_by_role("main")).to_contain_text(tanvir.words("What was sent is no longer shown."))
    expect(tanvir.page.get_by_role("main")).not_to_contain_text(FITS)
    tanvir.look()


def of_two(rahim: Visitor) -> None:
    """A grant that waits for two, none of whom proposed it."""
    page = rahim.page
    rahim.look()
    press(rahim, "More")
    rahim.hands.press(rahim.way("To approve"))
    rahim.look()
    press(rahim, GRANT)
    main = page.get_by_role("main")
    expect(main).to_contain_text(rahim.words("Grant, never to be paid back"))
    expect(main).to_contain_text(more(rahim, 2))
    press(rahim, "Approve")
    expect(main).to_contain_text(more(rahim, 1))


def more(somebody: Visitor, count: int) -> str:
    """Return how it is said that so many have to approve yet."""
    return somebody.words("%(step)s: %(count)s more", step=somebody.words("Approve"), count=count)


def counted(kamal: Visitor) -> None:
    """Figures of many people: how reintegration goes, and what is owed."""
    kamal.look()
    for english in ("Tables and figures", "Debts in figures"):
        press(kamal, "More")
        kamal.hands.press(kamal.way(english))
        has_title(kamal, english)
        kamal.look()


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


def proposed_anew(shirin: Visitor) -> None:
    """Take back the proposal that one of two has approved, and propose the grant again from the page of the case."""
    main = shirin.page.get_by_role("main")
    press(shirin, "More")
    shirin.hands.press(shirin.way("To approve"))
    press(shirin, "What I proposed")
    shirin.hands.press(
        main.get_by_role("row").filter(has_text=shirin.words("Waiting for a decision")).get_by_role("link").first
    )
    about = main.locator("p.lead").inner_text()
    press(shirin, "Take it back")
    again(shirin, about)


def again(shirin: Visitor, about: str) -> None:
    """Find somebody by the case number, and propose from the page of the case what their plan promises."""
    main = shirin.page.get_by_role("main")
    shirin.hands.write(shirin.page.get_by_role("searchbox").first, about)
    with shirin.page.expect_navigation():
        shirin.page.keyboard.press("Enter")
    shirin.hands.press(main.get_by_role("listitem").filter(has_text=about).get_by_role("link").first)
    press(shirin, "Open the page of the case")
    shirin.hands.press(main.get_by_role("link", name="Money for the first goods"))
    press(shirin, "Propose it")
    expect(main).to_contain_text(shirin.words("Nobody has approved it yet. It takes two colleagues."))


def walk(visitor: Send, language: str, size: tuple[int, int]) -> None:
    """Walk the tour from its first line to its last, in a language, before a screen of this size."""
    width, height = size
    with ExitStack() as spoken:

        def come(email: str) -> Visitor:
            somebody = visitor(width=width, height=height, also=NARROW if size == WIDE else WIDE)
            if language != "en":
                somebody.pictures = None  # the pictures of the tour are of its English words
            somebody.sign_in(email)
            spoken.enter_context(speaking(somebody, language))
            return somebody

        shirin = come("caseworker@example.org")
        a_morning(shirin)
        not_yet(shirin)
        introduction = introduced(shirin)
        tanvir = come("lender.officer@example.org")
        packet = answered(tanvir)
        shirin.go("/")
        decided(shirin, introduction)
        of_two(come("supervisor@example.org"))
        counted(come("me.officer@example.org"))
        taken_back(shirin, tanvir, packet)
        proposed_anew(shirin)


@pytest.mark.parametrize(
    ("language", "size"),
    [
        pytest.param("en", WIDE, id="english"),
        pytest.param("en", NARROW, id="english-on-a-phone"),
        pytest.param("fr", WIDE, id="french"),
        pytest.param("fr", NARROW, id="french-on-a-phone"),
        pytest.param("ur", WIDE, id="urdu"),
        pytest.param("ur", NARROW, id="urdu-on-a-phone"),
    ],
)
def test_the_tour_from_a_morning_to_not_yet_to_a_yes_of_a_lender_and_to_what_is_counted(
    visitor: Send, language: str, size: tuple[int, int]
) -> None:
    walk(visitor, language, size)
