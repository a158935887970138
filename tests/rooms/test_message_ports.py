"""The ports of mail and SMS, held against real servers on this machine."""

import json
import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from sankofa.messages.mail_port import NotAMailServer, Smtp
from sankofa.messages.ports import Letter, TryLater, WillNotTake
from sankofa.messages.sms_port import Gateway, NotAGateway

LETTER = Letter(key="0190", to="reader@example.org", title="Une réponse", text="Bonjour, voilà\nhttp://x/y\n")
SMS = Letter(key="0191", to="+8801712345678", title="", text="Mina: call")


class MailServer(socketserver.ThreadingTCPServer):
    """As much of a mail server as a mail needs; answers to the address of the reader as it is told to."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.answer = "250 ok"
        super().__init__(("127.0.0.1", 0), _Talk)


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            match line.split(":")[0].split(" ")[0].upper():
                case "RCPT":
                    self.say(self.server.answer)
                case "DATA":
                    self.say("354 go on")
                    lines = []
                    while (part := self.rfile.readline()) != b".\r\n":
                        lines.append(part)
                    self.server.taken.append(b"".join(lines))
                    self.say("250 taken")
                case "QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("250 ok")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def smtp(server: MailServer) -> Smtp:
    return Smtp.at(f"smtp+plain://127.0.0.1:{server.server_address[1]}", sender="Sankofa <sankofa@example.org>")


def test_a_mail_arrives_whole_and_under_one_key_however_often_it_is_sent(mail_server: MailServer) -> None:
    port = smtp(mail_server)
    assert port.send(LETTER) == port.send(LETTER) == "<0190@example.org>"
    first, second = (message_from_bytes(taken) for taken in mail_server.taken)
    assert first["Message-ID"] == second["Message-ID"] == "<0190@example.org>"
    assert first["To"] == "reader@example.org"
    assert first["Auto-Submitted"] == "auto-generated"
    body = first.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.decode().replace("\r\n", "\n").strip() == LETTER.text.strip()


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        pytest.param("550 nobody here", WillNotTake, id="for-ever"),
        pytest.param("451 come back later", TryLater, id="for-now"),
    ],
)
def test_an_address_that_is_refused(mail_server: MailServer, answer: str, raised: type[Exception]) -> None:
    mail_server.answer = answer
    with pytest.raises(raised) as refused:
        smtp(mail_server).send(LETTER)
    assert "reader" not in str(refused.value)


def test_a_mail_server_that_is_away_is_tried_later() -> None:
    with pytest.raises(TryLater, match="no_connection"):
        Smtp.at("smtp+plain://127.0.0.1:9", sender="sankofa@example.org").send(LETTER)


@pytest.mark.parametrize(
    "address", ["mail.example.org", "http://mail.example.org", "smtp+plain://mail.example.org", "smtp://"]
)
def test_a_setting_that_names_no_safe_mail_server_is_refused(address: str) -> None:
    with pytest.raises(NotAMailServer):
        Smtp.at(address, sender="sankofa@example.org")


def test_a_mail_server_speaks_tls_unless_it_is_this_machine() -> None:
    found = Smtp.at("smtp://user:p%40ss@mail.example.org", sender="sankofa@example.org")
    assert (found.tls, found.port, found.password) == ("starttls", 587, "p@ss")
    assert Smtp.at("smtps://mail.example.org", sender="a@b.example").port == 465
    with pytest.raises(NotAMailServer):
        Smtp.at("smtps://mail.example.org", sender="nobody")


class Sms:
    """A gateway on this machine, which sends once however often it is asked under one id."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answers: list[int] = []
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                said = json.loads(self.rfile.read(int(self.headers["content-length"])))
                told = {**said, "key": self.headers["authorization"], "once": self.headers["idempotency-key"]}
                is_known = any(one["once"] == told["once"] for one in gateway.asked)
                status = gateway.answers.pop(0) if gateway.answers else 409 if is_known else 202
                if status == 202:
                    gateway.asked.append(told)
                body = b'{"id": "theirs-7"}' if status == 202 else b""
                self.send_response(status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = Gateway(f"http://127.0.0.1:{self.server.server_port}/send", "s3cret", "12345")


@pytest.fixture
def sms() -> Iterator[Sms]:
    made = Sms()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def test_an_sms_is_handed_over_once_however_often_it_is_tried(sms: Sms) -> None:
    assert sms.port.send(SMS) == "theirs-7"
    assert sms.port.send(SMS) == "taken before"
    assert sms.asked == [
        {"id": "0191", "to": SMS.to, "from": "12345", "text": SMS.text, "key": "Bearer s3cret", "once": "0191"}
    ]
    assert "s3cret" not in repr(sms.port)


@pytest.mark.parametrize(
    ("status", "raised"),
    [
        pytest.param(500, TryLater, id="broken"),
        pytest.param(429, TryLater, id="too-many"),
        pytest.param(401, TryLater, id="our-key-is-wrong-until-somebody-mends-it"),
        pytest.param(302, TryLater, id="sent-elsewhere-is-not-followed"),
        pytest.param(400, WillNotTake, id="this-number-never"),
    ],
)
def test_a_gateway_that_does_not_take_it(sms: Sms, status: int, raised: type[Exception]) -> None:
    sms.answers = [status]
    with pytest.raises(raised, match=f"answer_{status}"):
        sms.port.send(SMS)


def test_a_gateway_that_is_away_is_tried_later() -> None:
    with pytest.raises(TryLater, match="no_connection"):
        Gateway("http://127.0.0.1:9/", "k").send(SMS)


def test_a_gateway_elsewhere_is_reached_by_https_alone() -> None:
    with pytest.raises(NotAGateway):
        Gateway("http://gateway.example/", "k")


def test_a_gateway_that_asks_for_no_key_is_shown_none(sms: Sms) -> None:
    assert Gateway(sms.port.address, "").send(SMS) == "theirs-7"
    assert sms.asked[0]["key"] is None
