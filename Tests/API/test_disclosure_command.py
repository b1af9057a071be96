"""The command line's side of disclosure requests, beside a running server."""

from __future__ import annotations

import json
import subprocess

import pytest

from server import BINARY, Server


class Parties:
    """An account that masked a certificate, and one that holds the copy."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.masker, self.holder = server.account("Vendor"), server.account("Holder")
        retained = server.send(
            "POST", f"/{server.visit()}", {"match_lead": {"email": "jane@example.com"}, "retain": {}}, self.masker["api_key"])
        self.masked = json.loads(retained[2])["retain"]["results"]["masked_cert_url"].rsplit("/", 1)[-1]

    def run(self, party: dict, *words: str) -> str:
        return self.server.command("disclosure", *words, "--account", party["account_id"])

    def refusal(self, party: dict, *words: str) -> str:
        done = subprocess.run(
            [BINARY, "disclosure", *words, "--account", party["account_id"], "--data", self.server.data],
            capture_output=True, text=True)
        assert done.returncode != 0 and done.stdout == ""
        return done.stderr

    def ask(self, *words: str) -> dict:
        return json.loads(self.run(self.holder, "ask", self.masked, "--json", *words))


@pytest.fixture
def parties(server: Server) -> Parties:
    return Parties(server)


def test_a_request_is_made_found_and_answered(parties: Parties) -> None:
    request = parties.ask("--message", "An audit", "--show-name")
    assert (request["status"], request["side"], request["message"]) == ("open", "sent", "An audit")
    assert request["id"] in parties.run(parties.holder, "list", "--side", "sent")
    assert parties.run(parties.holder, "list") == ""

    received = parties.run(parties.masker, "list")
    assert request["id"] in received and "An audit" in received and "Holder" in received
    answer = parties.run(parties.masker, "answer", request["id"], "--fact", "domain", "--fact", "title")
    assert "domain: quotes.example" in answer and "title: Quotes" in answer

    shown = json.loads(parties.run(parties.holder, "show", request["id"], "--json"))
    assert shown["disclosed_facts"] == {"domain": "quotes.example", "title": "Quotes"}
    assert shown["vendor_name"] is None


def test_an_answer_may_be_the_certificate_or_a_refusal(parties: Parties) -> None:
    refused = parties.run(parties.masker, "answer", parties.ask()["id"], "--refuse", "Not ours to tell", "--show-name")
    assert "refused" in refused and "Not ours to tell" in refused
    disclosed = json.loads(parties.run(parties.masker, "answer", parties.ask()["id"], "--certificate", "--json"))
    assert disclosed["disclosed_certificate_url"].rsplit("/", 1)[-1] != parties.masked


def test_what_cannot_be_done_is_said_and_changes_nothing(parties: Parties) -> None:
    request = parties.ask()["id"]
    assert "has asked already" in parties.refusal(parties.holder, "ask", parties.masked)
    assert "expected 40 hex digits" in parties.refusal(parties.holder, "ask", "abc")
    assert "no certificate" in parties.refusal(parties.holder, "ask", "0" * 40)
    assert "exactly one of" in parties.refusal(parties.masker, "answer", request)
    assert "exactly one of" in parties.refusal(parties.masker, "answer", request, "--certificate", "--refuse", "no")
    assert "needs a reason" in parties.refusal(parties.masker, "answer", request, "--refuse", " ")
    assert "no such disclosure request" in parties.refusal(parties.holder, "answer", request, "--certificate")
    assert "no such disclosure request" in parties.refusal(parties.masker, "show", "dis_none")
    assert json.loads(parties.run(parties.masker, "show", request, "--json"))["status"] == "open"
