"""Just enough of WebDriver BiDi to drive Firefox without a driver of its own."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from websockets.sync.client import connect


class Firefox:
    ENTER = "\ue007"

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.profile = tempfile.mkdtemp()
        self.process = subprocess.Popen(
            ["firefox-esr", "--headless", "--no-remote", "--profile", self.profile, "--remote-debugging-port", str(port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.socket = self._connect(port)
        self.counter = 0
        self.send("session.new", capabilities={})
        self.context = self.send("browsingContext.getTree")["contexts"][0]["context"]

    def _connect(self, port: int):
        deadline = time.monotonic() + 60
        while True:
            try:
                return connect(f"ws://127.0.0.1:{port}/session", origin=None, max_size=None).__enter__()
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def send(self, method: str, **params: object) -> dict:
        self.counter += 1
        self.socket.send(json.dumps({"id": self.counter, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv(timeout=60))
            if answer.get("id") == self.counter:
                assert answer["type"] == "success", answer
                return answer["result"]

    @contextmanager
    def tab(self) -> Iterator[Firefox]:
        """A tab of its own: where a page is on its way elsewhere, Firefox may never tell that another one was opened."""
        first = self.context
        self.context = self.send("browsingContext.create", type="tab")["context"]
        yield self
        self.send("browsingContext.close", context=self.context)
        self.context = first

    def open(self, url: str, context: str | None = None) -> None:
        self.send("browsingContext.navigate", context=context or self.context, url=url, wait="complete")

    def evaluate(self, expression: str, context: str | None = None) -> object:
        target = {"context": context or self.context}
        result = self.send("script.evaluate", expression=expression, target=target, awaitPromise=True)
        assert result["type"] == "success", result
        return result["result"].get("value")

    def type(self, text: str, context: str | None = None) -> None:
        keys = [{"type": kind, "value": character} for character in text for kind in ("keyDown", "keyUp")]
        self._perform({"type": "key", "id": "keyboard", "actions": keys}, context)

    def click(self, selector: str, context: str | None = None) -> None:
        box = f"""(() => {{
          const element = document.querySelector({json.dumps(selector)});
          element.scrollIntoView({{ block: "center", behavior: "instant" }});
          const box = element.getBoundingClientRect();
          return JSON.stringify([box.x + box.width / 2, box.y + box.height / 2]);
        }})()"""
        x, y = json.loads(str(self.evaluate(box, context)))
        steps = [
            {"type": "pointerMove", "x": int(x), "y": int(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._perform({"type": "pointer", "id": "mouse", "actions": steps}, context)

    def _perform(self, source: dict, context: str | None) -> None:
        self.send("input.performActions", context=context or self.context, actions=[source])

    def close(self) -> None:
        self.socket.close()
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.profile, ignore_errors=True)
