"""The same promises in another engine."""

import pytest
from conftest import eventually
from firefox import Firefox


@pytest.fixture(scope="module")
def process():
    process = Firefox()
    yield process
    process.close()


@pytest.fixture
def firefox(process):
    with process.tab() as tab:
        yield tab


def test_a_form_is_filled_recorded_and_submitted(firefox, collector):
    firefox.open(f"{collector.site}/lead.html")
    eventually(lambda: any(each["type"] == 2 for each in collector.events), seconds=20)
    firefox.click("[name=email]")
    firefox.type("ada@example.com")
    assert "ada@example.com" not in collector.sent
    firefox.click("#agree")
    firefox.click("#send")
    eventually(lambda: collector.custom("signet.values"), seconds=20)
    eventually(lambda: collector.posts)
    certificate = collector.attempts[0].certificate
    assert collector.posts[0][1]["xxTrustedFormCertUrl"] == f"{collector.api}/{certificate}"
    assert collector.custom("signet.submit")[0]["how"] == "submit"
    values = {each["name"]: each["value"] for each in collector.custom("signet.values")[0]["values"]}
    assert values["email"] == "ada@example.com"
    fields = {each["name"]: each for each in collector.custom("signet.field")}
    assert (fields["email"]["method"], fields["email"]["keystrokes"]) == ("typing", 15)
    (language,) = collector.custom("signet.consent")[-1]["languages"]
    assert language["font_size"] == 11 and language["checked"] is True
    eventually(lambda: collector.custom("signet.ended"), seconds=20)


def fill(firefox, collector, page):
    firefox.open(f"{collector.site}/{page}")
    eventually(lambda: any(each["type"] == 2 for each in collector.events), seconds=20)
    for name, value in {"email": "ada@example.com", "phone": "5125550143"}.items():
        firefox.click(f"[name={name}]")
        firefox.type(value)


@pytest.mark.parametrize(("page", "how"), [("untagged.html", "inferred"), ("programmatic.html", "formdata"), ("draft.html", "formdata")])
def test_a_submission_without_a_submit_button_is_seen(firefox, collector, page, how):
    fill(firefox, collector, page)
    firefox.click("#send")
    eventually(lambda: collector.custom("signet.submit"), seconds=20)
    assert collector.custom("signet.submit")[0]["how"] == how


def test_a_draft_that_a_page_keeps_is_no_submission(firefox, collector):
    fill(firefox, collector, "draft.html")
    firefox.click("#draft")
    eventually(lambda: collector.custom("signet.ended"), seconds=20)
    assert collector.custom("signet.submit") == []
    assert "ada@example.com" not in collector.sent
