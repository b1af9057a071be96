"""The certificate's URL reaches every form there is, however it came to be."""

import re

from conftest import eventually

FIELDS = ["xxTrustedFormToken", "xxTrustedFormPingUrl", "xxTrustedFormCertUrl"]
VALUES = """([root, name]) => {
  const scope = root.split(" >>> ").reduce((node, part) => part ? (node.shadowRoot || node).querySelector(part) : node, document);
  return [...(scope.shadowRoot || scope).querySelectorAll(`[name=${name}]`)].map((input) => input.value);
}"""


def values(page, root, name):
    return page.evaluate(VALUES, [root, name])


def test_every_form_gets_the_three_fields_once(visit, collector):
    page = visit("forms.html")
    for form in ["#one", "#two", "#three", "#early"]:
        for name in FIELDS:
            assert len(values(page, form, name)) == 1, (form, name)
            assert values(page, form, name)[0].startswith(collector.api)


def test_fields_carry_the_certificate_and_the_ping_url(visit, collector):
    page = visit("forms.html")
    (url,), (token,), (ping,) = (values(page, "#one", name) for name in ["xxTrustedFormCertUrl", "xxTrustedFormToken", "xxTrustedFormPingUrl"])
    assert re.fullmatch(re.escape(collector.api) + "/[0-9a-f]{40}", url)
    assert token == url
    assert re.fullmatch(re.escape(collector.api) + r"/0\.[\w-]+\.[\w-]+\.[\w-]+", ping)
    assert collector.attempts[0].certificate == url[-40:]


def test_ids_of_injected_fields_are_numbered_by_form(visit, collector):
    page = visit("forms.html")
    assert page.locator("#one [name=xxTrustedFormCertUrl]").get_attribute("id") == "xxTrustedFormCertUrl_0"
    assert page.locator("#three [name=xxTrustedFormPingUrl]").get_attribute("id") == "xxTrustedFormPingUrl_2"


def test_an_input_of_that_name_is_filled_and_not_doubled(visit, collector):
    page = visit("forms.html")
    assert len(values(page, "#two", "xxTrustedFormCertUrl")) == 1
    assert page.locator("#loose").input_value() == page.locator("#two [name=xxTrustedFormCertUrl]").input_value()


def test_a_form_added_later_is_filled(visit, collector):
    page = visit("forms.html")
    page.locator("#more").click()
    eventually(lambda: all(values(page, "#added", name) for name in FIELDS), page)


def test_a_form_in_a_shadow_root_added_or_defined_later_is_filled(visit, collector):
    page = visit("forms.html")
    page.locator("#more").click()
    eventually(lambda: values(page, "#grown", FIELDS[0]), page)
    # This root came without any node being added, so it is found when it is used.
    page.evaluate("document.querySelector('#undefined-yet').shadowRoot.querySelector('input').focus()")
    eventually(lambda: values(page, "#undefined-yet", FIELDS[0]), page)


def test_a_field_the_page_threw_away_comes_back(visit, collector):
    page = visit("forms.html")
    page.evaluate("document.querySelector('#one').innerHTML = '<input name=email>'")
    eventually(lambda: len(values(page, "#one", FIELDS[2])) == 1, page)


def test_a_reset_leaves_the_fields_filled(visit, collector):
    page = visit("forms.html")
    page.evaluate("document.querySelector('#two').reset()")
    eventually(lambda: values(page, "#two", FIELDS[2])[0], page)


def test_the_page_can_rename_the_fields(visit, collector):
    page = visit("forms.html", "field=proof&ping_field=ping&token_field=tok")
    assert all(values(page, "#one", name) for name in ["proof", "ping", "tok"])
    assert not values(page, "#one", FIELDS[2])


def test_form_selector_takes_names_classes_and_ids(visit, collector):
    page = visit("forms.html", "form_selector=third,.wanted")
    assert values(page, "#three", FIELDS[0]) and values(page, "#two", FIELDS[0])
    assert not values(page, "#one", FIELDS[0])
    assert page.locator("#loose").input_value() == ""


def test_callbacks_hear_once_and_a_second_load_is_harmless(visit, collector):
    page = visit("twice.html")
    eventually(lambda: len(page.evaluate("window.calls")) == 3, page)
    page.wait_for_timeout(300)
    certificate = page.evaluate("window.trustedForm.id")
    assert sorted(page.evaluate("window.calls")) == sorted([certificate, f"{collector.api}/{certificate}", f"neutral {certificate}"])
    assert len(values(page, "#lead", FIELDS[0])) == 1
    assert {each.certificate for each in collector.attempts} == {certificate}


def test_a_loader_older_than_a_minute_takes_a_new_certificate_first(visit, collector):
    collector.loader_age = 300
    page = visit("twice.html")
    assert len(collector.issued) == 1
    assert collector.issued[0] == {"page_url": f"{collector.site}/twice.html", "sandbox": False}
    assert len(page.evaluate("window.calls")) == 3
    assert values(page, "#lead", FIELDS[2])[0].endswith(collector.attempts[0].certificate)


def test_next_closes_the_certificate_and_opens_another(visit, collector):
    page = visit("lead.html", "identifier=first")
    before = page.evaluate("window.trustedForm.id")
    result = page.evaluate("trustedFormNext({ identifier: 'second' }, (it) => window.heard = it)")
    assert result["id"] == result["cert_id"] == page.evaluate("window.signet.id") != before
    assert result["external_id"] == "second" and result["token"].endswith(result["id"])
    assert page.evaluate("window.heard.id") == result["id"]
    assert page.locator("[name=xxTrustedFormCertUrl]").input_value() == result["token"]
    eventually(lambda: [each for each in collector.batches if each.certificate == result["id"]], page)
    first = [event for each in collector.batches if each.certificate == before for event in each.events]
    assert first[-1]["data"] == {"tag": "signet.ended", "payload": {"reason": "next"}}
    assert [each.query.get("ended") for each in collector.batches if each.certificate == before][-1] == "1"
    assert [each["identifier"] for each in collector.custom("signet.page")] == ["first", "second"]


def test_next_takes_what_it_is_not_told_from_the_script_tag(visit, collector):
    page = visit("lead.html", "identifier=first")
    names = "[...document.querySelectorAll('form [type=hidden]')].map((input) => input.name)"
    assert page.evaluate("trustedFormNext({ identifier: 'second', field: 'other' })")["external_id"] == "second"
    assert sorted(page.evaluate(names)) == sorted(["other", *FIELDS[:2]])
    assert page.evaluate("trustedFormNext()")["external_id"] == "first"
    eventually(lambda: sorted(page.evaluate(names)) == sorted(FIELDS), page)
    certificate = page.evaluate("window.trustedForm.certificate_url")
    assert values(page, "#lead", "xxTrustedFormCertUrl") == [certificate]


def test_stop_ends_the_recording_for_good(visit, collector):
    page = visit("lead.html")
    page.evaluate("trustedFormStopRecording(); trustedFormStopRecording(); trustedFormStartRecording()")
    eventually(lambda: collector.custom("signet.ended"), page)
    count = len(collector.attempts)
    page.locator("[name=email]").press_sequentially("ada@example.com")
    page.wait_for_timeout(2500)
    assert len(collector.attempts) == count
    assert collector.custom("signet.ended") == [{"reason": "stop"}]


def test_a_recording_held_back_starts_when_the_page_says(visit, collector):
    page = visit("lead.html", "disable_recording=true", recorded=False)
    page.wait_for_timeout(1500)
    assert collector.attempts == []
    assert page.locator("[name=xxTrustedFormCertUrl]").input_value()
    page.evaluate("trustedFormStartRecording()")
    eventually(lambda: collector.custom("signet.page"), page)
