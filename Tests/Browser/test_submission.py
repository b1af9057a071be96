"""Every way in which a lead leaves a page is seen, and told with how it was seen."""

import pytest
from conftest import eventually


def fill(page):
    page.locator("[name=email]").press_sequentially("ada@example.com")
    page.locator("[name=phone]").press_sequentially("5125550143")


def submission(collector, page):
    eventually(lambda: collector.custom("signet.values"), page)
    submissions = collector.custom("signet.submit")
    assert len(submissions) == 1, submissions
    return submissions[0]


def submitted_values(collector):
    return {each["name"]: each["value"] for each in collector.custom("signet.values")[0]["values"]}


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("lead.html", "submit"),
        ("prevented.html", "submit"),
        ("request.html", "submit"),
        ("button.html", "inferred"),
        ("programmatic.html", "formdata"),
        ("untagged.html", "inferred"),
        ("anchor.html", "inferred"),
    ],
)
def test_a_submission_is_seen(visit, collector, name, how):
    page = visit(name)
    fill(page)
    page.locator("#send").click()
    seen = submission(collector, page)
    assert (seen["how"], seen["trusted"]) == (how, True)
    assert submitted_values(collector)["email"] == "ada@example.com"
    assert submitted_values(collector)["phone"] == "5125550143"


def test_enter_submits(visit, collector):
    page = visit("enter.html")
    page.locator("[name=phone]").press_sequentially("5125550143")
    page.locator("[name=email]").press_sequentially("ada@example.com")
    page.locator("[name=email]").press("Enter")
    # Two fields and no button: browsers do not submit then, so a script has to.
    page.evaluate("document.querySelector('form').requestSubmit()")
    assert submission(collector, page)["how"] == "submit"


def test_a_form_added_late_is_seen_and_carries_the_certificate(visit, collector):
    page = visit("late.html")
    page.locator("#open").click()
    fill(page)
    page.locator("#send").click()
    assert submission(collector, page)["how"] == "submit"
    eventually(lambda: collector.posts)
    assert collector.posts[0][1]["xxTrustedFormCertUrl"].endswith(collector.attempts[0].certificate)


def test_steps_that_replace_each_other_are_one_submission_with_all_values(visit, collector):
    page = visit("steps.html")
    page.locator("[name=email]").press_sequentially("ada@example.com")
    page.locator("#next").click()
    page.wait_for_timeout(1300)
    assert collector.custom("signet.submit") == []
    page.locator("[name=phone]").press_sequentially("5125550143")
    page.locator("#send").click()
    submission(collector, page)
    assert submitted_values(collector) == {"email": "ada@example.com", "phone": "5125550143"}


def test_a_form_in_a_frame_is_recorded_there(page, collector):
    page.goto(f"{collector.site}/framed.html")
    frame = page.frame_locator("#frame")
    eventually(lambda: collector.custom("signet.page"), page)
    frame.locator("[name=email]").press_sequentially("ada@example.com")
    frame.locator("#send").click()
    submission(collector, page)
    described = collector.custom("signet.page")[0]
    assert described["framed"] is True
    assert described["parent"] == f"{collector.site}/framed.html"
    assert described["top_origin"] == collector.site


def test_the_submission_is_flagged_and_sent_before_the_page_is_gone(visit, collector):
    page = visit("lead.html")
    page.locator("[name=email]").press_sequentially("ada@example.com")
    page.locator("#send").click()
    eventually(lambda: any(each.query.get("ended") for each in collector.batches))
    flagged = [each for each in collector.batches if each.query.get("submitted") == "1"]
    assert len(flagged) == 1
    assert any(event["data"].get("tag") == "signet.submit" for event in flagged[0].events)
    assert collector.events[-1]["data"]["tag"] == "signet.ended"


def test_a_submission_in_the_first_second_is_not_lost(page, collector):
    page.goto(f"{collector.site}/lead.html")
    page.locator("[name=email]").fill("ada@example.com")
    page.wait_for_timeout(300)
    page.locator("#send").click()
    eventually(lambda: collector.custom("signet.values"))
    assert any(each["type"] == 2 for each in collector.events)


def test_a_form_that_lacks_what_it_requires_is_not_submitted(visit, collector):
    page = visit("lead.html")
    page.locator("[name=first_name]").press_sequentially("Adelaide")
    page.locator("#send").click()
    page.wait_for_timeout(2500)
    assert collector.custom("signet.submit") == []
    assert "Adelaide" not in collector.sent


def test_a_link_that_leads_elsewhere_is_no_submission(visit, collector):
    page = visit("untagged.html")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<a id=away href=/privacy>Privacy</a>')")
    fill(page)
    page.locator("#away").click()
    eventually(lambda: collector.custom("signet.ended"))
    assert collector.custom("signet.submit") == []
    assert "ada@example.com" not in collector.sent


def test_reading_a_form_is_no_submission(visit, collector):
    page = visit("prevented.html")
    fill(page)
    page.evaluate("new FormData(document.querySelector('form'))")
    page.wait_for_timeout(2500)
    assert collector.custom("signet.submit") == []


#: Browsers tell where a page goes, or only that it is left.
NAVIGATION = pytest.mark.parametrize("tells", [True, False])


def leave_browser_silent(page, tells):
    if not tells:
        page.add_init_script("Object.defineProperty(window, 'navigation', { value: undefined })")


@NAVIGATION
@pytest.mark.parametrize("name", ["programmatic.html", "draft.html"])
def test_a_form_that_a_script_submits_is_seen(page, visit, collector, name, tells):
    leave_browser_silent(page, tells)
    visit(name)
    fill(page)
    page.locator("#send").click()
    assert submission(collector, page)["how"] == "formdata"


@NAVIGATION
@pytest.mark.parametrize("away", ["#away", "#draft", None])
def test_a_draft_that_a_page_keeps_is_no_submission(page, visit, collector, away, tells):
    leave_browser_silent(page, tells)
    visit("draft.html")
    fill(page)
    if away:
        page.locator(away).click()
    else:
        page.goto("about:blank")
    eventually(lambda: collector.custom("signet.ended"))
    assert collector.custom("signet.submit") == []
    assert "ada@example.com" not in collector.sent


@pytest.mark.parametrize("label", ["Continue", "Weiter", "Siguiente", "Start my quote", "See my options →", "Show password"])
def test_a_button_that_only_leads_on_is_no_submission(visit, collector, label):
    page = visit("wizard.html")
    page.locator("#go").evaluate("(button, label) => (button.textContent = label)", label)
    page.locator("[name=income]").press_sequentially("987654")
    page.locator("#go").click()
    page.locator("[name=email]").press_sequentially("ada@example.com")
    page.wait_for_timeout(1300)
    assert collector.custom("signet.submit") == []
    assert "987654" not in collector.sent and "ada@example.com" not in collector.sent
    page.locator("#send").click()
    assert submission(collector, page)["how"] == "submit"
    assert submitted_values(collector) == {"income": "987654", "email": "ada@example.com"}


@pytest.mark.parametrize(("label", "submissions"), [("Get my quote", ["click"]), ("Next", []), ("← Back", [])])
def test_a_submit_button_whose_click_the_page_keeps_is_a_submission_unless_it_leads_on(visit, collector, label, submissions):
    page = visit("wizard.html")
    page.evaluate("document.querySelector('#go').addEventListener('click', (event) => event.preventDefault())")
    page.locator("#go").evaluate("(button, label) => Object.assign(button, { type: 'submit', textContent: label })", label)
    page.locator("[name=income]").press_sequentially("987654")
    page.locator("#go").click()
    page.wait_for_timeout(500)
    page.goto("about:blank")
    eventually(lambda: collector.custom("signet.ended"))
    assert [each["how"] for each in collector.custom("signet.submit")] == submissions
