"""What was typed stays in the browser until it was submitted, and some of it after that."""

import base64

import pytest
from collector import PAGES
from conftest import eventually

CARD = "4111111111111111"
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def test_nothing_typed_leaves_an_abandoned_form(visit, collector):
    page = visit("lead.html")
    typed = {"first_name": "Adelaide", "email": "ada@example.com", "phone": "5125550143", "notes": "Leaking since May", "salary": "73500"}
    for name, value in typed.items():
        page.locator(f"[name={name}]").press_sequentially(value)
    page.locator("[name=state]").select_option("TX")
    page.wait_for_timeout(2300)
    page.goto("about:blank")
    eventually(lambda: collector.custom("signet.ended"))
    for value in typed.values():
        assert value not in collector.sent
    assert '"text":"TX"' not in collector.sent
    assert "Texas" in collector.sent, "the choices are the page's, only the choice is the visitor's"


def test_prefilled_and_hidden_values_do_not_leave_either(visit, collector):
    visit("lead.html")
    assert "PRE123" not in collector.sent
    assert collector.api + "/" + collector.attempts[0].certificate not in collector.sent


def test_sensitive_values_do_not_leave_even_when_submitted(visit, collector):
    page = visit("lead.html")
    secrets = {"secret": "hunter2secret", "salary": "73500", "card_number": "4000 0000", "notes": CARD}
    for name, value in {"email": "ada@example.com", **secrets}.items():
        page.locator(f"[name={name}]").press_sequentially(value)
    page.evaluate("document.querySelector('[name=secret]').type = 'text'")
    page.locator("#send").click()
    eventually(lambda: collector.custom("signet.values"))
    assert "ada@example.com" in collector.sent
    for value in secrets.values():
        assert value not in collector.sent
    assert collector.custom("signet.sensitive")[0] == {"form": 3, "content": 1}


@pytest.mark.parametrize(
    ("name", "autocomplete"),
    [
        ("applicant_ssn", ""),
        ("applicantSSN", ""),
        ("ssn4", ""),
        ("card_cvv", ""),
        ("cardCvc", ""),
        ("cvv2", ""),
        ("user_ccnum", ""),
        ("card_no_1", ""),
        ("code2", "section-pay billing cc-csc"),
    ],
)
def test_what_is_secret_by_its_name_does_not_leave_even_when_submitted(visit, collector, name, autocomplete):
    page = visit("prevented.html")
    page.evaluate(
        "([name, autocomplete]) => Object.assign(document.querySelector('[name=phone]'), { name, autocomplete })", [name, autocomplete]
    )
    page.locator("[name=email]").press_sequentially("ada@example.com")
    page.locator(f"[name={name}]").press_sequentially("98765")
    page.locator("#send").click()
    eventually(lambda: collector.custom("signet.values"), page)
    assert [each["name"] for each in collector.custom("signet.values")[0]["values"]] == ["email"]
    assert "98765" not in collector.sent


@pytest.mark.parametrize("name", ["business_name", "className", "discount", "account_number", "cover_letter", "address_number"])
def test_what_only_sounds_like_it_is_no_secret(visit, collector, name):
    page = visit("prevented.html")
    page.evaluate("name => (document.querySelector('[name=phone]').name = name)", name)
    page.locator("[name=email]").press_sequentially("ada@example.com")
    page.locator(f"[name={name}]").press_sequentially("98765")
    page.locator("#send").click()
    eventually(lambda: collector.custom("signet.values"), page)
    assert "98765" in collector.sent


def test_hidden_content_is_a_placeholder(visit, collector):
    visit("lead.html")
    assert "99887766" not in collector.sent
    assert '"data-signet-hidden":"true"' in collector.sent


def test_content_hidden_later_stays_hidden(visit, collector):
    page = visit("lead.html")
    page.evaluate("document.querySelector('#vault p').textContent = 'Balance 4455'")
    page.evaluate("document.querySelector('#vault').insertAdjacentHTML('beforeend', '<b>Balance 6677</b>')")
    page.evaluate("document.querySelector('#hello').innerHTML = '<i data-tf-sensitive=true>Balance 8899</i>'")
    page.wait_for_timeout(2300)
    assert "Balance" not in collector.sent


def test_text_that_repeats_a_typed_value_is_masked_until_submission(visit, collector):
    page = visit("mirror.html")
    page.locator("[name=full_name]").press_sequentially("Adelaide Hughes", delay=15)
    page.locator("#story").press_sequentially("My roof leaks")
    page.wait_for_timeout(2300)
    assert "Adelaide" not in collector.sent and "Hughes" not in collector.sent
    assert "roof" not in collector.sent
    assert "Thank you, ***" in collector.sent
    page.locator("#send").click()
    eventually(lambda: collector.custom("signet.values"), page)
    page.evaluate("greeting.textContent = 'Good bye, Adelaide Hughes'")
    eventually(lambda: "Good bye, Adelaide Hughes" in collector.sent, page)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Adelaide Hughes", "node.textContent = 'İİİİ, Adelaide Hughes'"),
        ("Adelaide Hughes", "node.className = 'for-Adelaide'"),
        ("Adelaide Hughes", "node.id = 'of-adelaide'"),
        ("Adelaide Hughes", "node.style.setProperty('--name', '\"Adelaide Hughes\"')"),
        ("Adelaide Hughes", "node.href = '/resume?' + new URLSearchParams({ n: 'Adelaide Hughes' })"),
        ("Adel@Hughes.example", "node.href = '/resume?e=' + encodeURIComponent('Adel@Hughes.example')"),
        ("ÉvaAdel Hughes", "node.href = '/resume?e=' + encodeURIComponent('ÉvaAdel Hughes')"),
        ("5125550147", "node.textContent = 'We will call (512) 555-0147'"),
        ("+1 512 555 0147", "node.textContent = 'We will call 512.555-0147'"),
        ("512-555-0147", "node.textContent = 'We will call +15125550147'"),
        ("5125550", "node.textContent = 'We will call (512) 555-0'"),
    ],
)
def test_a_typed_value_is_masked_however_the_page_repeats_it(visit, collector, typed, shown):
    page = visit("mirror.html")
    page.evaluate("document.body.append(Object.assign(document.createElement('a'), { title: 'here', textContent: 'x' }))")
    page.locator("[name=email]").evaluate("field => (field.type = 'text')")
    page.locator("[name=email]").press_sequentially(typed)
    page.evaluate(f"node = document.querySelector('a'); {shown}; document.body.append('Done')")
    eventually(lambda: "Done" in collector.sent, page)
    sent = collector.sent.lower()
    for part in ("adel", "hughes", "(512)", "512.", "555-0", "5550147"):
        assert part not in sent
    assert "****" in sent


def test_a_short_number_is_not_found_among_the_numbers_of_a_style(visit, collector):
    page = visit("mirror.html")
    page.locator("[name=full_name]").press_sequentially("10010")
    page.evaluate("document.querySelector('h1').style.transform = 'matrix(1, 0, 0, 1, 0, 0)'")
    eventually(lambda: "matrix(1, 0, 0, 1, 0, 0)" in collector.sent, page)


def test_a_label_that_repeats_a_typed_value_is_masked(visit, collector):
    page = visit("mirror.html")
    page.locator("[name=full_name]").press_sequentially("Adelaide")
    page.evaluate("document.querySelectorAll('label')[1].firstChild.data = 'Thanks, Adelaide. What is your e-mail?'")
    page.locator("[name=email]").press_sequentially("a@b.example")
    page.locator("[name=full_name]").focus()
    eventually(lambda: [each for each in collector.custom("signet.field") if each["name"] == "email"], page)
    assert "Thanks, ********. What" in collector.sent and "Adelaide" not in collector.sent


def enter(page):
    page.locator("[name=full_name]").press_sequentially("Adelaide Hughes")
    page.locator("#story").press_sequentially("My roof leaks")


def test_a_recording_that_begins_late_does_not_tell_what_was_typed_before(page, visit, collector):
    visit("mirror.html", "disable_recording=true", recorded=False)
    page.wait_for_function("window.trustedForm")
    enter(page)
    page.evaluate("document.querySelector('label').remove(), (document.title = 'For Adelaide'), trustedFormStartRecording()")
    eventually(lambda: any(each["type"] == 2 for each in collector.events), page)
    assert "Adelaide" not in collector.sent and "roof" not in collector.sent
    assert "Thank you, ***" in collector.sent


def test_the_next_recording_knows_what_was_typed_and_what_was_a_password(visit, collector):
    page = visit("mirror.html")
    enter(page)
    page.locator("[name=email]").evaluate("field => (field.type = 'password')")
    page.locator("[name=email]").press_sequentially("hunter2secret")
    page.locator("[name=email]").evaluate("field => (field.type = 'text')")
    page.evaluate("document.querySelector('label').remove()")
    page.evaluate("trustedFormNext()")
    eventually(lambda: sum(each["type"] == 2 for each in collector.events) == 2, page)
    assert "Adelaide" not in collector.sent and "roof" not in collector.sent
    page.locator("#send").click()
    eventually(lambda: collector.custom("signet.submit"), page)
    page.wait_for_timeout(500)
    assert "hunter2secret" not in collector.sent


def test_pictures_of_what_the_visitor_brought_are_not_sent_before_a_submission(visit, collector):
    collector.late_pages["licence.html"] = f"""<!doctype html><title>Licence</title><img src="data:image/png;base64,{DOT}">
        <form><input name="email" type="email" required><input type="file"><img class="shown"><div></div><p></p><button>Send</button></form>
        <script nonce="page">
        document.querySelector("[type=file]").addEventListener("change", ({{ target }}) => {{
          const reader = new FileReader();
          reader.onload = () => {{
            document.querySelector(".shown").src = reader.result;
            document.querySelector("form").append(Object.assign(new Image(), {{ src: reader.result }}), "Done");
            document.querySelector("div").style.backgroundImage = `url(${{reader.result}})`;
            document.querySelector("p").textContent = target.files[0].name;
          }};
          reader.readAsDataURL(target.files[0]);
        }});
        </script><script src="https://signet.invalid/certify.js" async></script>"""
    page = visit("licence.html")
    licence = base64.b64decode(DOT) + b"licence"
    page.set_input_files("[type=file]", {"name": "licence-of-ada.png", "mimeType": "image/png", "buffer": licence})
    eventually(lambda: "Done" in collector.sent, page)
    assert collector.sent.count("iVBOR") == 1, "what stood in the page is the page's"
    assert "licence-of-ada" not in collector.sent


def test_inverted_sensitivity_hides_every_field_that_is_not_marked(visit, collector):
    page = visit("prevented.html", "invert_field_sensitivity=true")
    page.evaluate("document.querySelector('[name=phone]').dataset.tfSensitive = 'false'")
    page.locator("[name=email]").press_sequentially("ada@example.com")
    page.locator("[name=phone]").press_sequentially("5125550143")
    page.locator("#send").click()
    eventually(lambda: collector.custom("signet.values"), page)
    assert "ada@example.com" not in collector.sent
    assert [each["name"] for each in collector.custom("signet.values")[0]["values"]] == ["phone"]
    assert collector.custom("signet.page")[0]["inverted"] is True


def test_the_query_of_the_page_stays_in_the_browser(page, collector):
    page.goto(f"{collector.site}/lead.html?email=ada@example.com#secret")
    eventually(lambda: any(each["type"] == 4 for each in collector.events), page)
    meta = [each for each in collector.events if each["type"] == 4][0]
    assert meta["data"]["href"] == f"{collector.site}/lead.html"
    assert "ada@example.com" not in collector.sent


def test_the_query_of_the_page_stays_in_the_browser_where_the_page_tells_it_everybody(page, collector):
    text = (PAGES / "lead.html").read_text().replace("<head>", '<head><meta name="referrer" content="unsafe-url">')
    collector.late_pages["telling.html"] = text
    page.goto(f"{collector.site}/telling.html?email=ada@example.com")
    eventually(lambda: collector.custom("signet.page"), page)
    page.evaluate("trustedFormNext()")
    eventually(lambda: len(collector.custom("signet.page")) == 2, page)
    assert set(collector.referrers) == {f"{collector.site}/"}


def test_checkboxes_are_sent_as_they_are(visit, collector):
    page = visit("lead.html")
    page.locator("#agree").check()
    eventually(lambda: collector.custom("signet.opt_in"), page)
    inputs = [each["data"] for each in collector.events if each["type"] == 3 and each["data"]["source"] == 5]
    assert inputs[-1]["isChecked"] is True and inputs[-1]["text"] == "on"
