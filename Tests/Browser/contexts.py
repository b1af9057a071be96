"""Ends a browser context, whatever its pages are doing."""

from playwright.sync_api import BrowserContext, Error, Page


def close(context: BrowserContext) -> None:
    """Closes a context whose pages may be on their way elsewhere.

    Chromium never answers when a context is closed in the middle of a navigation, so each page is first led to one that
    goes nowhere.
    """
    for page in context.pages:
        leave(page)
    context.close()


def leave(page: Page) -> None:
    for _ in range(20):
        try:
            page.goto("about:blank")
            return
        except Error as error:
            if "interrupted by another navigation" not in error.message:
                raise
            page.wait_for_timeout(250)
    raise AssertionError(f"{page.url} keeps navigating")
