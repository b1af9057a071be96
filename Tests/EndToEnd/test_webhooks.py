"""Webhooks to receivers that are there, verified by somebody else's library."""

from __future__ import annotations

import json
import ssl
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Iterator

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "API"))

from server import Server  # noqa: E402
from world import wait_until  # noqa: E402


class Receiver:
    """Keeps what is posted to it, and answers with `status`."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.messages: list[tuple[dict, bytes]] = []
        self.status = 204
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.messages.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(receiver.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("signet"), "--webhook-networks", "127.0.0.0/8")
    yield server
    server.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def account(server: Server) -> dict:
    return json.loads(server.command("account", "create", "Buyer", "--json"))


def retain(server: Server, account: dict) -> str:
    certificate = server.visit()
    asked = {"match_lead": {"email": "jane@example.com"}, "retain": {"vendor": "Leads Ltd", "reference": "münchen"}}
    assert server.send("POST", f"/{certificate}", asked, account["api_key"])[0] == 200
    return certificate


def add(server: Server, account: dict, url: str) -> dict:
    status, _, text = server.send("POST", "/v1/webhooks", {"url": url}, account["api_key"])
    assert status == 201
    return json.loads(text)


def deliveries(server: Server, account: dict, webhook: dict) -> list[dict]:
    return json.loads(server.send("GET", f"/v1/webhooks/{webhook['id']}/deliveries", key=account["api_key"])[2])["deliveries"]


def test_what_is_sent_is_verified_by_the_specification_s_own_library(server: Server, receiver: Receiver, account: dict) -> None:
    webhook = add(server, account, f"http://127.0.0.1:{receiver.port}/signet")
    certificate = retain(server, account)
    wait_until(lambda: receiver.messages)
    headers, body = receiver.messages[0]
    message = Webhook(webhook["secret"]).verify(body, headers)
    assert message["type"] == "retention.created"
    assert message["data"]["certificate_id"] == certificate
    assert message["data"]["reference"] == "münchen"
    listed = json.loads(server.send("GET", "/v1/retentions", key=account["api_key"])[2])["retentions"]
    assert message["data"] == listed[0]
    with pytest.raises(WebhookVerificationError):
        Webhook(webhook["secret"]).verify(body + b" ", headers)


def test_both_secrets_verify_after_a_rotation(server: Server, receiver: Receiver, account: dict) -> None:
    webhook = add(server, account, f"http://localhost:{receiver.port}/")
    path = f"/v1/webhooks/{webhook['id']}"
    rotated = json.loads(server.send("POST", path + "/rotate-secret", key=account["api_key"])[2])
    assert rotated["secret"] != webhook["secret"]
    assert server.send("POST", path + "/test", key=account["api_key"])[0] == 202
    wait_until(lambda: receiver.messages)
    headers, body = receiver.messages[0]
    for secret in (webhook["secret"], rotated["secret"]):
        assert Webhook(secret).verify(body, headers)["type"] == "webhook.test"


def test_the_command_line_adds_lists_replays_and_removes(server: Server, receiver: Receiver, account: dict) -> None:
    owner = ("--account", account["account_id"])
    config = server.data.parent / "settings.json"
    config.write_text(json.dumps({"webhook-networks": ["127.0.0.0/8"]}))
    added = json.loads(
        server.command("webhook", "add", f"http://127.0.0.1:{receiver.port}/", "--events", "retention.created", *owner, "--config",
                       str(config), "--json"))
    assert json.loads(server.command("webhook", "list", *owner, "--json"))["webhooks"][0]["events"] == ["retention.created"]
    receiver.status = 500
    retain(server, account)
    wait_until(lambda: receiver.messages)
    sent = lambda: json.loads(server.command("webhook", "deliveries", added["id"], *owner, "--json"))["deliveries"][0]  # noqa: E731
    wait_until(lambda: sent()["last_status"] == 500)
    assert sent()["state"] == "pending"
    receiver.status = 204
    server.command("webhook", "replay", added["id"], sent()["id"], *owner)
    wait_until(lambda: sent()["state"] == "delivered")
    assert {body for _, body in receiver.messages} == {receiver.messages[0][1]}
    server.command("webhook", "remove", added["id"], *owner)
    assert json.loads(server.command("webhook", "list", *owner, "--json")) == {"webhooks": []}


def test_what_was_not_delivered_when_the_server_was_killed_is_sent_by_the_next(tmp_path: Path, receiver: Receiver) -> None:
    first = Server(tmp_path, "--webhook-networks", "127.0.0.0/8")
    account = json.loads(first.command("account", "create", "Buyer", "--json"))
    webhook = add(first, account, f"http://127.0.0.1:{receiver.port}/")
    receiver.status = 500
    certificate = retain(first, account)
    wait_until(lambda: receiver.messages)
    first.process.kill()
    first.process.wait(20)
    receiver.messages.clear()
    receiver.status = 204
    second = Server(tmp_path, "--webhook-networks", "127.0.0.0/8")
    try:
        # The dead server's lease runs out first.
        wait_until(lambda: receiver.messages, 60)
        headers, body = receiver.messages[0]
        assert Webhook(webhook["secret"]).verify(body, headers)["data"]["certificate_id"] == certificate
    finally:
        second.close()


def test_where_no_server_runs_the_command_line_delivers(tmp_path: Path, receiver: Receiver) -> None:
    server = Server(tmp_path, "--webhook-networks", "127.0.0.0/8")
    account = json.loads(server.command("account", "create", "Buyer", "--json"))
    webhook = add(server, account, f"http://127.0.0.1:{receiver.port}/")
    retain(server, account)
    wait_until(lambda: deliveries(server, account, webhook)[0]["state"] == "delivered")
    sent = deliveries(server, account, webhook)[0]
    server.close()
    server.command("webhook", "replay", webhook["id"], sent["id"], "--account", account["account_id"])
    config = tmp_path / "settings.json"
    config.write_text(json.dumps({"webhook-networks": ["127.0.0.0/8"]}))
    assert json.loads(server.command("job", "deliver", "--json", "--config", str(config))) == {"messages": 1}
    assert [headers["webhook-id"] for headers, _ in receiver.messages] == [sent["id"]] * 2


def test_a_certificate_that_nobody_vouches_for_is_refused(server: Server, account: dict, tmp_path: Path) -> None:
    files = (tmp_path / "key.pem", tmp_path / "cert.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", files[0], "-out", files[1], "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files[1], files[0])
    names: list[str] = []
    context.sni_callback = lambda _, name, __: names.append(name)
    receiver = Receiver(context)
    webhook = add(server, account, f"https://localhost:{receiver.port}/")
    server.send("POST", f"/v1/webhooks/{webhook['id']}/test", key=account["api_key"])
    wait_until(lambda: deliveries(server, account, webhook)[0]["last_error"])
    assert names == ["localhost"]
    assert receiver.messages == []
    assert deliveries(server, account, webhook)[0]["last_error"].startswith("the TLS handshake failed")
    receiver.close()


@pytest.mark.parametrize(
    "url", ["http://localhost:1/", "https://127.0.0.1/", "https://[::ffff:169.254.169.254]/", "https://2130706433/", "https://0x7f.1/"])
def test_without_the_operator_s_leave_nothing_goes_to_the_machine_itself(tmp_path_factory, url: str) -> None:
    server = Server(tmp_path_factory.mktemp("closed"))
    try:
        assert server.send("POST", "/v1/webhooks", {"url": url}, server.key)[0] == 400
        webhook = add(server, {"api_key": server.key}, "https://localhost:1/")
        server.send("POST", f"/v1/webhooks/{webhook['id']}/test", key=server.key)
        sent = lambda: deliveries(server, {"api_key": server.key}, webhook)[0]  # noqa: E731
        wait_until(lambda: sent()["last_error"])
        assert sent()["last_error"] == "the host's address is not one of the public internet"
    finally:
        server.close()
