"""A person fills in a form and sends it, or leaves; a buyer then asks what is known of that visit."""

import pytest
from tap import given_away
from visits import Visit
from ways import WAYS, Lead, fill_first_step, open_and_fill, titled
from world import wait_until

PROPERTIES = [
    "domain", "page_url", "parent_page_url", "is_masked", "is_framed", "form_input_method", "form_input_kpm", "browser",
    "ip", "created_at", "expires_at", "age_seconds", "seconds_on_page", "num_sensitive_form_elements",
]  # fmt: skip
SAME_WHEN_MASKED = ["is_framed", "form_input_method", "form_input_kpm", "browser", "ip", "created_at", "seconds_on_page"]


@pytest.fixture
def lead(request) -> Lead:
    return Lead.of(request.node.nodeid)


def insights(signet, certificate, **operations) -> tuple[dict, dict]:
    status, answer = signet.ask(certificate, {"insights": {"properties": PROPERTIES}, **operations})
    assert status == 200 and answer["outcome"] == "success", answer
    return answer, answer["insights"]["properties"]


@pytest.mark.parametrize(**titled(WAYS))
def test_a_submission_becomes_a_certificate_that_answers(driver, signet, buyer, way, lead):
    visit = Visit(signet, driver, way)
    way.fill(visit.page, lead)
    way.send(visit.page)
    wait_until(lambda: visit.facts["form_submitted"])
    assert visit.facts["submissions"] == [way.how]
    assert given_away(lead.email, visit.sent), "what was submitted is what is searched for below"

    answer, full = insights(signet, visit.certificate, match_lead={"email": lead.email}, retain={"vendor": "V", "reference": "1"})
    assert answer["match_lead"]["result"]["success"] is True
    assert full["domain"] == "localhost" and full["is_masked"] is False
    assert full["is_framed"] is way.is_framed
    assert full["page_url"] == f"{signet.site}/{way.form_page}"
    assert full["parent_page_url"] == (f"{signet.site}/{way.page}" if way.is_framed else None)
    assert full["form_input_method"] == way.methods and full["form_input_kpm"] > 0
    assert driver.name in str(full["browser"])

    masked_url = answer["retain"]["results"]["masked_cert_url"]
    answer, masked = insights(signet, masked_url, match_lead={"phone": lead.phone})
    assert answer["match_lead"]["result"]["success"] is True
    assert masked["is_masked"] is True and masked["domain"].endswith(".masked.127.0.0.1")
    assert {name: masked[name] for name in SAME_WHEN_MASKED} == {name: full[name] for name in SAME_WHEN_MASKED}
    for certificate in (visit.certificate, masked_url):
        _, answer = signet.ask(certificate, {"match_lead": {"email": "somebody@else.example"}})
        assert answer["outcome"] == "failure" and answer["match_lead"]["result"]["success"] is False
    shows_what_is_known(buyer, visit.certificate, full)
    shows_no_origin(buyer, masked_url, masked, [signet.site, "localhost", way.page, way.form_page, visit.certificate])


def shows_what_is_known(buyer, certificate, facts):
    buyer.goto(certificate)
    assert buyer.inner_text("h1") == "Certificate of Consent"
    assert buyer.locator(".badges").inner_text().split() == ["✓", "Retained", "✓", "Matched"]
    assert facts["page_url"] in buyer.inner_text("#facts") and facts["domain"] in buyer.inner_text("#facts")
    assert "submitted form" in buyer.inner_text("#log-rows")
    buyer.wait_for_selector(".player[data-ready=true]")


def shows_no_origin(buyer, certificate, facts, origin):
    buyer.goto(certificate)
    assert buyer.inner_text("h1") == "Masked Certificate of Consent"
    assert facts["page_url"] in buyer.inner_text("#facts") and facts["domain"] in buyer.inner_text("#facts")
    assert buyer.locator(".player, #log-rows").count() == 0
    # The buyer's own account masked it: it alone is shown the way back.
    link = buyer.locator(".banner a")
    assert link.get_attribute("href") == origin[-1]
    link.evaluate("link => link.parentElement.remove()")
    assert [word for word in origin if word in buyer.content()] == []


@pytest.mark.parametrize(**titled(WAYS))
def test_who_leaves_without_submitting_leaves_nothing_that_was_typed(driver, signet, way, lead):
    visit = Visit(signet, driver, way)
    typed = fill_first_step if way.page == "steps.html" else way.fill
    typed(visit.page, lead)
    masked = b'"text":"' + b"*" * len(lead.email) + b'"'
    if typed is open_and_fill:
        # No person clicks, fills in a form and leaves within the second in which a click counts as the cause.
        wait_until(lambda: masked in visit.sent)
    driver.open(f"{signet.site}/elsewhere")
    wait_until(lambda: visit.has_ended)

    assert masked in visit.sent, "that something was typed is told, and how long it is"
    assert visit.facts["form_submitted"] is False and visit.facts["submissions"] == []
    assert given_away(lead.email, signet.received) == given_away(lead.phone, signet.received) == []
    _, answer = signet.ask(visit.certificate, {"match_lead": {"email": lead.email, "phone": lead.phone}})
    assert answer["outcome"] == "failure" and answer["match_lead"]["result"]["success"] is False
