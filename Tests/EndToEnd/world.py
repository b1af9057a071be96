"""A real server, the site whose pages it records, and what passes between them and a browser."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import b64encode
from pathlib import Path

SIZE = {"width": 800, "height": 600}
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "Browser"))

from collector import _serve, _Site  # noqa: E402
from tap import Request, Tap  # noqa: E402

BINARY = Path(os.environ.get("SIGNET_BINARY", ROOT / ".build" / "debug" / "signet"))


class Signet:
    """A real server with data of its own, and the site whose pages it records."""

    def __init__(self, folder: Path, *flags: str) -> None:
        self.data = folder / "data"
        self.port = free_port()
        # Browsers reach the server by its tap; what a test itself asks goes past it.
        self.tap = Tap(free_port(), self.port)
        self.url = f"http://127.0.0.1:{self.tap.port}"
        self.process = subprocess.Popen(
            [BINARY, "serve", "--port", str(self.port), "--public-url", self.url, "--data", self.data,
             "--rate-limits", "off", "--demo", "--log-level", "warning", *flags],
            stdout=subprocess.DEVNULL,
        )
        wait_until(lambda: self.get("/health/ready")[0] == 200)
        # What the page fixtures' server wants to know.
        self.api, self.csp, self.late_pages, self.posts = self.url, None, {}, []
        self.fetched, self.file_headers = [], {}
        self._site = _serve(_Site, self)
        self.site_tap = Tap(free_port(), self._site.server_port)
        self.site = f"http://localhost:{self.site_tap.port}"
        self.key = json.loads(self.command("account", "create", "Buyer", "--json"))["api_key"]

    def close(self) -> None:
        self._site.shutdown()
        self.tap.close()
        self.site_tap.close()
        self.process.terminate()
        self.process.wait(20)

    def command(self, *words: str) -> str:
        done = subprocess.run([BINARY, *words, "--data", self.data], capture_output=True, text=True, check=True)
        return done.stdout

    def get(self, path: str, authorized: bool = False) -> tuple[int, str]:
        return self._send(urllib.request.Request(self._past_the_tap(self.url + path), headers=self._headers(authorized)))

    def ask(self, certificate: str, question: dict) -> tuple[int, dict]:
        headers = {**self._headers(True), "Content-Type": "application/json"}
        request = urllib.request.Request(self._past_the_tap(certificate), json.dumps(question).encode(), headers)
        status, text = self._send(request)
        return status, json.loads(text)

    @property
    def received(self) -> bytes:
        """Every byte that a browser sent to the server or to the site."""
        return self.tap.received + b"\n" + self.site_tap.received

    def requests(self, certificate: str) -> list[Request]:
        """The batches of a certificate, as they came."""
        name = certificate.rsplit("/", 1)[-1]
        return [each for each in self.tap.requests if f"/{name}/events/" in each.target]

    def certificate(self, url: str) -> dict:
        return json.loads(self.command("certificate", "show", url.rsplit("/", 1)[-1], "--json"))

    def _past_the_tap(self, url: str) -> str:
        return url.replace(self.url, f"http://127.0.0.1:{self.port}", 1)

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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
