"""Every documented answer of the certificate API, in its three versions, is provoked and compared with its schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from document import Document
from server import Server
from test_answers import World

PREFIX = "/{certificate}"
JSON = {"Content-Type": "application/json"}
VIEW = {"Accept": "application/json"}
INSIGHTS = {"insights": {"properties": ["age_seconds", "ip", "page_url"], "scans": {"required": ["I agree"]}}}
MATCH = {"match_lead": {"email": "jane@example.com"}}
# A certificate past its window takes a clock that can be set: ClaimAPITests have one.
TIME = 410


class Asker(World):
    """A server and a visit; questions go to the certificate, or to where they say."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.document = Document(server.send("GET", "/openapi.json")[2])
        self.seen = set()
        self.account = server.account("Asker")
        self.key = self.account["api_key"]
        self.names = {"certificate": server.visit()}


@pytest.fixture(scope="module")
def asker(server: Server) -> Asker:
    return Asker(server)


def test_every_answer_is_as_documented(asker: Asker, tmp_path: Path) -> None:
    server = asker.server
    versions = {"/{certificate}": ("4.0", "3.0", "2.0"), "/{certificate}/": ("3.0",), "/{certificate}/peek": ("2.0",)}
    unable = server.account("Unable")
    server.command("account", "set", unable["account_id"], "--operations", "verify")
    disabled = server.account("Disabled")
    server.command("account", "disable", disabled["account_id"])
    once = server.account("Once")
    server.command("account", "set", once["account_id"], "--retention-limit", "1")
    sandbox = server.visit(sandbox=True)

    for path in versions:
        for version in versions[path]:
            body = {**MATCH, **INSIGHTS} if version == "4.0" else {"email": "jane@example.com", "required_scan_terms": ["I agree"]}
            send = lambda **more: asker.ask("POST", path, **{"body": body, **more}, headers={"Api-Version": version, **JSON})  # noqa: B023, E731
            send()
            send(key=None)
            send(key=disabled["api_key"])
            send(key=unable["api_key"])
            send(body="{")
            send(body=" " * (260 << 10))
            send(certificate="0" * 40)
            if path == PREFIX:
                kept = {**body, "retain": {}} if version == "4.0" else body
                send(body=kept, certificate=sandbox)
                for _ in range(2):
                    send(body=kept, key=once["api_key"])
    for path in ("/{certificate}", "/{certificate}/"):
        asker.ask("GET", path, key=once["api_key"], headers=VIEW)
        asker.ask("GET", path, key=None)
        asker.ask("GET", path, key="signet_wrong", headers=VIEW)
        asker.ask("GET", path, key=disabled["api_key"], headers=VIEW)
        asker.ask("GET", path, headers=VIEW)
        asker.ask("GET", path, headers={"Api-Version": "9.0", **VIEW})
        asker.ask("GET", path, headers=VIEW, certificate="0" * 40)
    for key in (asker.key, None, disabled["api_key"]):
        asker.ask("GET", "/{certificate}/validate", key=key)
    limited(asker, tmp_path)

    documented = {each for each in asker.document.answers(PREFIX) if each[2] != TIME}
    assert sorted(documented - asker.seen) == []


def limited(asker: Asker, tmp_path: Path) -> None:
    """Too many requests of one key, of every operation."""
    server = Server(tmp_path, rate_limits="on")
    free, asker.server = asker.server, server
    try:
        with server.busy():
            for method, path, status in asker.document.answers(PREFIX):
                while status == 429 and (method, path, status) not in asker.seen:
                    headers = VIEW if method == "GET" else {"Api-Version": "4.0" if path == PREFIX else "3.0", **JSON}
                    asker.ask(method, path, None if method == "GET" else json.dumps(INSIGHTS), server.key, headers)
    finally:
        asker.server = free
        server.close()
