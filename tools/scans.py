"""What no ready-made tool checks: the texts of the project's own files.

Each function returns problems as lines, `file:line: what is wrong`; none means all is well.
"""

import hashlib
import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINES_MAX = 1_000
_NOT_OURS = re.compile(r"\.min\.(js|css)$|/vendor/|LICEN[CS]E|/fonts/|package-lock\.json$")
_READABLE = {
    ".py",
    ".html",
    ".txt",
    ".md",
    ".toml",
    ".css",
    ".js",
    ".po",
    ".svg",
    ".yml",
    ".yaml",
    ".json",
    ".sh",
}
_BY_NAME = {"Makefile", "run", ".gitignore", ".importlinter", ".npmrc"}

_MACHINE_PATH = re.compile(r"(?<![\w.:/])/(?:work|home|root|Users)/\w")
_REGISTRY = re.compile(r"py(?:pi\.(?:org|python)|thonhosted\.)|npm(?:js\.(?:org|com))|yarnpkg\.com|crates\.io")
_NUMBERED = re.compile(r"\b(?:[Ii]ssue|[Tt]icket|[Pp]ull request|PR) #?\d+|\(#\d+\)")
_WORD = re.compile(r"[A-Za-z]+(?:-[a-z]+)*")
# Names of writing tools, which have no business in the project, as digests: written out, this file would hold them.
_TOOL_NAMES = frozenset(
    {
        "c857d09db23e",
        "c70eca6b0f88",
        "7d3194f79e64",
        "60965168ce76",
        "053ea4804ef1",
        "3ea125d0bff3",
        "94a168d2da57",
        "d298391b0743",
        "29447fab346b",
        "487b91042c7c",
        "de2187af3fb0",
        "57de4cf40144",
    }
)

_IN_TAG = {
    "a style attribute; the content policy drops it: use a class": re.compile(r"<[a-zA-Z][^>]*?\sstyle\s*=", re.S),
    "an event handler; the content policy drops it": re.compile(r"<[a-zA-Z][^>]*?\son[a-z]+\s*=", re.S),
    "hx-on needs unsafe-eval": re.compile(r"<[a-zA-Z][^>]*?\shx-on[:\s=-]", re.S),
    "a javascript: address": re.compile(r"javascript:", re.I),
    "a <style> element": re.compile(r"<style[\s>]", re.I),
    "a script without src": re.compile(
        r"<script(?![^>]*\ssrc\s*=)(?![^>]*type=\"application/json\")[^>]*>", re.I | re.S
    ),
    "something fetched from another host": re.compile(
        r"<(?:script|link|img|iframe|source|video|audio|use)\b[^>]*?\s(?:src|href|srcset)\s*=\s*[\"']?(?:https?:)?//",
        re.I | re.S,
    ),
}
_PHYSICAL = re.compile(
    r"(?<![\w-])(?:"
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-\w+)?"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|(?:left|right)"
    r")\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)
_DIGEST = re.compile(r"sha\d+[-:][\w+/=]+")
"""A digest of a lock file: its letters spell words by chance."""
_FROM_ELSEWHERE = re.compile(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//")


@cache
def tracked() -> tuple[Path, ...]:
    """Return the project's files: those that git knows or would take in."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return tuple(ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file())


def problems_of_texts() -> list[str]:
    """Find paths of a machine, hosts of package registries, numbers of tickets and names of writing tools."""
    found = []
    for file in _readable():
        for number, line in enumerate(_text(file).splitlines(), 1):
            for what in wrong_in_line(line):
                found.append(f"{_name(file)}:{number}: {what}")
    return found


def wrong_in_line(line: str) -> Iterator[str]:
    """Yield what a line should not say."""
    if _MACHINE_PATH.search(line):
        yield "a path of somebody's machine"
    if _REGISTRY.search(line):
        yield "a host of a package registry"
    if _NUMBERED.search(line):
        yield "the number of a ticket: say the reason itself"
    spoken = _DIGEST.sub("", line)
    if any(digest_of(word) in _TOOL_NAMES for word in _WORD.findall(spoken)):
        yield "the name of a tool that text was written with"


@cache
def digest_of(word: str) -> str:
    """Return the short digest under which a word is listed, whatever its capitals."""
    return hashlib.sha256(word.lower().encode()).hexdigest()[:12]


def problems_of_locks() -> list[str]:
    """Find hosts in lists of locked packages."""
    found = [
        f"{_name(file)}:{number}: names a host"
        for file in sorted((ROOT / "requirements").glob("*.txt"))
        for number, line in enumerate(_text(file).splitlines(), 1)
        if "://" in line or line.startswith(("--index", "-i ", "--extra-index", "--find-links"))
    ]
    lock = ROOT / "package-lock.json"
    if lock.exists() and '"resolved"' in _text(lock):
        found.append("package-lock.json: names hosts (omit-lockfile-registry-resolved=true in .npmrc keeps them out)")
    return found


def problems_of_templates() -> list[str]:
    """Find in templates what the content policy would drop or what would be fetched from elsewhere."""
    return [problem for file in _ours("sankofa", ".html") for problem in wrong_in_template(_text(file), _name(file))]


def wrong_in_template(text: str, name: str) -> Iterator[str]:
    """Yield what is wrong in the text of a template."""
    text = re.sub(r"\{#.*?#\}", "", text)
    for what, pattern in _IN_TAG.items():
        for hit in pattern.finditer(text):
            yield f"{name}:{text.count(chr(10), 0, hit.start()) + 1}: {what}"


def problems_of_styles() -> list[str]:
    """Find left and right in style sheets; inline-start and -end mirror by themselves."""
    return [problem for file in _ours("sankofa", ".css") for problem in wrong_in_styles(_text(file), _name(file))]


def wrong_in_styles(text: str, name: str) -> Iterator[str]:
    """Yield what is wrong in the text of a style sheet.  A line that says `physical:` gives its reason."""
    without_comments = re.sub(r"/\*(?!\s*physical:).*?\*/", lambda hit: "\n" * hit[0].count("\n"), text, flags=re.S)
    for number, line in enumerate(without_comments.splitlines(), 1):
        if _PHYSICAL.search(line) and "/* physical:" not in line:
            yield f"{name}:{number}: left or right: {line.strip()[:60]}"
        if _FROM_ELSEWHERE.search(line):
            yield f"{name}:{number}: something fetched from another host"


def problems_of_length() -> list[str]:
    """Find files of code that have become too long to hold in mind."""
    return [
        f"{_name(file)}: {count} lines; {LINES_MAX} at most"
        for file in _readable()
        if file.suffix in {".py", ".html", ".css", ".js"} and (count := _text(file).count("\n")) > LINES_MAX
    ]


def _readable() -> Iterable[Path]:
    return (
        file
        for file in tracked()
        if (file.suffix in _READABLE or file.name in _BY_NAME) and not _NOT_OURS.search(_name(file))
    )


def _ours(folder: str, suffix: str) -> Iterable[Path]:
    return (file for file in _readable() if file.suffix == suffix and file.is_relative_to(ROOT / folder))


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()
