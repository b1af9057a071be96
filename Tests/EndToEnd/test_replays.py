"""What the server makes of a recording, shown in three players, looks as the page did just before it was sent."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Callable

import drivers
import pytest
from pictures import worst_difference
from visits import Visit
from ways import WAYS, Lead, Way, titled
from world import wait_until

from players import show_in_current, show_in_old

#: Gray levels. The same page gives 0; one wrong letter in a heading or a value that lacks, more than 20.
LIMIT = 3


@dataclass
class Original:
    """A page as it was just before it was sent, and what the server tells of it."""

    certificate: str
    lead: Lead
    picture: bytes
    size: dict
    #: Unix milliseconds by the page's clock.
    taken_at: float

    def moment(self, start: float) -> int:
        """How long after the start, which is the first recorded event's for our player and the first shown one's for rrweb's."""
        return round(self.taken_at - start)


def fill(way: Way, page: drivers.Chromium, lead: Lead) -> None:
    way.fill(page, lead)
    if way.form_page == "lead.html":
        # Content that is hidden from recordings leaves a hatched place of its size.
        page.evaluate("document.querySelector('#vault').remove()")
        page.type("[name=first_name]", "Adelaide")
        page.type("[name=notes]", "Leaks since May")
        page.choose("[name=state]", "OH")
        page.click("#agree")
    page.evaluate("document.activeElement.blur()")
    # What the mouse is over looks a little different.
    page.hover_nothing()


def photograph(browser, signet, way: Way, name: str) -> Original:
    driver = drivers.Chromium(browser)
    visit, lead = Visit(signet, driver, way), Lead.of(name)
    fill(way, visit.page, lead)
    left, top, width, height = [0, 0, *drivers.SIZE.values()]
    if way.is_framed:
        left, top, width, height = driver.evaluate("""(() => {
          const frame = document.querySelector("iframe"), box = frame.getBoundingClientRect();
          return [box.x + scrollX + frame.clientLeft, box.y + scrollY + frame.clientTop, frame.clientWidth, frame.clientHeight];
        })()""")
    clip = {"x": left, "y": top, "width": width, "height": height}
    picture = driver.page.screenshot(clip=clip, full_page=way.is_framed)
    taken_at = visit.page.evaluate("performance.timeOrigin + performance.now()")
    way.send(visit.page)
    wait_until(lambda: visit.facts["form_submitted"])
    driver.close()
    return Original(visit.certificate, lead, picture, {"width": width, "height": height}, taken_at)


def recording_of(signet, buyer, original: Original) -> tuple[dict, dict]:
    """The server's replay before and after the buyer said who the lead is."""
    # A lead that does not match is retained all the same, and opens nothing.
    signet.ask(original.certificate, {"match_lead": {"email": "somebody@else.example"}, "retain": {}})
    buyer.goto(original.certificate)
    fetch = "fetch(document.querySelector('.player').dataset.events).then((answer) => answer.json())"
    hidden = buyer.evaluate(fetch)
    buyer.fill("#lead", original.lead.email)
    buyer.click(".unlock button")
    buyer.wait_for_selector(".unlock", state="detached")
    return hidden, buyer.evaluate(fetch)


def settled(shoot: Callable[[], bytes]) -> bytes:
    """The first picture that is like the one before it."""
    before, now = b"", shoot()
    while before != now:
        before, now = now, shoot()
    return now


def in_ours(browser, buyer, recording, original) -> bytes:
    """In the certificate's page, with the recording that is to be played."""
    body = json.dumps(recording)
    buyer.route("**/replay", lambda route: route.fulfill(body=body, content_type="application/json"))
    buyer.goto("about:blank")
    buyer.goto(f"{original.certificate}#t={original.moment(recording['start'])}")
    buyer.wait_for_selector(".player[data-ready=true]")
    buyer.unroute("**/replay")
    # The pointer is drawn over the page, and a picture of half pixels would be a blurred one.
    buyer.evaluate("""(() => {
      document.querySelector(".player-cursor").style.visibility = "hidden";
      const stage = document.querySelector(".player-stage"), top = stage.getBoundingClientRect().top + scrollY;
      stage.style.marginTop = `${Math.ceil(top) - top}px`;
    })()""")
    return settled(lambda: buyer.locator(".player iframe").screenshot())


def in_rrweb(show) -> Callable[..., bytes]:
    def play(browser, buyer, recording, original) -> bytes:
        page = browser.new_page(viewport=original.size)
        show(page, recording["events"], original.moment(recording["events"][0]["timestamp"]))
        page.add_style_tag(content=".replayer-mouse { visibility: hidden }")
        picture = settled(lambda: page.locator("iframe").screenshot())
        page.close()
        return picture

    return play


PLAYERS = {"ours": in_ours, "rrweb 2": in_rrweb(show_in_current), "rrweb 1": in_rrweb(show_in_old)}


def differences(browser, buyer, recording, original) -> dict[str, float]:
    """How far each player's picture is from the page's."""
    return {
        name: worst_difference(original.picture, play(browser, buyer, recording, original))
        for name, play in PLAYERS.items()
    }


@pytest.mark.parametrize(**titled(WAYS))
def test_the_replay_looks_like_the_page_in_every_player(browser, signet, buyer, way, request):
    original = photograph(browser, signet, way, request.node.nodeid)
    hidden, shown = recording_of(signet, buyer, original)
    assert hidden["hidden"] is True and shown["hidden"] is False
    for value in (original.lead.email, original.lead.phone):
        assert value not in json.dumps(hidden) and value in json.dumps(shown)
    found = differences(browser, buyer, shown, original)
    assert max(found.values()) < LIMIT, found


@pytest.fixture(scope="module")
def plain(browser, signet, buyer) -> tuple[Original, dict, dict]:
    original = photograph(browser, signet, WAYS[0], "a replay that is not the page's")
    return original, *recording_of(signet, buyer, original)


def with_another_heading(hidden: dict, shown: dict) -> dict:
    return json.loads(json.dumps(shown).replace("Get roof quotes", "Get root quotes"))


def without_a_value(hidden: dict, shown: dict) -> dict:
    events = [each for each in shown["events"] if each["data"].get("text") != "Leaks since May"]
    return {**shown, "events": events}


def without_a_choice(hidden: dict, shown: dict) -> dict:
    events = [each for each in shown["events"] if each["data"].get("text") != "OH"]
    return {**shown, "events": events}


def with_values_hidden(hidden: dict, shown: dict) -> dict:
    return hidden


def without_the_tick(hidden: dict, shown: dict) -> dict:
    events = [each for each in shown["events"] if each["data"].get("isChecked") is not True]
    return {**shown, "events": events}


@pytest.mark.parametrize(
    "wrong", [with_another_heading, without_a_value, without_a_choice, with_values_hidden, without_the_tick]
)
def test_a_replay_that_is_not_the_pages_looks_different_in_every_player(browser, buyer, plain, wrong):
    original, hidden, shown = plain
    found = differences(browser, buyer, wrong(hidden, shown), original)
    assert min(found.values()) > LIMIT, found


def test_a_replay_at_another_moment_looks_different(browser, buyer, plain):
    original, _, shown = plain
    early = replace(original, taken_at=shown["events"][0]["timestamp"] + 50)
    found = differences(browser, buyer, shown, early)
    assert min(found.values()) > LIMIT, found
