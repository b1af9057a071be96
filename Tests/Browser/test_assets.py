"""The images and fonts that a page shows are brought, once, and nothing else is."""

import hashlib
import json

import contexts
import pytest
import shown
from collector import PAGES
from conftest import eventually

REFUSING = "default-src 'none'; script-src {api} 'nonce-page'; connect-src {api}; style-src 'self' 'nonce-page'; img-src * data:; font-src 'self'"


def name(url):
    return url.rsplit("/", 1)[-1]


def digest(file):
    return hashlib.sha256(shown.file(file)[1]).hexdigest()


@pytest.fixture
def bare(browser):
    """A page of which nothing is asserted in the end."""
    context = browser.new_context(viewport={"width": 800, "height": 600})
    yield context.new_page()
    contexts.close(context)


def told(collector):
    return {name(each["url"]): each for each in collector.custom("signet.asset")}


def test_what_the_page_shows_is_told_asked_about_and_brought(visit, collector):
    page = visit("shown.html")
    eventually(lambda: len(collector.assets) == len(shown.SHOWN), page, 15)
    assets = told(collector)
    assert sorted(assets) == shown.SHOWN
    for file, asset in assets.items():
        content = shown.file(file)[1]
        assert asset["sha256"] == digest(file)
        assert asset["bytes"] == len(content) and asset["type"] == shown.file(file)[0]
        assert collector.assets[asset["sha256"]] == content
    assert sorted(collector.questions[0]) == sorted(each["sha256"] for each in assets.values())
    # Nothing that the page did not load, and nothing of what it hides or counts visits with a second time.
    for file in ("unused.png", "unused.ttf"):
        assert file not in collector.fetched
    for file in (*shown.SHOWN, "secret.png", "dot.png"):
        assert collector.fetched.count(file) == 1, file


def test_addresses_are_those_that_the_snapshot_has(visit, collector):
    page = visit("shown.html")
    eventually(lambda: len(told(collector)) == len(shown.SHOWN), page, 15)
    snapshot = json.dumps(next(each for each in collector.events if each["type"] == 2))
    for asset in collector.custom("signet.asset"):
        assert asset["url"] in snapshot
    assert f"{collector.site}/drawn.svg#view" in snapshot


def test_what_the_server_has_is_not_brought(visit, collector):
    collector.kept = {digest(file) for file in shown.SHOWN if file != "hero.png"}
    page = visit("shown.html")
    eventually(lambda: collector.assets, page, 15)
    page.wait_for_timeout(1000)
    assert list(collector.assets) == [digest("hero.png")]


def test_what_comes_later_is_brought_too(visit, collector):
    page = visit("shown.html")
    eventually(lambda: len(collector.assets) == len(shown.SHOWN), page, 15)
    page.evaluate("""document.querySelector("form").append(Object.assign(new Image(), { src: "/late.png" }))""")
    eventually(lambda: digest("late.png") in collector.assets, page, 15)
    assert len(collector.questions) == 2 and collector.questions[1] == [digest("late.png")]


def test_another_origins_picture_is_kept_where_it_may_be_read(visit, collector):
    far = collector.site.replace("localhost", "127.0.0.1")
    collector.file_headers = {"Access_Control_Allow_Origin": "*"}
    collector.late_pages["far.html"] = (
        f'<!doctype html><title>Far</title><h1>Far</h1><img src="{far}/far.png" crossorigin><script src="{collector.api}/certify.js"></script>')
    collector.csp = f"script-src {collector.api}; connect-src {collector.api} {far}; img-src *"
    page = visit("far.html")
    eventually(lambda: digest("far.png") in collector.assets, page, 15)
    assert told(collector)["far.png"]["url"] == f"{far}/far.png"


def test_another_origins_picture_that_may_not_be_read_is_not_kept_and_the_page_hears_nothing(visit, collector):
    far = collector.site.replace("localhost", "127.0.0.1")
    collector.late_pages["far.html"] = (
        f'<!doctype html><title>Far</title><h1>Far</h1><img src="{far}/far.png"><img src="/logo.png">'
        f'<script src="{collector.api}/certify.js"></script>')
    collector.csp = f"script-src {collector.api}; connect-src {collector.api} 'self' {far}; img-src *"
    page = visit("far.html")
    eventually(lambda: digest("logo.png") in collector.assets, page, 15)
    assert sorted(told(collector)) == ["logo.png"]


def test_a_policy_that_lets_nothing_be_fetched_leaves_the_pixels(bare, collector):
    collector.csp = REFUSING.format(api=collector.api)
    errors, violations = [], []
    bare.on("pageerror", lambda error: errors.append(error))
    bare.on("console", lambda message: violations.append(message.text) if "Content Security Policy" in message.text else None)
    bare.goto(f"{collector.site}/shown.html")
    eventually(lambda: len(collector.assets) >= 3, bare, 15)
    assets = told(collector)
    # Pictures of elements, as the browser drew them; what only style sheets show can be had by no other way.
    assert {"logo.png", "picked.png", "wide.png"} == set(assets)
    for file, asset in assets.items():
        assert asset["redrawn"] is True and asset["type"] == "image/png"
        assert collector.assets[asset["sha256"]].startswith(b"\x89PNG")
        assert asset["sha256"] != digest(file)
    assert errors == []
    # The browser reports that one request was refused, the first; there was no other.
    assert violations and all("logo.png" in each for each in violations)


def test_a_picture_that_another_request_would_change_is_not_asked_for_again(visit, collector):
    collector.file_headers = {"Cache_Control": "no-store"}
    page = visit("shown.html")
    eventually(lambda: len(collector.assets) >= 3, page, 15)
    page.wait_for_timeout(1000)
    assets = told(collector)
    assert sorted(assets) == ["logo.png", "picked.png", "wide.png"]
    assert all(each["redrawn"] for each in assets.values())
    for file in shown.SHOWN:
        assert collector.fetched.count(file) == 1, file


def test_the_background_of_what_is_hidden_stays_in_the_browser(visit, collector):
    text = (PAGES / "shown.html").read_text().replace('<div class="hero">', '<div class="hero" data-tf-sensitive="true">')
    collector.late_pages["hiding.html"] = text.replace('<div id="styled">', '<div id="styled" data-tf-sensitive="true">')
    page = visit("hiding.html")
    eventually(lambda: len(collector.assets) == len(shown.SHOWN) - 2, page, 15)
    assert {"hero.png", "styled.png"}.isdisjoint(told(collector))


@pytest.mark.parametrize("status", [403, 404])
def test_a_no_to_the_question_ends_it(visit, collector, status):
    collector.asset_answers = [(status, {})]
    page = visit("shown.html")
    eventually(lambda: not collector.asset_answers, page, 15)
    page.evaluate("""document.querySelector("form").append(Object.assign(new Image(), { src: "/late.png" }))""")
    page.wait_for_timeout(7500)
    assert collector.assets == {} and collector.questions == []
    assert "late.png" in collector.sent, "recording goes on"


def test_a_refused_moment_is_tried_again_and_one_refused_asset_is_not(visit, collector):
    collector.asset_answers = [(503, {"Retry_After": "1"}), (429, {"Retry_After": "1"})]
    page = visit("shown.html")
    eventually(lambda: collector.questions, page, 15)
    collector.asset_answers = [(415, {})]
    eventually(lambda: len(collector.assets) >= len(shown.SHOWN) - 1, page, 15)
    page.wait_for_timeout(1500)
    assert len(collector.assets) >= len(shown.SHOWN) - 1 and len(collector.questions) == 1


def test_without_a_secure_context_nothing_is_kept(visit, collector, page):
    page.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })")
    visit("shown.html")
    page.wait_for_timeout(7000)
    assert told(collector) == {} and collector.questions == []


def test_a_page_without_pictures_loads_no_part(visit, collector):
    page = visit("lead.html")
    page.wait_for_timeout(2000)
    assert not page.evaluate("performance.getEntriesByType('resource').some((each) => /certify-assets/.test(each.name))")
