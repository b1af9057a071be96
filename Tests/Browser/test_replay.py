"""A recording, played in rrweb's own players, looks like the page did."""

import io
import json

import numpy
import pytest
from conftest import eventually
from PIL import Image
from players import show_in_current, show_in_old

SIZE = {"width": 800, "height": 600}


def pixels(shot):
    return numpy.asarray(Image.open(io.BytesIO(shot)).convert("L").resize((400, 300)), dtype=float)


def difference(first, second):
    """The share of places that look different."""
    return float((abs(pixels(first) - pixels(second)) > 48).mean())


def replayed(browser, collector, play, heading):
    context = browser.new_context(viewport=SIZE)
    replay = context.new_page()
    play(replay, collector.events)
    replay.wait_for_timeout(700)
    assert replay.frames[-1].locator("h1").inner_text() == heading
    shot = replay.locator("iframe").screenshot()
    context.close()
    return shot


@pytest.mark.parametrize("play", [show_in_current, show_in_old])
def test_the_replay_of_a_lead_form_looks_like_the_form(visit, collector, browser, play):
    page = visit("lead.html")
    # What hidden content leaves behind is a place of its size, and a value is as many stars.
    page.evaluate("document.querySelector('#vault').textContent = ''")
    page.locator("#agree").check()
    page.locator("[name=code]").fill("******")
    page.wait_for_timeout(2300)
    assert difference(page.screenshot(), replayed(browser, collector, play, "Get roof quotes")) < 0.03


@pytest.mark.parametrize(("play", "changed"), [(show_in_current, False), (show_in_current, True), (show_in_old, False), (show_in_old, True)])
def test_the_replay_looks_like_the_page(visit, collector, browser, play, changed):
    page = visit("rich.html")
    eventually(lambda: any(each["type"] == 3 and each["data"]["source"] == 15 for each in collector.events), page)
    if changed:
        page.evaluate("change()")
        eventually(lambda: "fifth" in collector.sent and "24px" in collector.sent, page)
        page.wait_for_timeout(2200)
    original = page.screenshot()
    shot = replayed(browser, collector, play, "Changed page" if changed else "Rich page")
    # rrweb-player 0.7.14 is older than adopted style sheets.
    assert difference(original, shot) < (0.02 if play is show_in_current else 0.10)


def test_a_snapshot_tells_where_the_page_was_scrolled_to(visit, collector):
    page = visit("rich.html")
    page.evaluate("document.body.style.cssText = 'width: 3000px; height: 3000px'; scrollTo(120, 80); void signetNext()")
    eventually(lambda: sum(each["type"] == 2 for each in collector.events) == 2, page)
    assert [each["data"]["initialOffset"] for each in collector.events if each["type"] == 2][-1] == {"top": 80, "left": 120}


def test_a_large_page_that_keeps_changing_is_recorded_as_it_was_at_one_instant(visit, collector, browser):
    """The tree of snapshot and mutations together must equal the page, whatever moved while it was read in slices."""
    page = visit("large.html", recorded=False)
    eventually(lambda: any(each["type"] == 2 for each in collector.events), page, seconds=20)
    page.evaluate("stop = true")
    page.wait_for_timeout(2500)
    tree = rebuild(collector.events)
    assert tree == json.loads(page.evaluate("""() => JSON.stringify((function outline(node) {
      if (node.nodeType === 3) return node.data;
      return [node.localName, node.getAttribute("class"), ...[...node.childNodes].map(outline)];
    })(document.querySelector("#large")))"""))


def rebuild(events):
    """What a replay would hold under #large at the end."""
    nodes, children = {}, {}

    def take(node):
        nodes[node["id"]] = node
        children[node["id"]] = [take(child) for child in node.get("childNodes", [])]
        return node["id"]

    for event in events:
        data = event["data"]
        if event["type"] == 2:
            take(data["node"])
        if event["type"] != 3 or data["source"] != 0:
            continue
        for each in data["removes"]:
            children[each["parentId"]].remove(each["id"])
        for each in data["adds"]:
            siblings = children[each["parentId"]]
            at = siblings.index(each["nextId"]) if each["nextId"] else len(siblings)
            siblings.insert(at, take(each["node"]))
        for each in data["texts"]:
            nodes[each["id"]]["textContent"] = each["value"]
        for each in data["attributes"]:
            for name, value in each["attributes"].items():
                nodes[each["id"]]["attributes"][name] = value

    def outline(identifier):
        node = nodes[identifier]
        if node["type"] == 3:
            return node["textContent"]
        return [node["tagName"], node["attributes"].get("class"), *map(outline, children[identifier])]

    return outline(next(key for key, node in nodes.items() if node.get("attributes", {}).get("id") == "large"))
