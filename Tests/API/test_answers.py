"""Every documented answer of the routes under `/v1` that take a key is provoked, and compared with its schema."""

from __future__ import annotations

import json
import time
from typing import Iterator

import pytest
from document import Answer, Document
from server import Server

BODIES = {
    ("PATCH", "/v1/account"): {"masking": True},
    ("POST", "/v1/consent-languages"): {"text": "I agree to be called"},
    ("PATCH", "/v1/consent-languages/{language}"): {"status": "rejected"},
    ("POST", "/v1/retentions"): {"certificates": [{"certificate": "x", "retain": {}}]},
    ("POST", "/v1/certificates/meta"): {"form_id": "1", "created_time": 0, "disclaimer": "I agree."},
    ("POST", "/v1/domains"): {"domain": "new.example"},
    ("PATCH", "/v1/domains/{domain}"): {"includes_subdomains": False},
    ("PATCH", "/v1/connections/{connection}"): {"shares_ownership": True},
    ("POST", "/v1/connections/{connection}/accept"): {},
    ("POST", "/v1/certificates/{certificate}/disclosure-requests"): {"message": "Who was it?"},
    ("POST", "/v1/disclosure-requests/{request}/answer"): {"refuse": "No."},
    ("POST", "/v1/webhooks"): {"url": "https://new.example/"},
    ("PATCH", "/v1/webhooks/{webhook}"): {"description": "CRM"},
}
# Said only while a second request under the same key is at work, or once the evidence is gone between two steps.
RACES = {("POST", "/v1/retentions", 409), ("POST", "/v1/disclosure-requests/{request}/answer", 422)}


class World:
    """A server, three accounts and one of everything."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.document = Document(server.send("GET", "/openapi.json")[2])
        self.seen: set[Answer] = set()
        self.key = server.account("Vendor")["api_key"]
        self.buyer = server.account("Other buyer")
        disabled = server.account("Disabled")
        self.disabled = disabled["api_key"]
        server.command("account", "disable", disabled["account_id"])
        self.names: dict[str, str] = {}
        self.fill()

    def fill(self) -> None:
        """Makes what paths name."""
        certificate = self.server.visit()
        retained = self.server.send(
            "POST", f"/{certificate}", {"match_lead": {"email": "jane@example.com"}, "retain": {}}, self.key)
        self.masked = json.loads(retained[2])["retain"]["results"]["masked_cert_url"].rsplit("/", 1)[-1]
        self.names = {"certificate": certificate, "domain": "own.example"}
        self.ask("POST", "/v1/domains", {"domain": "own.example"})
        self.names["language"] = self.ask("POST", "/v1/consent-languages", {"text": "I want your letters"})["id"]
        invited = self.ask("POST", "/v1/connections", {"account": self.buyer["account_id"]})
        self.names["connection"] = invited["id"]
        self.names["webhook"] = self.ask("POST", "/v1/webhooks", {"url": "https://hooks.example/"})["id"]
        self.names["delivery"] = self.ask("POST", "/v1/webhooks/{webhook}/test")["id"]
        self.ask("POST", "/v1/certificates/{certificate}/shares")
        self.names["share"] = self.ask("GET", "/v1/certificates/{certificate}/shares")["shares"][0]["id"]
        self.names["request"] = self.request_disclosure()

    def request_disclosure(self) -> str:
        path = "/v1/certificates/{certificate}/disclosure-requests"
        return self.ask("POST", path, {}, key=self.buyer["api_key"], certificate=self.masked)["id"]

    def ask(self, method: str, path: str, body: object = None, key: str | None = "own", headers=None, **names) -> dict:
        """Sends a request, checks its answer against the document, and answers its JSON."""
        key = self.key if key == "own" else key
        filled = path.split("?")[0].format(**{**self.names, **names})
        query = path[path.index("?"):] if "?" in path else ""
        status, answered, text = self.server.send(method, filled + query, body, key, headers)
        answer = (method, path.split("?")[0], status)
        self.document.check(answer, answered.get("Content-Type") or answered.get("content-type"), text)
        self.seen.add(answer)
        return json.loads(text) if text.startswith("{") else {}


@pytest.fixture(scope="module")
def world(server: Server) -> World:
    return World(server)


def operations(world: World, status: int) -> Iterator[tuple[str, str]]:
    return ((method, path) for method, path, each in world.document.answers("/v1/") if each == status)


def test_every_answer_is_as_documented(world: World, tmp_path) -> None:
    for method, path in operations(world, 401):
        world.ask(method, path, BODIES.get((method, path)), key=None)
        world.ask(method, path, BODIES.get((method, path)), key=world.disabled)
    for method, path in operations(world, 404):
        unknown = {name: "0" * 40 if name == "certificate" else "none.example" for name in world.names}
        world.ask(method, path, BODIES.get((method, path)), **unknown)
    for method, path in operations(world, 400):
        json_type = {"Content-Type": "application/json"}
        if method == "GET":
            world.ask(method, path + "?limits=1")
        else:
            world.ask(method, path, "{", headers=json_type, **masked(world, path))
    for method, path in operations(world, 415):
        world.ask(method, path, "text", headers={"Content-Type": "text/plain"}, **masked(world, path))
    for method, path in operations(world, 413):
        # Little more than is taken, so that the answer comes before the connection breaks.
        huge = " " * ((4 << 20 if path == "/v1/retentions" else 256 << 10) + 4_096)
        world.ask(method, path, huge, headers={"Content-Type": "application/json"}, **masked(world, path))
    refusals(world)
    successes(world)
    limited(world, tmp_path)
    documented = set(world.document.answers("/v1/"))
    assert sorted(documented - world.seen - RACES) == []


def masked(world: World, path: str) -> dict[str, str]:
    """What may be asked about is a masked certificate; who may ask is anybody who holds it."""
    return {"certificate": world.masked} if path.endswith("disclosure-requests") else {}


def refusals(world: World) -> None:
    """What else is refused: 403, 409 and 422."""
    world.ask("POST", "/v1/domains", {"domain": "own.example"})
    world.ask("POST", "/v1/consent-languages", {"text": "I want your letters"})
    world.ask("POST", "/v1/connections", {"account": world.buyer["account_id"]})
    world.ask("POST", "/v1/connections", {"account": "acc_nobody"})
    world.ask("POST", "/v1/connections/{connection}/accept", {})
    ask = "/v1/certificates/{certificate}/disclosure-requests"
    world.ask("POST", ask, {}, key=world.buyer["api_key"], certificate=world.masked)
    world.ask("POST", ask, {}, certificate=world.masked)
    world.ask("POST", "/v1/disclosure-requests/{request}/answer", {"refuse": "No."})
    world.ask("POST", "/v1/disclosure-requests/{request}/answer", {"refuse": "No."})
    world.ask("POST", "/v1/certificates/meta", BODIES["POST", "/v1/certificates/meta"])
    bulk = BODIES["POST", "/v1/retentions"]
    once = {"Idempotency-Key": "once"}
    world.ask("POST", "/v1/retentions", bulk, headers=once)
    world.ask("POST", "/v1/retentions", {"certificates": [{"certificate": "y", "retain": {}}]}, headers=once)
    world.ask("PATCH", "/v1/webhooks/{webhook}", {"enabled": False})
    world.ask("POST", "/v1/webhooks/{webhook}/test")
    world.ask("POST", "/v1/webhooks/{webhook}/deliveries/{delivery}/replay")
    world.ask("PATCH", "/v1/webhooks/{webhook}", {"enabled": True})
    for _ in range(1_000):
        world.ask("POST", "/v1/certificates/{certificate}/shares")
    for number in range(10):
        world.ask("POST", "/v1/webhooks", {"url": f"https://hooks-{number}.example/"})
    for number in range(1_000):
        world.ask("POST", "/v1/consent-languages", {"text": f"I want letter {number}", "status": "unreviewed"})
    world.ask("PATCH", "/v1/consent-languages/{language}", {"status": "unreviewed"})


def successes(world: World) -> None:
    """What is granted; what deletes comes last."""
    disclosed = world.request_disclosure()
    world.ask("POST", "/v1/disclosure-requests/{request}/answer", {"disclose": ["domain"]}, request=disclosed)
    world.ask("POST", "/v1/connections/{connection}/accept", {}, key=world.buyer["api_key"])
    world.ask("GET", "/v1/certificates/{certificate}/original", certificate=world.masked)
    fresh = {**BODIES["POST", "/v1/certificates/meta"], "created_time": int(time.time())}
    world.ask("POST", "/v1/certificates/meta", fresh)
    world.ask("POST", "/v1/domains", {"domain": "other.example"})
    done = {(method, path) for method, path, status in world.seen if status < 300}
    rest = [each for each in operations(world, 401) if each not in done and each != ("POST", "/v1/connections")]
    for method, path in sorted(rest, key=lambda each: each[0] == "DELETE"):
        body = BODIES.get((method, path))
        world.ask(method, path, body)


def limited(world: World, tmp_path) -> None:
    """Too many requests of one key, of every operation."""
    server = Server(tmp_path, rate_limits="on")
    free, world.server, world.key = world.server, server, server.key
    try:
        with server.busy():
            for method, path in operations(world, 429):
                for _ in range(3_000):
                    world.ask(method, path, BODIES.get((method, path)), **dict.fromkeys(world.names, "0" * 40))
                    if (method, path, 429) in world.seen:
                        break
    finally:
        world.server = free
        server.close()
