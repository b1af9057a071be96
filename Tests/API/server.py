"""A real server, and certificates of visits that no browser made."""

from __future__ import annotations

import json
import socket
import subprocess
import threading
import urllib.error
import urllib.request
from base64 import b64encode
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

from world import BINARY, free_port, wait_until

CONSENT = "By clicking Send I agree that Acme calls me about my quote."


class Server:
    def __init__(self, folder: Path, *flags: str, rate_limits: str = "off") -> None:
        self.data = folder / "data"
        self.port = port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [BINARY, "serve", "--port", str(port), "--data", self.data, "--rate-limits", rate_limits, "--log-level", "error",
             # Nobody listens there: questions about domains fail at once.
             "--dns-server", "127.0.0.1:9", *flags],
            stdout=subprocess.DEVNULL,
        )
        wait_until(lambda: self.send("GET", "/health/ready")[0] == 200)
        self.key = self.account("Buyer")["api_key"]

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(20)

    def account(self, name: str) -> dict[str, str]:
        return json.loads(self.command("account", "create", name, "--json"))

    def command(self, *words: str) -> str:
        return subprocess.run([BINARY, *words, "--data", self.data], capture_output=True, text=True, check=True).stdout

    def send(
        self, method: str, path: str, body: object = None, key: str | None = None, headers: dict | None = None
    ) -> tuple[int, dict[str, str], str]:
        """Sends an object as JSON, text as it is."""
        headers = dict(headers or {})
        if key:
            headers["Authorization"] = "Basic " + b64encode(f"API:{key}".encode()).decode()
        data = None
        if isinstance(body, str):
            data = body.encode()
        elif body is not None:
            headers.setdefault("Content-Type", "application/json")
            data = json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with urllib.request.build_opener(_Stay).open(request, timeout=20) as response:
                return response.status, dict(response.headers), response.read().decode(errors="replace")
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read().decode(errors="replace")
        except OSError:
            return 0, {}, ""

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Meanwhile the key's requests are used up as they come back, however slow the caller is."""
        access = b64encode(f"API:{self.key}".encode()).decode()
        request = f"GET /v1/account HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic {access}\r\n\r\n".encode()
        ended = threading.Event()

        def ask() -> None:
            with socket.create_connection(("127.0.0.1", self.port)) as connection:
                while not ended.is_set():
                    connection.sendall(request * 100)
                    received = b""
                    while received.count(b"HTTP/1.1 ") < 100:
                        received += connection.recv(1 << 20)

        thread = threading.Thread(target=ask)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def visit(self, sandbox: bool = False) -> str:
        """Records a submitted visit; answers the certificate's id."""
        issued = json.loads(self.send("POST", "/v1/certificates", {"page_url": "https://quotes.example/form", "sandbox": sandbox})[2])
        now = issued["now"]
        node = lambda id, name, attributes, *children: {  # noqa: E731
            "type": 2, "id": id, "tagName": name, "attributes": attributes, "childNodes": list(children)}
        text = lambda id, content: {"type": 3, "id": id, "textContent": content}  # noqa: E731
        custom = lambda tag, payload: {"type": 5, "timestamp": now, "data": {"tag": tag, "payload": payload}}  # noqa: E731
        tree = node(2, "html", {}, node(3, "body", {}, node(4, "p", {}, text(5, CONSENT)), node(6, "input", {"type": "email"})))
        events = [
            custom("signet.page", {"version": "1", "title": "Quotes", "framed": False, "tagged": False}),
            {"type": 4, "timestamp": now, "data": {"href": "https://quotes.example/form", "width": 800, "height": 600}},
            {"type": 2, "timestamp": now, "data": {"node": {"type": 0, "id": 1, "childNodes": [tree]}, "initialOffset": {"left": 0, "top": 0}}},
            custom("signet.consent", {"languages": [{
                "id": 4, "text": CONSENT, "source": "page", "visible": True, "font_size": 14, "contrast": 12, "control": None,
                "opt_in": "non-interactive", "checked": None}]}),
            custom("signet.submit", {"how": "submit", "form": None, "control": None, "trusted": True}),
            custom("signet.values", {"values": [{"id": 6, "name": "email", "label": None, "type": "email", "value": "jane@example.com"}]}),
        ]
        path = f"/v1/certificates/{issued['id']}/events/0?token={issued['token']}&nonce={'n' * 22}&sent={now}&submitted=1&ended=1"
        assert self.send("POST", path, json.dumps(events))[0] == 204
        return issued["id"]


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None
