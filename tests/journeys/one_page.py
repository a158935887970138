"""A form on one page: begin it for somebody, choose answers by their words, and answer whatever is still open."""

from playwright.sync_api import Locator, Page

from tests.journeys import talk
from tests.journeys.visitor import Visitor

ROUNDS_MAX = 20


def field(page: Page, name: str) -> Locator:
    """Return the field of a question."""
    return page.locator(f"[data-asked={name}]")


def choose(page: Page, name: str, choice: str) -> None:
    """Choose an answer by the words on it."""
    field(page, name).get_by_text(choice, exact=True).click()


def choose_form(visitor: Visitor, form: str) -> None:
    """Choose a form on the page of a person."""
    visitor.page.locator("main details.menu summary").first.click()
    visitor.hands.press(visitor.link("Fill a form"))
    visitor.look()
    visitor.hands.press(visitor.link(form))


def opened(visitor: Visitor) -> None:
    """Wait until the form is there, and would be there without a line."""
    visitor.page.wait_for_selector("html[data-form-open]", state="attached")
    visitor.page.wait_for_selector("html[data-forms-kept]", state="attached")


def answer_the_rest(page: Page) -> None:
    """Answer whatever is still open, with the first answer there is, until nothing more is asked."""
    for _ in range(ROUNDS_MAX):
        done = page.locator("[data-questions] .field:visible").evaluate_all("""fields => {
            let did = 0;
            for (const one of fields) {
                const typed = one.querySelector("input[type=text], input[type=date], textarea");
                const listed = one.querySelector("select");
                const boxes = [...one.querySelectorAll("input[type=radio], input[type=checkbox]")];
                if (typed && !typed.value) {
                    typed.value = typed.type === "date" ? "2025-03-01" : typed.inputMode ? "12" : "Words";
                    typed.dispatchEvent(new Event("input"));
                } else if (listed && !listed.value) {
                    listed.selectedIndex = 1;
                    listed.dispatchEvent(new Event("change"));
                } else if (boxes.length && !boxes.some(box => box.checked)) {
                    boxes[0].click();
                } else continue;
                did += 1;
            }
            return did;
        }""")
        if not done:
            return
    raise AssertionError("the form does not come to an end")


def begin(visitor: Visitor, form: str, *, place: int = 0) -> None:
    """Open a form for one of the newest in the register."""
    person = talk.newest(visitor, place)
    talk.find(visitor, person)
    choose_form(visitor, form)
    one_page = visitor.link("All questions on one page")
    if one_page.count():
        visitor.hands.press(one_page)
    opened(visitor)
