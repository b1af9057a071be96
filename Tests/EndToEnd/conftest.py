from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import b64encode
from pathlib import Path
from typing import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "Browser"))

from collector import _serve, _Site  # noqa: E402

BINARY = Path(os.environ.get("SIGNET_BINARY", ROOT / ".build" / "debug" / "signet"))


class Signet:
    """A real server with data of its own, and the site whose pages it records."""

    def __init__(self, folder: Path, *flags: str) -> None:
        self.data = folder / "data"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [BINARY, "serve", "--port", str(self.port), "--data", self.data, "--rate-limits", "off", "--demo",
             "--log-level", "warning", *flags],
            stdout=subprocess.DEVNULL,
        )
        wait_until(lambda: self.get("/health/ready")[0] == 200)
        # What the page fixtures' server wants to know.
        self.api, self.csp, self.late_pages, self.posts = self.url, None, {}, []
        self._site = _serve(_Site, self)
        self.site = f"http://localhost:{self._site.server_port}"
        self.key = json.loads(self.command("account", "create", "Buyer", "--json"))["api_key"]

    def close(self) -> None:
        self._site.shutdown()
        self.process.terminate()
        self.process.wait(20)

    def command(self, *words: str) -> str:
        done = subprocess.run([BINARY, *words, "--data", self.data], capture_output=True, text=True, check=True)
        return done.stdout

    def get(self, path: str, authorized: bool = False) -> tuple[int, str]:
        return self._send(urllib.request.Request(self.url + path, headers=self._headers(authorized)))

    def ask(self, certificate: str, question: dict) -> tuple[int, dict]:
        headers = {**self._headers(True), "Content-Type": "application/json"}
        request = urllib.request.Request(certificate, json.dumps(question).encode(), headers)
        status, text = self._send(request)
        return status, json.loads(text)

    def certificate(self, url: str) -> dict:
        return json.loads(self.command("certificate", "show", url.rsplit("/", 1)[-1], "--json"))

    def _headers(self, authorized: bool) -> dict:
        return {"Authorization": "Basic " + b64encode(f"X:{self.key}".encode()).decode()} if authorized else {}

    @staticmethod
    def _send(request: urllib.request.Request) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@pytest.fixture(scope="session")
def signet(tmp_path_factory) -> Iterator[Signet]:
    signet = Signet(tmp_path_factory.mktemp("signet"))
    yield signet
    signet.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()
