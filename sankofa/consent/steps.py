"""What the pages of asking show, and what a page notes: questions, the text that is read, the look at all answers."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, gettext, ngettext

from sankofa.consent import asking, portrait, queries
from sankofa.consent.asking import Asking, Topic
from sankofa.consent.forms import language_words
from sankofa.consent.hooks import Subject
from sankofa.consent.labels import COMPANIES, FIELDS, GUARDIANS, HOWS, WITNESSES
from sankofa.consent.models import Consent, Sitting
from sankofa.consent.rules import texts, validity, withdrawal
from sankofa.consent.rules.terms import Purpose, State
from sankofa.kernel.finding import Weight
from sankofa.shell import words

AUTHORITIES = frozenset({Purpose.MINISTRY, Purpose.EMBASSY, Purpose.RETURNING_COUNTRY})


def read_in(own: str) -> str:
    """Return the language to read in where there is a text in the person's own; else empty, to be chosen."""
    return own if own in texts.LANGUAGES else ""


def missing_language(own: str) -> dict[str, str] | None:
    """Return what the page says where there is no text in the person's language: never silently another."""
    if not own or own in texts.LANGUAGES:
        return None
    return {
        "kind": "care",
        "title": gettext("There is no text in %(language)s yet") % {"language": language_words(own)},
        "text": gettext(
            "Choose another language and name the interpreter who says it in %(language)s. "
            "The sheet will say in which language it was read."
        )
        % {"language": language_words(own)},
    }


def topics_question(held: Asking, *, error: str) -> dict[str, Any]:
    """Return the question what to ask about; what a first talk needs is ticked."""
    chosen = held.content.get("topics")
    return {
        "name": "topics",
        "text": gettext("What do you ask about today?"),
        "hint": gettext("Each can be refused by itself. Ask about a partner only when there is one to go to."),
        "kind": "many",
        "error": error,
        "choices": [
            {
                "value": topic.key,
                "label": portrait.purpose_words(topic.purpose, topic.partner_name),
                "checked": texts.terms()[topic.purpose].is_offered if chosen is None else topic.key in chosen,
            }
            for topic in held.offered()
        ],
    }


def read_question(held: Asking, topic: Topic, *, error: str) -> dict[str, Any]:
    """Return the question whether the person has said it back."""
    noted = held.answer(topic).get("back", "")
    name = held.subject.name
    return _question(
        held,
        topic,
        gettext("Has %(name)s said it back in their own words?") % {"name": name},
        [
            (asking.YES, gettext("Yes, in their own words"), ""),
            (asking.NOT_YET, gettext("Not yet: I read it once more"), ""),
            (asking.NO, gettext("%(name)s says no already") % {"name": name}, gettext("A no needs nothing more.")),
        ],
        noted,
        error,
    )


def fields_question(held: Asking, topic: Topic, *, error: str) -> dict[str, Any]:
    """Return the question what the partner may be told; nothing is ticked beforehand."""
    allowed = texts.terms()[topic.purpose].fields
    noted = held.answer(topic).get("fields", [])
    asked = _question(
        held,
        topic,
        gettext("What may %(partner)s be told?") % {"partner": topic.partner_name},
        [(code, str(label), "") for code, label in FIELDS if code in allowed],
        "",
        error,
    )
    choices = [{**choice, "checked": choice["value"] in noted} for choice in asked["choices"]]
    return {**asked, "kind": "many", "choices": choices, "hint": gettext("Tick only what the partner needs.")}


def answer_question(held: Asking, topic: Topic, *, error: str) -> dict[str, Any]:
    """Return the question itself: does the person agree?"""
    title = portrait.purpose_words(topic.purpose, topic.partner_name)
    asked = _question(
        held,
        topic,
        gettext("Does %(name)s agree?") % {"name": held.subject.name},
        [(asking.YES, gettext("Yes"), ""), (asking.NO, gettext("No"), gettext("Nothing changes in the help."))],
        held.answer(topic).get("said", ""),
        error,
    )
    later = {"value": asking.LATER, "label": gettext("Not decided today: leave it open"), "hint": ""}
    checked = held.answer(topic).get("said") == asking.LATER
    return {**asked, "hint": title, "apart": [{**later, "checked": checked}]}


def keep_topic(held: Asking, kind: str, topic: Topic, said: Sequence[str]) -> str:
    """Keep what a page about a topic noted; return what is wrong with it, or nothing."""
    match kind, list(said):
        case "read", [asking.YES | asking.NOT_YET as back]:
            # A no that was noted here is taken back with it; one that was given on the next page stays.
            was_no = held.answer(topic).get("back") == asking.NO
            held.note_answer(topic, back=back, **({"said": ""} if was_no else {}))
        case "read", [asking.NO]:
            held.note_answer(topic, back=asking.NO, said=asking.NO)
        case "answer", [asking.YES | asking.NO | asking.LATER as answer]:
            held.note_answer(topic, said=answer)
        case "fields", codes:
            chosen = [code for code in codes if code in texts.terms()[topic.purpose].fields]
            if not chosen:
                return gettext("Tick what the partner may be told.")
            held.note_answer(topic, fields=chosen)
        case _:
            return gettext("Please choose an answer.")
    return ""


def can_be_read(held: Asking, topic: Topic) -> bool:
    """Whether there is a text for this in the language that was chosen; another is never taken by itself."""
    return texts.has_text(topic.purpose, texts.terms()[topic.purpose].version, held.get("language"))


def text_shown(held: Asking, topic: Topic) -> dict[str, Any]:
    """Return the text that is read aloud, in exactly the language that was chosen."""
    language = held.get("language")
    text = texts.text(topic.purpose, texts.terms()[topic.purpose].version, language)
    first = held.topics()[0]
    says_police = held.subject.was_forced and (topic == first or topic.purpose in AUTHORITIES)
    return {
        "title": text.title,
        "partner": topic.partner_name,
        "opening": text.after_forced_return if says_police else "",
        "paragraphs": text.paragraphs,
        "language": language,
        "direction": portrait.direction(language),
        "is_reviewed": text.is_reviewed,
        "interpreter": held.get("interpreter"),
    }


def concerns(held: Asking, *, on: date) -> list[str]:
    """Return what speaks for care although it may be recorded."""
    if not any(said.answer == "given" for said in held.answers()):
        return []
    found = validity.findings(held.sitting(), on=on)
    return [portrait.say(one) for one in found if one.weight in {Weight.CONCERN, Weight.NOTE}]


def page_of(held: Asking, code: str) -> str:
    """Return the page on which a finding is put right."""
    if code in {"language_missing", "own_language_unknown", "interpreter_missing"}:
        return asking.BEFORE
    if code in {"witness_missing", "witness_not_independent"}:
        return asking.HOW
    if code == "not_repeated_back":
        agreed = (topic for topic in held.topics() if held.answer(topic).get("said") == asking.YES)
        late = (topic for topic in agreed if held.answer(topic).get("back") != asking.YES)
        return next((f"read-{topic.key}" for topic in late), asking.TOPICS)
    return asking.DECIDING


def check_sections(held: Asking, address: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return all that was noted, for the look before it counts; `address` says where a page's answers are changed."""

    def row(label: str, value: str, step: str) -> dict[str, str]:
        return {"label": label, "value": value, "change_url": address(step)}

    asked = [
        row(gettext("Own language"), held.get("speaks") and language_words(held.get("speaks")), asking.BEFORE),
        row(gettext("Read in"), held.get("language") and language_words(held.get("language")), asking.BEFORE),
        row(gettext("Interpreter"), held.get("interpreter"), asking.BEFORE),
        row(gettext("Who is present?"), str(dict(COMPANIES)[held.get("company")]), asking.BEFORE),
        row(gettext("Who decides"), _decides(held), asking.DECIDING),
    ]
    said = {asking.YES: gettext("yes"), asking.NO: gettext("no"), asking.LATER: gettext("left open")}
    answers = []
    for topic in held.topics():
        noted = held.answer(topic)
        value = said.get(noted.get("said", ""), "")
        if noted.get("said") == asking.YES and noted.get("fields"):
            value = f"{value} · {portrait.fields_words(noted['fields'])}"
        label = portrait.purpose_words(topic.purpose, topic.partner_name)
        answers.append(row(label, value, f"read-{topic.key}"))
    how = str(dict(HOWS)[held.get("how")]) if held.get("how") else ""
    given = [row(gettext("How"), how, asking.HOW), row(gettext("Witness"), held.get("witness"), asking.HOW)]
    return [
        {"title": gettext("How it was asked"), "rows": asked},
        {"title": gettext("The answers"), "rows": answers},
        {"title": gettext("How the answers were given"), "rows": given},
    ]


def answer_rows(answers: Iterable[Consent]) -> list[dict[str, str]]:
    """Return the answers of one occasion."""
    rows = []
    for one in answers:
        value = portrait.answer_words(one.answer)
        if one.expires_on is not None:
            value = gettext("%(answer)s, until %(day)s") % {"answer": value, "day": words.day(one.expires_on)}
        if one.partner is not None and one.fields:
            value = f"{value} · {portrait.fields_words(one.fields)}"
        partner = "" if one.partner is None else one.partner.name
        rows.append({"label": portrait.purpose_words(one.purpose, partner), "value": value})
    return rows


def circumstances(held: Sitting) -> list[dict[str, str | None]]:
    """Return how it was asked, as far as it was written down."""
    told = [
        (gettext("Asked by"), "" if held.asked_by is None else held.asked_by.name),
        (gettext("Read in"), language_words(held.language) if held.language else ""),
        (gettext("Interpreter"), held.interpreter),
        (gettext("Who is present?"), "" if held.company == "unknown" else str(dict(COMPANIES)[held.company])),
        (gettext("How"), str(dict(HOWS)[held.how]) if held.language else ""),
        (gettext("Witness"), _witness(held)),
        (
            gettext("Parent or guardian"),
            "" if held.guardian_is == "unknown" else held.guardian or str(dict(GUARDIANS)[held.guardian_is]),
        ),
        (gettext("Child-protection officer"), held.officer),
        (gettext("Why this is best for the child"), held.best_interests),
        (gettext("Who helps the person to decide"), held.supporter),
        (gettext("How the person was helped"), held.support_note),
        (gettext("Look at this again by"), None if held.review_on is None else words.day(held.review_on)),
        (gettext("What the person said"), held.said),
    ]
    return [{"label": label, "value": value} for label, value in told if value]


def afterwards(held: Sitting) -> list[str]:
    """Return what happens after answers were recorded."""
    yeses = [one for one in held.consents.all() if one.answer == "given"]
    then = []
    if held.how != "spoken" and yeses and not held.evidence.all():
        then.append(gettext("Add the picture of the signature or mark, or the voice note."))
    if yeses:
        then.append(gettext("Print the sheet and read it with the person. It may stay at the office."))
    soonest = min((one.expires_on for one in yeses if one.expires_on), default=None)
    if soonest is not None:
        then.append(gettext("The first yes runs out on %(day)s. Ask again before.") % {"day": words.day(soonest)})
    then.append(gettext("A yes can be taken back on any day. The help goes on as before."))
    return then


def effects(purposes: Sequence[Purpose]) -> dict[str, list[str]]:
    """Return what taking back stops at once, and what stays lawful and why."""
    found = withdrawal.findings(purposes)
    return {
        "stops": [portrait.say(one) for one in found if one.weight is Weight.PREREQUISITE],
        "stays": [portrait.say(one) for one in found if one.weight is Weight.NOTE],
    }


def handovers(subject: Subject) -> dict[str, Any]:
    """Return what was given to whom, for the person to know."""
    entries = [
        {
            "title": "" if one.partner is None else one.partner.name,
            "at": words.moment(one.at),
            "datetime": one.at.isoformat(),
            "note": portrait.fields_words(one.fields),
        }
        for one in queries.handovers(subject.id)
    ]
    return {"title": gettext("What was given to partners"), "entries": entries}


def timeline(subject: Subject) -> dict[str, Any]:
    """Return when the person was asked or took something back, newest first."""
    entries = []
    for held in queries.sittings(subject.id):
        answers = list(held.consents.all())
        is_withdrawal = any(one.answer == "withdrawn" for one in answers)
        yeses = sum(one.answer == "given" for one in answers)
        told = ngettext("%(count)s question, %(yes)s yes", "%(count)s questions, %(yes)s yes", len(answers))
        note = ", ".join(portrait.purpose_words(one.purpose) for one in answers) if is_withdrawal else ""
        entries.append(
            {
                "title": gettext("Consent taken back") if is_withdrawal else gettext("Asked for consent"),
                "url": reverse("consent:sitting", args=[held.pk]),
                "by": "" if held.asked_by is None else held.asked_by.name,
                "at": words.moment(held.at),
                "datetime": held.at.isoformat(),
                "note": note or told % {"count": len(answers), "yes": yeses},
                "kind": "care" if is_withdrawal else "",
            }
        )
    return {"title": gettext("What happened"), "entries": entries}


def sheets(subject: Subject, *, on: date, with_partners: bool) -> list[dict[str, Any]]:
    """Return the person's sheet: what they agreed to now, in the words and the language that were read to them.

    Partners are named only where that was asked for: a name on a sheet can tell what somebody would rather not.
    """
    by_id = {one.pk: one for held in queries.sittings(subject.id) for one in held.consents.all()}
    found: dict[str, dict[str, Any]] = {}
    for row in queries.rows(subject, on=on):
        if row.standing.state is not State.GIVEN or row.standing.consent is None:
            continue
        kept = by_id[row.standing.consent.id]
        text = texts.text(row.purpose, kept.version, kept.language)
        part = found.setdefault(
            kept.language,
            {
                "language": kept.language,
                "direction": portrait.direction(kept.language),
                "read_in": _read_in_words(kept),
                "if_no": text.if_no,
                "parts": [],
            },
        )
        part["parts"].append(
            {
                "title": text.title,
                "partner": row.partner_name if with_partners else "",
                "paragraphs": (text.what, text.who),
                "until_words": _until_words(kept),
            }
        )
    return list(found.values())


def refusal_words(problem: str) -> str:
    """Return why a file cannot be kept as evidence."""
    return {
        "empty": gettext("The file is empty. Choose it again."),
        "too_big": gettext("The file is too big. Take a smaller picture or a shorter recording."),
        "not_known": gettext("This is neither a picture nor a recording that we know. Take a photo in JPEG."),
        "broken": gettext("The picture cannot be opened. Take it again."),
    }[problem]


def _until_words(kept: Consent) -> str:
    """Return until when a yes holds, in the language of the sheet where the pages speak it."""
    with translation.override(_spoken(kept.language)):
        return gettext("Yes, until %(day)s") % {"day": words.day(kept.expires_on) if kept.expires_on else ""}


def _read_in_words(kept: Consent) -> str:
    """Return in which language the sheet was read, and by whose mouth, in words that the office reads too."""
    told = gettext("Read aloud in this language: %(language)s.") % {"language": language_words(kept.language)}
    if not kept.sitting.interpreter:
        return told
    interpreter = gettext("Interpreter: %(name)s.") % {"name": kept.sitting.interpreter}
    return f"{told} {interpreter}"


def _spoken(language: str) -> str:
    known = {code for code, _ in settings.LANGUAGES}
    return language if language in known else get_language() or "en"


def _question(
    held: Asking, topic: Topic, text: str, choices: Sequence[tuple[str, str, str]], noted: str, error: str
) -> dict[str, Any]:
    topics = held.topics()
    return {
        "name": "answer",
        "number": topics.index(topic) + 1,
        "total": len(topics),
        "section": portrait.purpose_words(topic.purpose, topic.partner_name),
        "text": text,
        "kind": "one",
        "error": error,
        "choices": [
            {"value": value, "label": label, "hint": hint, "checked": value == noted} for value, label, hint in choices
        ],
    }


def _decides(held: Asking) -> str:
    if validity.capacity_of(held.subject.age).counts_as_child:
        guardian = held.get("guardian") or str(dict(GUARDIANS).get(held.get("guardian_is"), ""))
        child = {"given": gettext("the child agrees"), "refused": gettext("the child does not agree")}
        return ", ".join(part for part in (guardian, child.get(held.get("assent"), "")) if part)
    if held.get("needs_support") == asking.YES:
        return gettext("the person, with the help of %(name)s") % {"name": held.get("supporter")}
    return gettext("the person alone")


def _witness(held: Sitting) -> str:
    return f"{held.witness} · {dict(WITNESSES)[held.witness_kind]}" if held.witness else ""
