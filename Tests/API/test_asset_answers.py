"""Every documented answer to what pages ask and bring of their images and fonts is provoked and compared with its schema."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from urllib.parse import quote

import pytest
from document import Document
from server import Server
from test_answers import World

QUESTION, UPLOAD = "/v1/certificates/{certificate}/assets", "/v1/certificates/{certificate}/assets/{sha256}"
PICTURE = "GIF89a\x01"
DIGEST = hashlib.sha256(PICTURE.encode()).hexdigest()
FROM = {"Origin": "https://quotes.example"}
# A certificate that takes no more, and requests as fast as batches may come: RecordedAssetRouteTests have both.
ELSEWHERE = {410, 429}


class Page(World):
    """A page that is being recorded."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.document = Document(server.send("GET", "/openapi.json")[2])
        self.seen = set()
        self.key = None
        self.issue()

    def issue(self) -> None:
        issued = json.loads(self.server.send("POST", "/v1/certificates", {"page_url": "https://quotes.example/form"})[2])
        self.names = {"certificate": issued["id"], "sha256": DIGEST}
        self.token = issued["token"]

    def post(self, path: str, body: str, nonce: str = "n", token: str | None = None, headers=FROM, **names) -> dict:
        return self.ask("POST", f"{path}?token={quote(self.token if token is None else token)}&nonce={nonce}", body, None, headers, **names)


@pytest.fixture
def page(server: Server) -> Page:
    return Page(server)


def test_every_answer_is_as_documented(page: Page, tmp_path: Path) -> None:
    asked = json.dumps([DIGEST])
    assert page.server.send("POST", f"/v1/certificates/{page.names['certificate']}/events/0?token={page.token}&nonce=n", "[]")[0] == 204
    for path, body in ((QUESTION, asked), (UPLOAD, PICTURE)):
        page.ask("OPTIONS", path, key=None)
        page.post(path, body, token="")
        page.post(path, body, nonce="m")
        page.post(path, body, nonce="n" * 65)
        page.post(path, body, certificate="0" * 40)
        page.post(path, " " * ((1 << 20) + 1))
    assert page.post(QUESTION, asked) == {"wanted": [DIGEST]}
    page.post(UPLOAD, PICTURE)
    assert page.post(QUESTION, asked) == {"wanted": []}
    page.post(UPLOAD, "<html>", sha256=hashlib.sha256(b"<html>").hexdigest())
    page.post(UPLOAD, PICTURE, sha256="0" * 64)
    page.post(UPLOAD, PICTURE, headers={})

    full = Server(tmp_path, "--staging-limit", "0")
    page.server = full
    page.issue()
    page.post(QUESTION, asked)
    page.post(UPLOAD, PICTURE)
    full.close()

    documented = {
        (method.upper(), path, int(status))
        for path in (QUESTION, UPLOAD)
        for method, operation in page.document.operations(path)
        for status in operation["responses"]
        if int(status) not in ELSEWHERE
    }
    assert documented - page.seen == set()
