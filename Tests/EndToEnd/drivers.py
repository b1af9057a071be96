"""One way to use two browsers: what a person does to a page, and what the page then shows."""

from __future__ import annotations

import json
from typing import Protocol

from playwright.sync_api import Browser, Frame
from world import SIZE, wait_until

import contexts
from firefox import Firefox as FirefoxProcess


class Driver(Protocol):
    name: str

    def open(self, url: str) -> None: ...
    def frame(self) -> "Driver": ...
    def type(self, selector: str, text: str) -> None: ...
    def click(self, selector: str) -> None: ...
    def press_enter(self, selector: str) -> None: ...
    def choose(self, selector: str, value: str) -> None: ...
    def evaluate(self, expression: str) -> object: ...
    def close(self) -> None: ...


class Chromium:
    name = "Chrome"

    def __init__(self, browser: Browser, frame: Frame | None = None) -> None:
        self.page = None if frame else browser.new_context(viewport=SIZE).new_page()
        self._frame = frame or self.page.main_frame

    def open(self, url: str) -> None:
        self._frame.goto(url)

    def frame(self) -> "Chromium":
        return Chromium(self._frame.page.context.browser, self._frame.child_frames[0])

    def type(self, selector: str, text: str) -> None:
        self._frame.locator(selector).press_sequentially(text)

    def click(self, selector: str) -> None:
        self._frame.locator(selector).click()

    def press_enter(self, selector: str) -> None:
        self._frame.locator(selector).press("Enter")

    def choose(self, selector: str, value: str) -> None:
        self._frame.locator(selector).select_option(value)

    def hover_nothing(self) -> None:
        self._frame.page.mouse.move(SIZE["width"] - 1, 1)

    def evaluate(self, expression: str) -> object:
        return self._frame.evaluate(expression)

    def close(self) -> None:
        contexts.close(self.page.context)


class Firefox:
    name = "Firefox"

    def __init__(self, process: FirefoxProcess, context: str | None = None) -> None:
        self.process = process
        self.context = context or process.send("browsingContext.create", type="tab")["context"]

    def open(self, url: str) -> None:
        self.process.open(url, self.context)

    def frame(self) -> "Firefox":
        tree = self.process.send("browsingContext.getTree", root=self.context)["contexts"]
        return Firefox(self.process, tree[0]["children"][0]["context"])

    def type(self, selector: str, text: str) -> None:
        self.click(selector)
        self.process.type(text, self.context)

    def click(self, selector: str) -> None:
        found = f"document.querySelector({json.dumps(selector)}) !== null"
        wait_until(lambda: self.evaluate(found))
        self.process.click(selector, self.context)

    def press_enter(self, selector: str) -> None:
        self.click(selector)
        self.process.type(FirefoxProcess.ENTER, self.context)

    def choose(self, selector: str, value: str) -> None:
        # The list of choices is a window of its own; typing what a choice begins with needs none.
        self.evaluate(f"document.querySelector({json.dumps(selector)}).focus()")
        self.process.type(value, self.context)

    def evaluate(self, expression: str) -> object:
        return self.process.evaluate(expression, self.context)

    def close(self) -> None:
        self.process.send("browsingContext.close", context=self.context)
