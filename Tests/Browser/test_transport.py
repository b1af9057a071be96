"""Batches arrive, once each, and never change."""

from conftest import eventually


def test_batches_are_numbered_from_zero_under_one_nonce_and_token(visit, collector):
    page = visit("lead.html")
    page.locator("[name=email]").press_sequentially("ada@example.com")
    page.wait_for_timeout(2300)
    page.locator("#send").click()
    eventually(lambda: any(each.query.get("ended") for each in collector.batches))
    assert sorted(each.sequence for each in collector.batches) == list(range(len(collector.batches)))
    assert len({(each.query["nonce"], each.query["token"]) for each in collector.batches}) == 1
    assert len(collector.batches[0].query["nonce"]) == 22
    assert all(int(each.query["sent"]) > 1_600_000_000_000 for each in collector.batches)


def test_ordinary_batches_are_deflated(visit, collector):
    visit("lead.html")
    assert collector.batches[0].query["encoding"] == "deflate-raw"
    assert collector.batches[0].events[0]["data"]["tag"] == "signet.page"


def test_a_refused_moment_is_tried_again_with_the_same_bytes(visit, collector):
    collector.answers = [(503, {"Retry-After": "1"}), (500, {})]
    visit("lead.html")
    first = [each for each in collector.attempts if each.sequence == 0]
    assert [each.status for each in first] == [503, 500, 204]
    assert len({each.body for each in first}) == 1
    assert first[1].received - first[0].received >= 0.95


def test_a_final_no_stops_the_recording(visit, collector, page):
    for status in [409, 410, 403]:
        collector.reset()
        collector.answers = [(status, {})]
        visit("lead.html", recorded=False)
        eventually(lambda: collector.attempts, page)
        page.locator("[name=email]").press_sequentially("ada@example.com")
        page.wait_for_timeout(2500)
        assert [each.status for each in collector.attempts] == [status]


def test_an_idle_page_sends_nothing(visit, collector):
    page = visit("lead.html")
    page.wait_for_timeout(1500)
    count = len(collector.attempts)
    page.wait_for_timeout(4000)
    assert len(collector.attempts) == count


def test_a_page_that_changes_without_rest_is_marked_truncated(visit, collector):
    page = visit("lead.html")
    # Small changes, so that their number is too large long before their size is.
    page.evaluate("""() => {
      hello.innerHTML = "<i></i>".repeat(10_000);
      let round = 0;
      window.changing = setInterval(() => {
        round++;
        for (const child of hello.children) child.className = round % 2 ? "a" : "b";
      }, 40);
    }""")
    eventually(lambda: collector.custom("signet.truncated"), page, seconds=40)
    page.evaluate("clearInterval(changing)")
    assert collector.custom("signet.truncated") == [{"reason": "mutations"}]
    page.locator("[name=email]").press_sequentially("ada@example.com")
    page.locator("#send").click()
    eventually(lambda: collector.custom("signet.values"))


def test_no_global_is_patched(visit, collector):
    page = visit("lead.html")
    native = page.evaluate("""[fetch, XMLHttpRequest.prototype.send, history.pushState, HTMLFormElement.prototype.submit,
      Element.prototype.attachShadow, CSSStyleSheet.prototype.insertRule, navigator.sendBeacon, addEventListener]
      .every((it) => Function.prototype.toString.call(it).includes("[native code]"))""")
    assert native


def test_one_script_origin_and_one_connect_origin_suffice(page, collector):
    collector.csp = f"default-src 'none'; script-src {collector.api}; connect-src {collector.api}; form-action 'self'"
    page.goto(f"{collector.site}/strict.html")
    page.locator("[name=email]").press_sequentially("ada@example.com")
    page.locator("#send").click()
    eventually(lambda: collector.custom("signet.values"))
    assert collector.posts[0][1]["xxTrustedFormCertUrl"].startswith(collector.api)
