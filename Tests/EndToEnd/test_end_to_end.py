"""A person fills in a form in a real browser; a buyer retains its certificate; both certificates can be opened."""

import zlib

import pytest
from conftest import wait_until

EMAIL, PHONE = "ada@example.com", "5125550143"
QUESTION = {
    "match_lead": {"email": EMAIL},
    "retain": {"vendor": "Vendor", "reference": "1"},
    "insights": {"properties": ["domain", "page_url", "is_masked", "is_framed", "form_input_method", "expires_at", "created_at"]},
}


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 900, "height": 700})
    page = context.new_page()
    page.sent = []
    page.on("request", lambda request: page.sent.append(request) if "/events/" in request.url else None)
    yield page
    context.close()


def recorded(page, signet, name):
    """Opens a page and waits until its recording has begun."""
    with page.expect_response(lambda response: "/events/0" in response.url and response.status == 204, timeout=15_000):
        page.goto(f"{signet.site}/{name}")


def certificate_of(page) -> str:
    request = next(request for request in page.sent)
    origin, rest = request.url.split("/v1/certificates/")
    return f"{origin}/{rest.split('/')[0]}"


def fill(scope, phone=True):
    scope.locator("[name=email]").press_sequentially(EMAIL)
    if phone:
        scope.locator("[name=phone]").press_sequentially(PHONE)


def click_send(page):
    fill(page)
    page.locator("#send").click()


def press_enter(page):
    fill(page)
    page.locator("[name=email]").press("Enter")
    page.evaluate("document.querySelector('form')?.requestSubmit()")


def walk_steps(page):
    page.locator("[name=email]").press_sequentially(EMAIL)
    page.locator("#next").click()
    page.locator("[name=phone]").press_sequentially(PHONE)
    page.locator("#send").click()


def open_and_send(page):
    page.locator("#open").click()
    click_send(page)


def send_in_frame(page):
    frame = page.frame_locator("#frame")
    fill(frame, phone=False)
    frame.locator("#send").click()


WAYS = [
    ("lead.html", click_send, "plain"),
    ("prevented.html", click_send, "preventDefault and a request of the page's own"),
    ("button.html", click_send, "a button that posts"),
    ("programmatic.html", click_send, "form.submit()"),
    ("enter.html", press_enter, "Enter"),
    ("untagged.html", click_send, "an untagged div"),
    ("anchor.html", click_send, "an untagged link"),
    ("steps.html", walk_steps, "steps"),
    ("late.html", open_and_send, "a form added late"),
    ("framed.html", send_in_frame, "a form in a frame"),
]


@pytest.mark.parametrize(("name", "send", "way"), WAYS, ids=[way for _, _, way in WAYS])
def test_a_submission_becomes_a_certificate_that_answers(page, signet, name, send, way):
    recorded(page, signet, name)
    send(page)
    url = certificate_of(page)
    wait_until(lambda: signet.certificate(url)["form_submitted"], seconds=30)

    status, answer = signet.ask(url, QUESTION)
    assert status == 200 and answer["outcome"] == "success", answer
    properties = answer["insights"]["properties"]
    assert properties["domain"] == "localhost"
    assert properties["is_framed"] == (name == "framed.html")
    assert "typing" in properties["form_input_method"]
    assert properties["page_url"].startswith(signet.site)

    masked = answer["retain"]["results"]["masked_cert_url"]
    status, other = signet.ask(masked, {"match_lead": {"email": EMAIL}, "insights": QUESTION["insights"]})
    assert status == 200 and other["outcome"] == "success"
    assert other["insights"]["properties"]["is_masked"] is True
    assert other["insights"]["properties"]["domain"].endswith(".masked.127.0.0.1")

    for address, title in [(url, "Certificate of Consent"), (masked, "Masked Certificate of Consent")]:
        status, html = signet.get("/" + address.rsplit("/", 1)[-1], authorized=address == url)
        assert status == 200
    status, html = signet.get("/" + url.rsplit("/", 1)[-1], authorized=True)
    assert "Certificate of Consent" in html and "submitted form" in html


def test_who_leaves_without_submitting_leaves_nothing_that_was_typed(page, signet):
    recorded(page, signet, "lead.html")
    fill(page)
    page.wait_for_timeout(2_500)
    url = certificate_of(page)
    page.goto("about:blank")
    wait_until(lambda: len(page.sent) >= 2)
    assert signet.certificate(url)["form_submitted"] is False
    for request in page.sent:
        body = request.post_data_buffer or b""
        text = zlib.decompress(body, -15) if "deflate-raw" in request.url else body
        assert EMAIL.encode() not in text and PHONE.encode() not in text
    status, answer = signet.ask(url, {"match_lead": {"email": EMAIL}})
    assert status == 200 and answer["outcome"] == "failure"


def test_the_demo_leads_from_the_form_to_both_certificates(page, signet):
    page.goto(f"{signet.url}/demo")
    page.wait_for_selector("[name=xxTrustedFormCertUrl]", state="attached")
    page.fill("#first-name", "Ada")
    page.fill("#last-name", "Lovelace")
    page.locator("#email").press_sequentially(EMAIL)
    page.locator("#phone").press_sequentially(PHONE)
    page.fill("#zip", "78701")
    page.select_option("#home-type", "Townhouse")
    page.check("[name=ownership] >> nth=0")
    page.check("#agree")
    page.click("button[type=submit]")
    page.wait_for_selector(".outcome-success")
    full, masked = [link.get_attribute("href") for link in page.query_selector_all(".card a")]

    page.goto(full)
    assert "Certificate of Consent" in page.inner_text("h1")
    assert "clicking “Get my quote”, I give" in page.inner_text("blockquote")
    page.wait_for_selector("[role=slider]", timeout=10_000)
    replayed = page.frame(url=lambda url: "/replay/frame" in url)
    wait_until(lambda: "Get my quote" in (replayed.inner_text("body") or ""))
    page.goto(masked)
    assert "Masked Certificate of Consent" in page.inner_text("h1")
    assert "/demo" not in page.content()
    assert page.query_selector("[role=slider]") is None
