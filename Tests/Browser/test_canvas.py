"""A drawn signature is input: it leaves the browser with a submission, and not before."""

import base64
import io

import numpy
import pytest
from conftest import eventually
from PIL import Image
from players import show_in_current


@pytest.fixture
def pad(visit, page, collector):
    """A page whose canvases were drawn on, once what tells of them is there."""
    elsewhere = collector.site.replace("localhost", "127.0.0.1")
    collector.csp = f"script-src {collector.api} 'nonce-page'; connect-src {collector.api}; img-src {elsewhere}"
    loaded = []
    page.on("response", lambda response: loaded.append(response.url))
    visit("canvas.html")
    eventually(lambda: any("certify-canvas" in each for each in loaded), page)
    page.evaluate("""async (source) => {
      for (const id of ["pad", "secret", "foreign", "huge"]) draw(id, "rgb(200, 0, 0)");
      const picture = Object.assign(new Image(), { src: source });
      await picture.decode();
      document.querySelector("#foreign").getContext("2d").drawImage(picture, 0, 0);
    }""", f"{elsewhere}/dot.svg")
    page.locator("[name=email]").press_sequentially("ada@example.com")
    return page


def told(collector):
    return [each["data"] for each in collector.events if each["type"] == 3 and each["data"]["source"] == 9]


def test_what_was_drawn_on_an_abandoned_page_stays_there(pad, collector):
    pad.goto(f"{collector.site}/elsewhere")
    eventually(lambda: collector.custom("signet.ended"), pad)
    assert told(collector) == [] and "base64" not in collector.sent


def test_a_submission_tells_what_was_drawn(pad, collector):
    pad.locator("#send").click()
    eventually(lambda: collector.posts and told(collector), pad)
    # Not the sensitive one, nor what another origin keeps to itself, nor one that is no signature by its size.
    [event] = told(collector)
    clear, draw = event["commands"]
    assert event["type"] == 0 and (clear["property"], draw["property"]) == ("clearRect", "drawImage")
    assert clear["args"] == [0, 0, 300, 120] and draw["args"][1:] == [0, 0]
    [blob] = draw["args"][0]["args"]
    shown = Image.open(io.BytesIO(base64.b64decode(blob["data"][0]["base64"])))
    assert (shown.format, blob["type"], shown.size) == ("WEBP", "image/webp", (300, 120))
    red, *_, alpha = shown.convert("RGBA").getpixel((100, 50))
    assert red > 180 and alpha == 255 and shown.convert("RGBA").getpixel((280, 110))[3] == 0
    order = [each["data"].get("tag", each["data"].get("source")) for each in collector.events]
    assert order.index("signet.submit") < order.index(9)


def test_a_drawing_is_told_again_only_when_it_changed(pad, collector):
    pad.evaluate("document.querySelector('form').addEventListener('submit', (event) => event.preventDefault())")
    for color, count in [(None, 1), (None, 1), ("rgb(0, 0, 200)", 2)]:
        if color:
            pad.evaluate("(color) => draw('pad', color)", color)
        before = len(collector.custom("signet.values"))
        pad.locator("#send").click()
        eventually(lambda: len(collector.custom("signet.values")) > before, pad)
        # Submissions within a second count as one.
        pad.wait_for_timeout(1_100)
        assert len(told(collector)) == count


def test_where_every_field_is_sensitive_a_drawing_is(visit, page, collector):
    visit("canvas.html", "invert_field_sensitivity=true")
    page.wait_for_timeout(500)
    page.evaluate("draw('pad', 'red')")
    page.locator("[name=email]").fill("ada@example.com")
    page.locator("#send").click()
    eventually(lambda: collector.posts and collector.custom("signet.submit"), page)
    assert told(collector) == []


def test_the_drawing_plays_in_rrweb(pad, collector, browser):
    pad.locator("#send").click()
    eventually(lambda: told(collector), pad)
    context = browser.new_context()
    replay = context.new_page()
    show_in_current(replay, collector.events, canvases=True)
    frame = replay.frames[-1]
    pixel = "document.querySelector('#pad').getContext('2d').getImageData(100, 50, 1, 1).data.join()"
    eventually(lambda: numpy.allclose([int(each) for each in frame.evaluate(pixel).split(",")], [200, 0, 0, 255], atol=12), replay)
    context.close()
