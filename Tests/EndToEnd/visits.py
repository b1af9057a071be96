"""What every end-to-end test does with a page: open it, and wait for what the browser does in its own time."""

from __future__ import annotations

from drivers import Driver
from ways import Way
from world import Signet, wait_until

FIRST_BATCH = """performance.getEntriesByType("resource").map((each) => each.name)
  .filter((name) => name.includes("/events/0?"))[0] ?? null"""


class Visit:
    """A page that is being recorded."""

    def __init__(self, signet: Signet, driver: Driver, way: Way) -> None:
        driver.open(f"{signet.site}/{way.page}")
        if way.is_framed:
            wait_until(lambda: driver.evaluate("document.querySelector('iframe').contentDocument.readyState === 'complete'"))
        self.signet = signet
        self.page = driver.frame() if way.is_framed else driver
        self.certificate = self._certificate()

    def _certificate(self) -> str:
        """The certificate's URL, told from the page's own first batch, once that was answered."""
        found: list[str] = []

        def is_recorded() -> bool:
            found[:] = filter(None, [self.page.evaluate(FIRST_BATCH)])
            return bool(found)

        wait_until(is_recorded)
        origin, rest = found[0].split("/v1/certificates/")
        return f"{origin}/{rest.split('/')[0]}"

    @property
    def sent(self) -> bytes:
        return b"\n".join(each.content for each in self.signet.requests(self.certificate))

    @property
    def has_ended(self) -> bool:
        return any("ended=1" in each.target for each in self.signet.requests(self.certificate))

    @property
    def facts(self) -> dict:
        return self.signet.certificate(self.certificate)
