"""A stand-in for the server, for tests of the browser SDK alone.

It serves the loader with a well-formed configuration, the page fixtures under a strict Content-Security-Policy from an
origin of their own, and keeps every batch that arrives. It decides nothing: answers are 204 unless a test says otherwise.
"""

from __future__ import annotations

import base64
import json
import os
import re
import threading
import time
import zlib
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import shown

ROOT = Path(__file__).resolve().parents[2]
PAGES = Path(__file__).resolve().parent / "pages"
PLACEHOLDER = "https://signet.invalid"


@dataclass
class Bundle:
    """What the server embeds, read back from the generated Swift."""

    loader: str
    core: str
    files: dict[str, str]

    @classmethod
    def read(cls) -> "Bundle":
        text = (ROOT / "Sources/SignetServer/Web/CertifyBundle.swift").read_text()
        literals = [match[2] for match in re.finditer(r'(#+)"""\n(.*?)\n"""\1', text, re.S)]
        names = re.findall(r'^ +\("([^"]+)", #', text, re.M)
        core = re.search(r'static let core = "([^"]+)"', text)[1]
        return cls(literals[0], core, dict(zip(names, literals[1:])))


@dataclass
class Batch:
    certificate: str
    sequence: int
    query: dict[str, str]
    body: bytes
    status: int
    received: float = field(default_factory=time.time)

    @property
    def text(self) -> str:
        raw = zlib.decompress(self.body, -15) if self.query.get("encoding") == "deflate-raw" else self.body
        return raw.decode()

    @property
    def events(self) -> list[dict]:
        return json.loads(self.text)


class Collector:
    """Two origins: `api`, which the SDK talks to, and `site`, where the pages are."""

    def __init__(self) -> None:
        self.bundle = Bundle.read()
        self._api = _serve(_API, self)
        self._site = _serve(_Site, self)
        self.api = f"http://127.0.0.1:{self._api.server_port}"
        self.site = f"http://localhost:{self._site.server_port}"
        self.reset()

    def reset(self) -> None:
        """Begins another test: what a page of the one before sends late is nobody's."""
        self.certificates: set[str] = set()
        self.attempts: list[Batch] = []
        self.issued: list[dict] = []
        self.posts: list[tuple[str, dict[str, str]]] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.loader_age = 0.0
        self.csp: str | None = None
        self.late_pages: dict[str, str] = {}
        #: What pages asked the site for.
        self.fetched: list[str] = []
        #: What the SDK's requests said they came from.
        self.referrers: list[str] = []
        #: Sent with pictures and fonts.
        self.file_headers: dict[str, str] = {}
        #: Digests that the server has, and what it was asked about and brought.
        self.kept: set[str] = set()
        self.questions: list[list[str]] = []
        self.assets: dict[str, bytes] = {}
        self.asset_answers: list[tuple[int, dict[str, str]]] = []

    def close(self) -> None:
        self._api.shutdown()
        self._site.shutdown()

    @property
    def batches(self) -> list[Batch]:
        accepted = {(each.certificate, each.sequence): each for each in self.attempts if each.status == 204}
        return sorted(accepted.values(), key=lambda each: (each.received, each.sequence))

    @property
    def events(self) -> list[dict]:
        ordered = sorted(self.batches, key=lambda each: each.sequence)
        return [event for batch in ordered for event in batch.events]

    @property
    def sent(self) -> str:
        """Everything that arrived, inflated, whatever was answered."""
        return "\n".join(each.text for each in self.attempts)

    def custom(self, tag: str) -> list[dict]:
        return [each["data"]["payload"] for each in self.events if each["type"] == 5 and each["data"]["tag"] == tag]

    def certificate(self) -> dict:
        identifier = os.urandom(20).hex()
        self.certificates.add(identifier)
        now = time.time() - self.loader_age
        secret = lambda size: base64.urlsafe_b64encode(os.urandom(size)).decode().rstrip("=")
        return {
            "id": identifier,
            "issued": int(now),
            "now": int(now * 1000),
            "token": secret(24),
            "certificate_url": f"{self.api}/{identifier}",
            "ping_url": f"{self.api}/0.{secret(9)}.{secret(18)}.{secret(12)}",
        }

    def loader(self) -> str:
        config = {**self.certificate(), "api": self.api, "core": f"{self.api}/{self.bundle.core}"}
        return f"(start=>start({json.dumps(config)}))({self.bundle.loader})"


def _serve(handler: type, collector: Collector) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (handler,), {"collector": collector}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    collector: Collector

    def log_message(self, *_: object) -> None:
        pass

    def answer(self, status: int, body: str | bytes = b"", kind: str = "text/plain", **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))


class _API(_Handler):
    def do_OPTIONS(self) -> None:
        # The real server answers no preflight: needing one is a bug.
        self.answer(405)

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        allow = {"Cross-Origin-Resource-Policy": "cross-origin", "Timing-Allow-Origin": "*"}
        if path in ("/certify.js", "/trustedform.js"):
            return self.answer(200, self.collector.loader(), "text/javascript", Cache_Control="no-store", **allow)
        self.collector.referrers.append(self.headers.get("Referer", ""))
        if path[1:] in self.collector.bundle.files:
            return self.answer(200, self.collector.bundle.files[path[1:]], "text/javascript", **allow)
        self.answer(404)

    def do_POST(self) -> None:
        url = urlsplit(self.path)
        body = self.body()
        self.collector.referrers.append(self.headers.get("Referer", ""))
        origin = {"Access-Control-Allow-Origin": "*"}
        if url.path == "/v1/certificates":
            age, self.collector.loader_age = self.collector.loader_age, 0
            certificate = self.collector.certificate()
            self.collector.loader_age = age
            self.collector.issued.append(json.loads(body))
            return self.answer(201, json.dumps(certificate), "application/json", **origin)
        match = re.fullmatch(r"/v1/certificates/([0-9a-f]{40})/assets(?:/([0-9a-f]{64}))?", url.path)
        if match and match[1] in self.collector.certificates:
            return self.answer_assets(match[2], body, origin)
        match = re.fullmatch(r"/v1/certificates/([0-9a-f]{40})/events/(\d+)", url.path)
        if not match or match[1] not in self.collector.certificates:
            return self.answer(404, **origin)
        status, headers = self.collector.answers.pop(0) if self.collector.answers else (204, {})
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        self.collector.attempts.append(Batch(match[1], int(match[2]), query, body, status))
        self.answer(status, **origin, Access_Control_Expose_Headers="Retry-After", **headers)


    def answer_assets(self, sha256: str | None, body: bytes, origin: dict[str, str]) -> None:
        collector = self.collector
        if collector.asset_answers:
            status, headers = collector.asset_answers.pop(0)
            return self.answer(status, **origin, Access_Control_Expose_Headers="Retry-After", **headers)
        if sha256:
            collector.assets[sha256] = body
            return self.answer(204, **origin)
        asked = json.loads(body)
        collector.questions.append(asked)
        wanted = [each for each in asked if each not in collector.kept]
        self.answer(200, json.dumps({"wanted": wanted}), "application/json", **origin)


class _Site(_Handler):
    def do_GET(self) -> None:
        path = urlsplit(self.path).path[1:]
        self.collector.fetched.append(path)
        if found := shown.file(path):
            kind, content = found
            return self.answer(200, content, kind, **{"Cache_Control": "max-age=600", **self.collector.file_headers})
        if path in self.collector.late_pages:
            return self.page(self.collector.late_pages[path])
        file = (PAGES / path).resolve()
        if PAGES not in file.parents or not file.is_file():
            return self.answer(200, "<!doctype html><title>Thanks</title><p>Thank you", "text/html")
        if file.suffix == ".html":
            return self.page(file.read_text())
        kind = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}.get(file.suffix, "text/plain")
        self.answer(200, file.read_text(), kind)

    def page(self, text: str) -> None:
        api = self.collector.api
        # `nonce-page` is for what the fixtures themselves do; the SDK gets one origin in each list.
        policy = self.collector.csp or (
            f"default-src 'none'; script-src {api} 'nonce-page'; connect-src {api} 'self'; style-src 'self' 'nonce-page';"
            " form-action 'self'; frame-src 'self'; img-src 'self' data:; font-src 'self'"
        )
        self.answer(200, text.replace(PLACEHOLDER, api), "text/html; charset=utf-8", Content_Security_Policy=policy)

    def do_POST(self) -> None:
        fields = {name: values[-1] for name, values in parse_qs(self.body().decode()).items()}
        self.collector.posts.append((urlsplit(self.path).path, fields))
        self.answer(200, "<!doctype html><title>Thanks</title><p>Thank you", "text/html")
