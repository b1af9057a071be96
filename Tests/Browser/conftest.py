from __future__ import annotations

import time
from typing import Callable, Iterator

import contexts
import pytest
from collector import PAGES, Collector
from playwright.sync_api import Browser, Page, sync_playwright


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shared_collector() -> Iterator[Collector]:
    collector = Collector()
    yield collector
    collector.close()


@pytest.fixture
def collector(shared_collector: Collector) -> Collector:
    shared_collector.reset()
    return shared_collector


@pytest.fixture
def page(browser: Browser, collector: Collector) -> Iterator[Page]:
    """A page whose own errors, refused connections and policy violations fail the test."""
    context = browser.new_context(viewport={"width": 800, "height": 600})
    page = context.new_page()
    page.set_default_timeout(8_000)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(f"error: {error}"))
    page.on("console", lambda message: problems.append(message.text) if "Content Security Policy" in message.text else None)
    yield page
    contexts.close(context)
    assert problems == []


@pytest.fixture
def visit(page: Page, collector: Collector) -> Callable[..., Page]:
    """Opens a fixture and waits until it is being recorded."""

    def open_page(name: str, parameters: str = "", recorded: bool = True) -> Page:
        address = f"{collector.site}/{name}"
        if parameters:
            text = (PAGES / name).read_text().replace("/certify.js", f"/certify.js?{parameters}")
            collector.late_pages[name] = text
        page.goto(address)
        if recorded:
            eventually(lambda: any(each["type"] == 2 for each in collector.events), page)
        return page

    return open_page


def eventually(condition: Callable[[], object], page: Page | None = None, seconds: float = 8) -> None:
    """Waits for what a browser does in its own time, and fails if it does not."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        page.wait_for_timeout(30) if page and not page.is_closed() else time.sleep(0.03)
