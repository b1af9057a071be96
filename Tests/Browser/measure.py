"""What a snapshot of 5,000 nodes costs the page's main thread, beside rrweb's recorders in the same browser.

    python3 Tests/Browser/measure.py [rounds]
"""

import json
import statistics
import sys
from importlib.metadata import files
from pathlib import Path

from collector import Bundle
from playwright.sync_api import sync_playwright

BODY = "".join(f'<div class="row r{n}" id="n{n}"><b title="cell">{n}</b><i data-k="{n}">some text</i></div>' for n in range(1000))
EMIT = "(event) => (window.sink ??= []).push(JSON.stringify(event))"


def packaged(package: str, name: str) -> str:
    return Path(next(each for each in files(package) if each.name == name).locate()).read_text()


def recorders() -> dict[str, tuple[str, str]]:
    """Name to (script, what starts it)."""
    current = packaged("oss-clarity", "recorder.js").replace("window.__ossClarityRecorder=", "window.rrwebRecord=re,window.__ossClarityRecorder=")
    bundle = Bundle.read()
    config = {"id": "0" * 40, "token": "t", "api": "https://signet.invalid", "core": "https://signet.invalid/core.js"}
    # The loader would fetch the core: here it is started by hand, so that only recording is measured.
    ours = f"""
      window.fetch = async (_, options) => ((window.sink ??= []).push(options.body), new Response(null, {{ status: 204 }}));
      window.startSignet = () => (start => start({{ ...{json.dumps(config)}, now: Date.now() }}))({bundle.loader});
    """
    return {
        "rrweb 1.1.3": (packaged("django-rrweb", "rrweb-record-1-1-3.js"), f"rrwebRecord({{ emit: {EMIT} }})"),
        "rrweb 2.1.6": (current, f"rrwebRecord({{ emit: {EMIT} }})"),
        "signet": (ours, ""),
    }


def measure(browser, name: str, script: str, start: str) -> float:
    """Milliseconds of main-thread tasks, from the call until the snapshot is text."""
    page = browser.new_page()
    page.route("https://signet.invalid/**", lambda route: route.fulfill(body=Bundle.read().files.get(route.request.url.rsplit("/", 1)[1], Bundle.read().files[Bundle.read().core]), content_type="text/javascript"))
    page.set_content(f"<!doctype html><title>Measure</title><body>{BODY}")
    page.add_script_tag(content=script)
    client = page.context.new_cdp_session(page)
    client.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.wait_for_timeout(300)
    before = tasks(client)
    page.evaluate("() => void startSignet()" if name == "signet" else f"() => void {start}")
    page.wait_for_timeout(1800)
    after = tasks(client)
    page.close()
    return (after - before) * 1000


def tasks(client) -> float:
    return next(each["value"] for each in client.send("Performance.getMetrics")["metrics"] if each["name"] == "TaskDuration")


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        results: dict[str, list[float]] = {name: [] for name in recorders()}
        results["nothing"] = []
        for _ in range(rounds):
            for name, (script, start) in recorders().items():
                results[name].append(measure(browser, name, script, start))
            results["nothing"].append(measure(browser, "nothing", "// nothing", "0"))
        for name, times in results.items():
            print(f"{name:12} median {statistics.median(times):6.1f} ms  least {min(times):6.1f} ms")


main()
