from __future__ import annotations

from typing import Iterator

import drivers
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from world import Signet

from firefox import Firefox


@pytest.fixture(scope="session")
def signet(tmp_path_factory) -> Iterator[Signet]:
    signet = Signet(tmp_path_factory.mktemp("signet"))
    yield signet
    signet.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def buyer(browser: Browser, signet: Signet) -> Iterator[Page]:
    """A page of the buyer's, signed in with the API key."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{signet.url}/sign-in")
    page.fill("#api-key", signet.key)
    page.click("main button")
    page.wait_for_url(f"{signet.url}/")
    yield page
    context.close()


@pytest.fixture(scope="session")
def firefox() -> Iterator[Firefox]:
    process = Firefox()
    yield process
    process.close()


@pytest.fixture(params=["chromium", "firefox"])
def driver(request) -> Iterator[drivers.Driver]:
    """A page of its own in each browser."""
    if request.param == "chromium":
        driver = drivers.Chromium(request.getfixturevalue("browser"))
    else:
        driver = drivers.Firefox(request.getfixturevalue("firefox"))
    yield driver
    driver.close()
