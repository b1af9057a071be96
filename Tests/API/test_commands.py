"""What the command line says and does beside a server, and without one."""

from __future__ import annotations

import os
import re
import subprocess
import urllib.request
from pathlib import Path

import pytest

from server import BINARY, Server


def refusal(*words: object, **environment: str) -> str:
    done = subprocess.run([BINARY, *words], capture_output=True, text=True, timeout=20, env={**os.environ, **environment})
    assert done.returncode != 0 and done.stdout == ""
    return done.stderr


@pytest.mark.parametrize("words", [["account", "list"], ["domain", "list", "--account", "acc_1"], ["job", "seal"]])
def test_a_data_directory_that_is_not_there_is_told_and_not_made(words: list[str], tmp_path: Path) -> None:
    data = tmp_path / "mistyped"
    assert f"there is no data directory {data}" in refusal(*words, "--data", data)
    assert not data.exists()


def test_the_first_account_makes_the_data_directory(tmp_path: Path) -> None:
    subprocess.run([BINARY, "account", "create", "Buyer", "--data", tmp_path / "data"], check=True, capture_output=True)
    listed = subprocess.run([BINARY, "account", "list", "--data", tmp_path / "data"], check=True, capture_output=True, text=True)
    assert "Buyer" in listed.stdout


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("SIGNET_PUBLIC_URL", "signet.example", "--public-url must be a URL without a path"),
        ("SIGNET_MASKED_URL", "https://masked.example/x", "--masked-url must be a URL without a path"),
        ("SIGNET_DNS_SERVER", "nobody", "--dns-server is an IPv4 address"),
        ("SIGNET_GEOIP", "/nowhere.mmdb", "/nowhere.mmdb"),
    ],
)
def test_commands_beside_the_server_read_its_settings(server: Server, name: str, value: str, message: str) -> None:
    assert message in refusal("job", "deliver", "--data", server.data, **{name: value})


def test_an_account_is_disabled_and_enabled_again(server: Server) -> None:
    account = server.account("Buyer")
    server.command("account", "disable", account["account_id"])
    # What a key was good for is remembered for a second; this one was not used before.
    assert server.send("GET", "/v1/account", key=account["api_key"])[0] == 402
    assert server.command("account", "enable", account["account_id"]) == f"enabled {account['account_id']}\n"
    assert '"active":true' in server.command("account", "show", account["account_id"], "--json")


def test_a_new_domain_is_checked_by_the_command_that_is_told(server: Server) -> None:
    account = server.account("Publisher")["account_id"]
    told = server.command("domain", "add", "told.example", "--account", account)
    command = next(line.split() for line in told.splitlines() if line.startswith("signet domain check"))
    assert "told.example  unverified" in server.command(*command[1:], "--dns-server", "127.0.0.1:9")


def test_a_port_that_nobody_chose_is_told(tmp_path: Path) -> None:
    words = ["serve", "--port", "0", "--data", tmp_path / "data", "--log-level", "error"]
    assert "--port 0 needs --public-url" in refusal(*words)
    process = subprocess.Popen([BINARY, *words, "--public-url", "https://signet.example"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline().endswith("serves https://signet.example\n")
        port = re.fullmatch(r"it listens on port (\d+)\n", process.stdout.readline())[1]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=20) as answer:
            assert answer.status == 200
    finally:
        process.terminate()
        process.wait(20)
