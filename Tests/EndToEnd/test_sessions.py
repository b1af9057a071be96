"""Signing in and sharing, as plain HTTP: cookies, forms that others made, links that end."""

from __future__ import annotations

import html
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.cookies import SimpleCookie

import pytest

EMAIL = "ada@example.com"
RECORDING = [
    {"type": 4, "timestamp": 1_795_000_000_000, "data": {"href": "https://forms.example/quote", "width": 800, "height": 600}},
    {"type": 2, "timestamp": 1_795_000_000_010, "data": {"initialOffset": {"left": 0, "top": 0}, "node": {"type": 0, "id": 1, "childNodes": [
        {"type": 2, "id": 2, "tagName": "html", "attributes": {}, "childNodes": [
            {"type": 2, "id": 3, "tagName": "input", "attributes": {"type": "email", "name": "email"}, "childNodes": []}]}]}}},
    {"type": 3, "timestamp": 1_795_000_004_000, "data": {"source": 5, "id": 3, "text": EMAIL, "isChecked": False}},
]  # fmt: skip


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    cookies: SimpleCookie
    text: str

    def field(self, name: str) -> str:
        """What a form's hidden field holds."""
        return html.unescape(re.search(rf'name="{name}" value="([^"]*)"', self.text)[1])

    def words(self) -> str:
        return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.text)))


class Visitor:
    """Somebody with a browser's cookies, who follows no redirect by himself."""

    def __init__(self, signet) -> None:
        self.signet = signet
        self.cookies: dict[str, str] = {}

    def get(self, url: str) -> Answer:
        return self._send(url, None)

    def post(self, path: str, **fields: str) -> Answer:
        return self._send(path, urllib.parse.urlencode(fields).encode())

    def sign_in(self, key: str, next: str = "/") -> Answer:
        return self.post("/sign-in", api_key=key, next=next, csrf=self.get("/sign-in").field("csrf"))

    def _send(self, url: str, body: bytes | None) -> Answer:
        target = urllib.parse.urljoin(self.signet.url, url)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        request = urllib.request.Request(target, body, {"Cookie": cookie} if cookie else {})
        opener = urllib.request.build_opener(_NoRedirects)
        try:
            response = opener.open(request, timeout=10)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            set_cookies = SimpleCookie()
            for line in response.headers.get_all("Set-Cookie", []):
                set_cookies.load(line)
            for name, morsel in set_cookies.items():
                self.cookies[name] = morsel.value
            return Answer(response.status, {name.lower(): value for name, value in response.headers.items()}, set_cookies, response.read().decode())


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@pytest.fixture
def visitor(signet) -> Visitor:
    return Visitor(signet)


@pytest.fixture
def owner(signet) -> Visitor:
    owner = Visitor(signet)
    assert owner.sign_in(signet.key).status == 303
    return owner


@pytest.fixture
def certificate(signet) -> str:
    """The path of a certificate that the account retained."""
    with urllib.request.urlopen(f"{signet.url}/v1/certificates", b'{"page_url":"https://forms.example/quote"}') as answer:
        issued = json.loads(answer.read())
    batch = f"{signet.url}/v1/certificates/{issued['id']}/events/0?token={issued['token']}&submitted=1"
    with urllib.request.urlopen(batch, json.dumps(RECORDING).encode()) as answer:
        assert answer.status == 204
    status, answer = signet.ask(issued["certificate_url"], {"match_lead": {"email": "somebody@else.example"}, "retain": {}})
    assert status == 200 and answer["outcome"] == "failure"
    return f"/{issued['id']}"


def share(owner: Visitor, certificate: str) -> tuple[str, str]:
    """A new link to the certificate, and the path at which it is revoked."""
    page = owner.get(certificate)
    made = owner.post(f"{certificate}/shares", csrf=page.field("csrf"))
    link = html.unescape(re.search(r'href="([^"]+shared_token=[^"]+)"', made.text)[1])
    return link, re.search(r'action="(/[^"]+/revoke)', made.text)[1]


# --- Signing in


def test_signing_in_sets_a_cookie_that_scripts_and_other_sites_do_not_get(visitor, signet):
    answer = visitor.sign_in(signet.key, next="/sign-in")
    assert (answer.status, answer.headers["location"]) == (303, "/sign-in")
    cookie = answer.cookies["signet_session"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/" and not cookie["domain"]
    assert signet.key not in cookie.value
    assert "Buyer" in visitor.get("/").words()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(visitor, signet, elsewhere):
    assert visitor.sign_in(signet.key, next=elsewhere).headers["location"] == "/"


def test_a_wrong_key_is_told_and_opens_nothing(visitor):
    answer = visitor.sign_in("signet_not-a-key", next="/somewhere")
    assert answer.status == 401
    assert "No account has this API key." in answer.words()
    assert "signet_not-a-key" not in answer.text and answer.field("next") == "/somewhere"
    assert "signet_session" not in visitor.cookies


def test_a_form_that_we_did_not_show_is_refused(visitor, signet):
    stranger = Visitor(signet).get("/sign-in").field("csrf")
    visitor.get("/sign-in")
    for csrf in ("", "x", stranger):
        answer = visitor.post("/sign-in", api_key=signet.key, next="/", csrf=csrf)
        assert answer.status == 403 and "This form is out of date" in answer.words()
    assert "signet_session" not in visitor.cookies


def test_signing_out_ends_the_session_also_for_who_kept_the_cookie(owner):
    kept = dict(owner.cookies)
    assert owner.post("/sign-out", csrf=owner.get("/").field("csrf")).status == 303
    owner.cookies = kept
    assert "Buyer" not in owner.get("/").words()


# --- Sharing


@pytest.mark.parametrize("action", ["shares", "match", "retain", "shares/shr_x/revoke"])
def test_a_signed_in_reader_is_not_made_to_send_a_form(owner, certificate, action):
    assert owner.post(f"{certificate}/{action}", csrf="forged", lead=EMAIL).status == 403
    assert "shr_" not in owner.get(certificate).text


def test_a_share_link_opens_the_certificate_for_anybody_read_only(owner, visitor, certificate):
    assert "forms.example/quote" not in visitor.get(certificate).text
    link, _ = share(owner, certificate)
    shared = visitor.get(link)
    assert shared.status == 200 and "Shared view" in shared.words() and "https://forms.example/quote" in shared.words()
    assert "/shares" not in shared.text
    assert shared.headers["referrer-policy"] == "no-referrer" and shared.headers["cache-control"] == "no-store"
    # The link is shown once: only its digest is kept.
    assert link.split("=")[1] not in owner.get(certificate).text


def test_a_share_link_shows_what_was_typed_only_to_who_knows_it(owner, visitor, certificate):
    link, _ = share(owner, certificate)
    shared = visitor.get(link)
    token, csrf = shared.field("shared_token"), shared.field("csrf")
    replay = f"{certificate}/replay?shared_token={token}"
    wrong = visitor.post(f"{certificate}/match", lead="bob@example.com", csrf=csrf, shared_token=token)
    assert "This was not entered in the form" in wrong.words()
    assert EMAIL not in shared.text + wrong.text + visitor.get(replay).text
    right = visitor.post(f"{certificate}/match", lead=EMAIL, csrf=csrf, shared_token=token)
    assert (right.status, right.headers["location"]) == (303, f"{certificate}?shared_token={token}")
    assert EMAIL in visitor.get(replay).text


def test_a_revoked_link_opens_nothing(owner, visitor, certificate):
    link, revocation = share(owner, certificate)
    token = link.split("=")[1]
    assert visitor.get(link).status == visitor.get(f"{certificate}/replay?shared_token={token}").status == 200
    answer = owner.post(revocation, csrf=owner.get(certificate).field("csrf"))
    assert answer.status == 200 and "The link opens nothing any more." in answer.words()
    gone = visitor.get(link)
    assert gone.status == 404 and "not found" in gone.words() and "forms.example" not in gone.text
    assert visitor.get(f"{certificate}/replay?shared_token={token}").status == 404


def test_a_link_opens_no_other_certificate(owner, visitor, certificate, signet):
    link, _ = share(owner, certificate)
    with urllib.request.urlopen(f"{signet.url}/v1/certificates", b'{"page_url":"https://forms.example/other"}') as answer:
        other = json.loads(answer.read())
    batch = f"{signet.url}/v1/certificates/{other['id']}/events/0?token={other['token']}&submitted=1"
    urllib.request.urlopen(batch, json.dumps(RECORDING).encode()).close()
    answer = visitor.get(f"/{other['id']}?shared_token={link.split('=')[1]}")
    assert "forms.example" not in answer.text


@pytest.mark.parametrize("form", ["retain", "match", "shares", "shares/shr_x/revoke"])
def test_the_address_of_a_forms_answer_leads_back_to_the_page(owner, certificate, form):
    answer = owner.get(f"{certificate}/{form}")
    assert (answer.status, answer.headers["location"]) == (303, certificate)
    assert owner.get(f"/%2Fevil.example/{form}").status == 404
