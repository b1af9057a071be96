"""How each field came to its value."""

from conftest import eventually


def fields(collector):
    return {each["name"]: each for each in collector.custom("signet.field")}


def test_typing_is_counted_and_timed(visit, collector):
    page = visit("lead.html")
    page.locator("[name=first_name]").press_sequentially("Adelaide", delay=30)
    page.locator("[name=email]").focus()
    eventually(lambda: "first_name" in fields(collector), page)
    field = fields(collector)["first_name"]
    assert (field["method"], field["keystrokes"], field["length"]) == ("typing", 8, 8)
    assert (field["label"], field["type"]) == ("First name", "text")
    assert 150 < field["typing_ms"] < 2000


def test_pasting_is_told_apart(visit, collector):
    page = visit("lead.html")
    page.locator("[name=notes]").focus()
    page.keyboard.insert_text("x")
    page.locator("[name=notes]").select_text()
    page.keyboard.press("Control+x")
    page.locator("[name=phone]").focus()
    page.keyboard.press("Control+v")
    page.locator("[name=email]").focus()
    eventually(lambda: "phone" in fields(collector), page)
    assert (fields(collector)["phone"]["method"], fields(collector)["phone"]["keystrokes"]) == ("paste", 0)


def test_what_a_program_fills_is_autofill(visit, collector):
    page = visit("lead.html")
    page.locator("[name=email]").fill("ada@example.com")
    page.locator("[name=phone]").focus()
    eventually(lambda: "email" in fields(collector), page)
    assert fields(collector)["email"]["method"] == "autofill"


def test_what_was_there_before_is_pre_populated(visit, collector):
    page = visit("lead.html")
    eventually(lambda: "code" in fields(collector), page)
    assert (fields(collector)["code"]["method"], fields(collector)["code"]["length"]) == ("pre-populated", 6)


def test_what_a_script_sets_without_an_event_is_noticed(visit, collector):
    page = visit("lead.html")
    page.evaluate("document.querySelector('[name=phone]').value = '5125550143'")
    page.locator("[name=email]").click()
    eventually(lambda: "phone" in fields(collector), page)
    assert fields(collector)["phone"]["method"] == "pre-populated"


def test_what_a_script_makes_of_a_typed_value_is_typed(visit, collector):
    page = visit("lead.html")
    page.evaluate("void (document.querySelector('[name=first_name]').onblur = ({ target }) => (target.value = target.value.toUpperCase()))")
    page.evaluate("void (document.querySelector('[name=phone]').oninput = ({ target }) => (target.value = `(${target.value.replace(/\\W/g, '')})`))")
    page.locator("[name=first_name]").press_sequentially("Adelaide", delay=10)
    page.locator("[name=phone]").press_sequentially("512", delay=10)
    page.wait_for_timeout(700)
    page.locator("[name=email]").press_sequentially("ada@example.com", delay=10)
    page.locator("#send").click()
    eventually(lambda: collector.custom("signet.values"))
    told = [(each["name"], each["method"]) for each in collector.custom("signet.field") if each["name"] != "code"]
    assert told == [("first_name", "typing"), ("phone", "typing"), ("email", "typing")]
    values = {each["name"]: each["value"] for each in collector.custom("signet.values")[0]["values"]}
    assert (values["first_name"], values["phone"]) == ("ADELAIDE", "(512)")


def test_what_is_picked_is_not_told_of_as_input_and_all_that_is_picked_is_submitted(visit, collector):
    collector.late_pages["picked.html"] = """<!doctype html><title>Picked</title><form><input name="email" type="email" required>
        <input name="amount" type="range"><input name="shade" type="color"><input name="day" type="date" value="2026-01-02">
        <select name="rooms" multiple><option>Kitchen</option><option>Bath</option><option>Hall</option></select>
        <select name="state"><option>Ohio</option></select><button id="send">Send</button></form>
        <script nonce="page">document.querySelector("form").onsubmit = (event) => event.preventDefault()</script>
        <script src="https://signet.invalid/certify.js" async></script>"""
    page = visit("picked.html")
    page.locator("[name=amount]").press("ArrowRight")
    page.locator("[name=rooms]").press("ArrowDown")
    page.locator("[name=rooms]").press("Shift+ArrowDown")
    page.locator("[name=email]").press_sequentially("ada@example.com")
    page.locator("#send").click()
    eventually(lambda: collector.custom("signet.values"), page)
    assert {each["name"]: each["method"] for each in collector.custom("signet.field")} == {"email": "typing"}
    values = {each["name"]: each["value"] for each in collector.custom("signet.values")[0]["values"]}
    assert (values["amount"], values["rooms"], values["day"]) == ("51", "Kitchen,Bath", "2026-01-02")


def test_signals_add_up(visit, collector):
    page = visit("lead.html")
    page.mouse.move(50, 50)
    page.mouse.move(200, 200, steps=5)
    page.locator("[name=email]").press_sequentially("ada@example.com")
    page.evaluate("document.querySelector('[name=phone]').dispatchEvent(new Event('input', { bubbles: true }))")
    page.locator("#send").click()
    eventually(lambda: collector.custom("signet.values"))
    signals = collector.custom("signet.signals")[-1]
    assert signals["webdriver"] is True
    assert signals["keys"] == 15 and signals["pointer"] >= 5 and signals["untrusted"] == 1
    assert signals["first_input_ms"] > 0
