"""The demo: a person fills in its form, its buyer retains the certificate, and both certificates can be opened."""

from world import wait_until


def test_the_demo_leads_from_the_form_to_both_certificates(browser, signet):
    page = browser.new_page()
    page.goto(f"{signet.url}/demo")
    page.wait_for_selector("[name=xxTrustedFormCertUrl]", state="attached")
    page.fill("#first-name", "Ada")
    page.fill("#last-name", "Lovelace")
    page.locator("#email").press_sequentially("ada@example.com")
    page.locator("#phone").press_sequentially("5125550143")
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
    page.close()
