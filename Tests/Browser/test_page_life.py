"""Pages that come back, that are loaded before anybody looks, that are touched, and that play."""

from __future__ import annotations

import base64
import io
import subprocess
import time
import wave
from typing import Iterator

import contexts
import pytest
from conftest import eventually
from playwright.sync_api import Browser, Page


def values(collector) -> dict[str, str]:
    return {each["name"]: each["value"] for payload in collector.custom("signet.values") for each in payload["values"]}


@pytest.fixture
def cached_page(browser: Browser, collector) -> Iterator[Page]:
    """A page of a browser that keeps pages for going back to, which a driven one does not by itself."""
    keeping = browser.browser_type.launch(
        executable_path="/usr/bin/chromium", args=["--no-sandbox"], ignore_default_args=["--disable-back-forward-cache"])
    page = keeping.new_page()
    page.set_default_timeout(8_000)
    yield page
    keeping.close()


def leave_and_come_back(page: Page, collector) -> None:
    page.goto(f"{collector.site}/lead.html")
    eventually(lambda: any(each["type"] == 2 for each in collector.events), page)
    page.evaluate("addEventListener('pageshow', ({ persisted }) => (window.cameBack = persisted))")
    page.locator("[name=email]").press_sequentially("ada@example.com")
    page.goto(f"{collector.site}/elsewhere")
    eventually(lambda: collector.custom("signet.ended"), page)
    page.go_back(wait_until="commit")
    eventually(lambda: page.evaluate("window.cameBack"), page)


def test_a_page_that_comes_back_goes_on_with_its_certificate(cached_page, collector):
    leave_and_come_back(cached_page, collector)
    assert "ada@" not in collector.sent
    cached_page.locator("[name=phone]").press_sequentially("5125551234")
    cached_page.locator("#send").click()
    eventually(lambda: collector.custom("signet.values"), cached_page)
    assert values(collector)["email"] == "ada@example.com" and values(collector)["phone"] == "5125551234"
    assert len({each.certificate for each in collector.batches}) == 1 and collector.issued == []
    assert sorted(each.sequence for each in collector.batches) == list(range(len(collector.batches)))
    eventually(lambda: collector.posts, cached_page)
    assert collector.posts[0][1]["xxTrustedFormCertUrl"].endswith(collector.batches[0].certificate)


def test_a_page_that_comes_back_after_its_certificate_was_sealed_takes_another(cached_page, collector):
    leave_and_come_back(cached_page, collector)
    first = collector.batches[0].certificate
    collector.answers = [(410, {})]
    cached_page.locator("[name=phone]").press_sequentially("5125551234")
    eventually(lambda: collector.batches[-1].certificate != first, cached_page)
    cached_page.locator("#send").click()
    eventually(lambda: collector.posts, cached_page)
    second = collector.batches[-1].certificate
    assert collector.posts[0][1]["xxTrustedFormCertUrl"].endswith(second) and len(collector.issued) == 1
    eventually(lambda: any(each.query.get("submitted") for each in collector.batches if each.certificate == second))


def test_a_page_loaded_ahead_waits_until_it_is_shown(collector, tmp_path):
    collector.late_pages["ahead.html"] = """<!doctype html><title>Ahead</title>
      <script nonce="page" type="speculationrules">{"prerender":[{"urls":["/lead.html"],"eagerness":"immediate"}]}</script>
      <script nonce="page">setTimeout(() => (location.href = "/lead.html"), 8_000)</script>"""
    collector.csp = f"script-src {collector.api} 'nonce-page' 'inline-speculation-rules'; connect-src {collector.api}"
    # Chromium loads nothing ahead while it is driven.
    alone = ["/usr/bin/chromium", "--headless=new", "--no-sandbox", f"--user-data-dir={tmp_path}", "--remote-debugging-port=0"]
    with subprocess.Popen([*alone, f"{collector.site}/ahead.html"], stderr=subprocess.DEVNULL) as chromium:
        try:
            eventually(lambda: collector.certificates)
            loaded = time.time()
            eventually(lambda: any(each["type"] == 2 for each in collector.events), seconds=20)
        finally:
            chromium.terminate()
    assert min(each.received for each in collector.attempts) - loaded > 4, "nobody had seen the page yet"
    assert len(collector.certificates) == 1, "the page that was loaded ahead is the one that was shown"


def test_touches_are_told_apart_from_a_mouse(browser, collector):
    context = browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{collector.site}/lead.html")
    eventually(lambda: any(each["type"] == 2 for each in collector.events), page)
    page.locator("[name=email]").tap()
    page.locator("[name=email]").press_sequentially("ada@example.com")
    page.locator("#send").tap()
    eventually(lambda: collector.custom("signet.values"), page)
    actions = [each["data"] for each in collector.events if each["type"] == 3 and each["data"]["source"] == 2]
    # Touch start and end, and the click that the browser makes of them.
    assert {7, 9, 2} <= {each["type"] for each in actions}
    assert all(each["pointerType"] == 2 for each in actions if each["type"] in (2, 7, 9))
    assert collector.custom("signet.signals")[-1]["touches"] >= 2
    contexts.close(context)


def test_what_plays_is_told(visit, page, collector):
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setparams((1, 1, 8_000, 0, "NONE", ""))
        file.writeframes(bytes([128]) * 80_000)
    source = base64.b64encode(sound.getvalue()).decode()
    collector.csp = f"script-src {collector.api}; connect-src {collector.api}; media-src data:"
    visit("lead.html")
    page.evaluate("""async (source) => {
      const audio = Object.assign(document.createElement("audio"), { src: `data:audio/wav;base64,${source}`, muted: true });
      document.body.append(audio);
      // The part that tells of media is loaded once the page has some.
      await new Promise((done) => setTimeout(done, 2_000));
      await audio.play();
      audio.pause();
    }""", source)
    told = lambda: [each["data"] for each in collector.events if each["type"] == 3 and each["data"]["source"] == 7]
    eventually(lambda: len(told()) >= 2, page)
    assert [each["type"] for each in told()][:2] == [0, 1]
    assert all(each["muted"] and each["id"] > 0 for each in told())
