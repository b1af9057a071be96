"""The words a visitor agreed to are found, measured, and tied to the control that said yes."""

import html
import json
from pathlib import Path

import pytest
from conftest import eventually

LABELLED = Path(__file__).resolve().parents[1] / "SignetRecordingTests" / "Consent"


def languages(collector):
    found = collector.custom("signet.consent")
    return found[-1]["languages"] if found else []


def test_consent_is_found_in_the_text_of_the_page(visit, collector):
    page = visit("lead.html")
    eventually(lambda: languages(collector), page)
    (language,) = languages(collector)
    assert language["text"].startswith("By checking this box I agree to receive calls and text messages from Acme Roofing")
    assert language["text"].endswith("not a condition of purchase.")
    assert (language["source"], language["visible"], language["font_size"]) == ("page", True, 11)
    assert language["contrast"] == 4.48
    assert (language["opt_in"], language["checked"]) == ("manual", False)


def test_opting_in_is_told_and_seen_at_the_submission(visit, collector):
    page = visit("lead.html")
    eventually(lambda: languages(collector), page)
    page.locator("[name=email]").press_sequentially("ada@example.com")
    page.locator("#agree").check()
    page.locator("#send").click()
    eventually(lambda: collector.custom("signet.values"))
    (language,) = languages(collector)
    assert language["checked"] is True and language["opt_in"] == "manual"
    assert collector.custom("signet.opt_in") == [{"id": language["control"], "checked": True, "trusted": True}]
    tags = [each["data"].get("tag") for each in collector.events]
    assert tags.index("signet.submit") == tags.index("signet.values") - 1


def test_each_kind_of_opt_in_is_told_apart_and_cookies_are_left_out(visit, collector):
    page = visit("consents.html")
    eventually(lambda: len(languages(collector)) == 2, page)
    by_opt_in = {each["opt_in"]: each for each in languages(collector)}
    assert "authorize Acme" in by_opt_in["non-interactive"]["text"]
    assert by_opt_in["non-interactive"]["control"] is None
    assert by_opt_in["non-interactive"]["font_size"] == 9
    assert by_opt_in["non-interactive"]["contrast"] < 2
    assert by_opt_in["pre-selected"]["checked"] is True


@pytest.mark.parametrize(
    ("name", "parameters", "where"),
    [
        ("lead.html", "", "#consent"),
        ("tagged.html", "use_tagged_consent=true", "p"),
        ("tagged.html", "use_tagged_consent=true", "form"),
    ],
)
def test_hidden_content_is_no_part_of_what_is_agreed_to(visit, collector, name, parameters, where):
    page = visit(name, parameters)
    page.evaluate(
        "where => document.querySelector(where).insertAdjacentHTML('beforeend', "
        "'<i data-tf-sensitive=true>Call 4455 <b>and text 6677</b></i> <em>or message me</em>')",
        where,
    )
    tag = "tags" if parameters else "consent"
    eventually(lambda: "or message me" in json.dumps(collector.custom(f"signet.{tag}")), page)
    assert "4455" not in collector.sent and "6677" not in collector.sent


def test_consent_that_appears_later_is_found(visit, collector):
    page = visit("steps.html")
    page.locator("[name=email]").press_sequentially("ada@example.com")
    page.locator("#next").click()
    eventually(lambda: languages(collector), page)
    assert languages(collector)[0]["text"] == "By clicking Finish I consent to be contacted by phone and e-mail."


def test_tags_count_where_the_publisher_says_so(visit, collector):
    page = visit("tagged.html", "use_tagged_consent=true")
    eventually(lambda: languages(collector), page)
    (language,) = languages(collector)
    assert (language["source"], language["text"]) == ("tag", "Yes, Acme Roofing may ring me.")
    assert language["control"] is not None
    tags = {each["role"]: each["text"] for each in collector.custom("signet.tags")[0]["elements"]}
    assert tags["consent-advertiser-name"] == "Acme Roofing"
    assert tags["consent-grantor-name"] == ""
    assert set(tags) >= {"offer", "submit", "consent-opt-in", "consent-language"}


def test_tags_are_ignored_otherwise(visit, collector):
    page = visit("tagged.html")
    page.wait_for_timeout(1200)
    assert collector.custom("signet.tags") == []
    assert [each["source"] for each in languages(collector)] == ["page"]


@pytest.mark.parametrize("file", sorted(LABELLED.glob("*.jsonl")), ids=lambda file: file.stem)
def test_what_the_server_would_call_consent_is_in_the_net(visit, collector, file):
    """The browser reports whatever may be consent; the server decides. What is not reported cannot be found."""
    texts = [row["text"] for row in map(json.loads, file.read_text().splitlines()) if row["consent"]]
    reported = 0
    for start in range(0, len(texts), 25):
        some = texts[start:start + 25]
        collector.late_pages["labelled.html"] = "<!doctype html><body>" + "".join(
            f"<div><p>{html.escape(text)}</p></div>" for text in some
        ) + '<form><input name="email"></form><script src="https://signet.invalid/certify.js" async></script>'
        page = visit("labelled.html")
        eventually(lambda: languages(collector), page)
        page.wait_for_timeout(300)
        found = {each["text"] for each in languages(collector)}
        reported += sum(text in found for text in some)
        collector.reset()
    assert reported / len(texts) >= 0.98


def test_a_long_page_full_of_talk_about_calls_is_held_up_no_longer_than_another(visit, collector):
    longest = {}
    for word in ["other", "text"]:
        rows = "".join(f"<div><b>{row}</b><i>{word} me</i></div>" for row in range(6000))
        collector.late_pages["talk.html"] = (
            f'<!doctype html><body><div>{rows}</div><p>I agree to be called.</p><form><input name="email"></form>'
            "<script nonce='page'>window.longest = 0; addEventListener('load', () => setTimeout(() => "
            "new PerformanceObserver((list) => { for (const each of list.getEntries()) longest = Math.max(longest, each.duration); })"
            '.observe({ type: "longtask" })))</script><script src="https://signet.invalid/certify.js" async></script>'
        )
        page = visit("talk.html")
        eventually(lambda: collector.custom("signet.consent"), page, seconds=20)
        longest[word] = page.evaluate("longest")
        collector.reset()
    # Looking at each of these rows anew took eight times as long.
    assert longest["text"] <= 4 * max(longest["other"], 50), longest
