"""Domains proved by real DNS messages, of a name server that the test runs."""

from __future__ import annotations

import json
import subprocess
from typing import Iterator

import pytest
from dnslib import CNAME, QTYPE, RCODE, RR, TXT
from dnslib.server import BaseResolver, DNSLogger, DNSServer
from world import BINARY, free_port


class Zone(BaseResolver):
    """Answers from a table; names that are not in it do not exist."""

    def __init__(self) -> None:
        self.records: dict[str, list] = {}

    def resolve(self, request, handler):
        reply = request.reply()
        name = str(request.q.qname)
        if name not in self.records:
            reply.header.rcode = RCODE.NXDOMAIN
        for data in self.records.get(name, []):
            reply.add_answer(RR(name, QTYPE.CNAME if isinstance(data, CNAME) else QTYPE.TXT, rdata=data, ttl=1))
            if isinstance(data, CNAME):
                for record in self.records[str(data.label)]:
                    reply.add_answer(RR(str(data.label), QTYPE.TXT, rdata=record, ttl=1))
        return reply


@pytest.fixture(scope="module")
def zone() -> Iterator[Zone]:
    zone = Zone()
    zone.port = free_port()
    servers = [
        DNSServer(zone, port=zone.port, address="127.0.0.1", tcp=tcp, logger=DNSLogger("-")) for tcp in (False, True)
    ]
    for server in servers:
        server.start_thread()
    yield zone
    for server in servers:
        server.stop()


class Account:
    """An account of a data directory that has no server."""

    def __init__(self, data) -> None:
        self.data = data
        self.id = json.loads(self.command("account", "create", "Publisher"))["account_id"]

    def command(self, *words: str) -> str:
        done = subprocess.run([BINARY, *words, "--json", "--data", self.data], capture_output=True, text=True, check=True)
        return done.stdout

    def domain(self, verb: str, name: str, *words: str) -> dict:
        return json.loads(self.command("domain", verb, name, "--account", self.id, *words))


@pytest.fixture
def account(tmp_path) -> Account:
    return Account(tmp_path / "data")


@pytest.mark.parametrize(
    "others",
    [
        [],
        [TXT("v=spf1 -all"), TXT([b"a" * 255, b"b" * 255])],
        # More than a datagram holds: the resolver asks again over TCP.
        [TXT([b"c" * 250] * 8) for _ in range(4)],
    ],
    ids=["alone", "among others", "over TCP"],
)
def test_a_domain_is_verified_by_its_record(account: Account, zone: Zone, others: list) -> None:
    name = "publisher.example"
    server = ("--dns-server", f"127.0.0.1:{zone.port}")
    zone.records.clear()
    added = account.domain("add", name)
    assert account.domain("check", name, *server)["finding"] == "domain_not_found"
    zone.records[f"{name}."] = list(others)
    assert account.domain("check", name, *server)["finding"] == "code_not_found"
    zone.records[f"{name}."] = [*others, TXT(added["txt_record"]["value"])]
    checked = account.domain("check", name, *server)
    assert (checked["status"], checked["finding"]) == ("verified", "code_found")


def test_an_alias_is_followed(account: Account, zone: Zone) -> None:
    added = account.domain("add", "alias.example")
    zone.records["alias.example."] = [CNAME("elsewhere.example.")]
    zone.records["elsewhere.example."] = [TXT(added["txt_record"]["value"])]
    server = ("--dns-server", f"127.0.0.1:{zone.port}")
    assert account.domain("check", "alias.example", *server)["status"] == "verified"


def test_a_name_server_that_is_not_there_is_told_from_a_missing_record(account: Account) -> None:
    account.domain("add", "silent.example")
    checked = account.domain("check", "silent.example", "--dns-server", f"127.0.0.1:{free_port()}")
    assert checked["finding"] == "connection_error"
