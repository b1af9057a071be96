"""rrweb's own players, as two packages bring them: version 2, and version 1 in its first player."""

from __future__ import annotations

from importlib.metadata import files
from pathlib import Path

from playwright.sync_api import Page


def packaged(package: str, name: str) -> str:
    return Path(next(each for each in files(package) if each.name == name).locate()).read_text()


def show_in_current(page: Page, events: list[dict], at: float | None = None, canvases: bool = False) -> None:
    """Shows the page `at` milliseconds after the first event, or how it was in the end.

    Canvases make rrweb let the recording's scripts run: only for recordings of our own pages.
    """
    # The package keeps rrweb to itself; one edit lets the test reach the class.
    script = packaged("oss-clarity", "player.js").replace("function Xs(){", "globalThis.Replayer=Re;function Xs(){")
    assert "globalThis.Replayer" in script
    page.add_script_tag(content=script)
    page.evaluate("""([events, at, canvases]) => {
      const player = new Replayer(events, { root: document.body, showWarning: false, mouseTail: false, UNSAFE_replayCanvas: canvases });
      player.pause(at ?? player.getMetaData().totalTime + 1);
      player.iframe.style.cssText = "display: block; border: 0; background: white";
    }""", [events, at, canvases])


def show_in_old(page: Page, events: list[dict], at: float | None = None) -> None:
    """The same in the older one."""
    page.add_style_tag(content=packaged("django-rrweb", "rrweb-player-0-7-14-style.css"))
    page.add_script_tag(content=packaged("django-rrweb", "rrweb-player-0-7-14.js"))
    meta = next(each["data"] for each in events if each["type"] == 4)
    size = {"width": meta["width"], "height": meta["height"]}
    page.evaluate("""([events, at, size]) => {
      const player = new rrwebPlayer({ target: document.body, props: { events, ...size, showController: false, autoPlay: false } });
      player.pause();
      player.goto(at ?? player.getMetaData().totalTime + 1);
      player.pause();
      document.querySelector("iframe").style.cssText = "display: block; border: 0; background: white";
    }""", [events, at, size])
