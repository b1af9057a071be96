"""Counsel sees the pictures and the font that the consumer saw, in every player, and nothing is fetched for it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import shown
from test_replays import LIMIT, PLAYERS, Original, differences, photograph, recording_of
from ways import Way, fill
from world import wait_until


def brought(signet) -> int:
    """Pictures and fonts that pages have brought until now."""
    return sum(each.target.startswith("/v1/") and "/assets/" in each.target for each in signet.tap.requests)


@pytest.fixture(scope="module")
def recorded(browser, signet, buyer) -> tuple[Original, dict]:
    """A page that shows pictures and a font, sent once its assets were brought."""

    def wait_and_fill(page, lead) -> None:
        wait_until(lambda: brought(signet) == len(shown.SHOWN))
        fill(page, lead)

    way = Way("pictures and a font", "shown.html", "submit", fill=wait_and_fill)
    original = photograph(browser, signet, way, "pictures and a font")
    return original, recording_of(signet, buyer, original)[1]


def test_pictures_and_fonts_look_as_they_did_in_every_player(browser, buyer, recorded):
    original, recording = recorded
    fetched: list[str] = []
    for page in buyer.context.pages:
        page.on("request", lambda request: fetched.append(request.url))
    found = differences(browser, buyer, recording, original)
    assert max(found.values()) < LIMIT, found
    assert not [url for url in fetched if url.split("?")[0].endswith(tuple(shown.SHOWN))]


@pytest.mark.parametrize("kind", ["image/png", "font/ttf", "image/svg+xml"])
def test_a_replay_that_lacks_one_kind_of_them_looks_different(browser, buyer, recorded, kind):
    original, recording = recorded
    without = json.loads(json.dumps(recording).replace(f"data:{kind};base64,", f"data:{kind};base64,AAAA"))
    found = differences(browser, buyer, without, original)
    assert min(found.values()) > LIMIT, found


def test_the_certificate_says_how_many_are_kept_and_on_whose_word(buyer, recorded):
    original, recording = recorded
    buyer.goto(original.certificate)
    assert f"Images and fonts: {len(shown.SHOWN)} kept, as the browser reported them." in buyer.inner_text("main")
    assert "http://localhost" not in json.dumps([each for each in recording["events"] if each["type"] != 4])


def test_a_second_visit_brings_nothing_and_shows_the_same(browser, signet, buyer, recorded):
    asked = lambda: sum("/assets?" in each.target for each in signet.tap.requests)  # noqa: E731
    before = brought(signet), asked()

    def wait_and_fill(page, lead) -> None:
        wait_until(lambda: asked() > before[1])
        fill(page, lead)

    way = replace(Way("again", "shown.html", "submit"), fill=wait_and_fill)
    original = photograph(browser, signet, way, "the same pictures again")
    recording = recording_of(signet, buyer, original)[1]
    assert brought(signet) == before[0]
    assert json.dumps(recording).count("base64,") >= len(shown.SHOWN)
