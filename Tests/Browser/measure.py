"""What recording costs the page's main thread, beside rrweb's two recorders in the same browser.

    python3 Tests/Browser/measure.py [--rounds 7] [--only WORDS]

Every figure is the median over fresh pages, recorders taking turns, of the milliseconds of main-thread CPU time that the
page took more than it takes without any recorder: script evaluation, recording, and making the events into text. A part that
rrweb leaves to whoever uses it, compressing and sending, is switched off in ours as well (`--deflate` leaves it on).
`task` is the longest task the page had, in wall-clock milliseconds; beside it stands the longest without a recorder.
"""

from __future__ import annotations

import argparse
import json
import statistics
from dataclasses import dataclass
from functools import cache
from importlib.metadata import files
from pathlib import Path
from typing import Callable

from collector import Bundle
from playwright.sync_api import Browser, Route, sync_playwright

HOST = "https://signet.invalid"
RECORDER = f"{HOST}/recorder.js"
#: What a recorder may leave for later, it has done by then.
SETTLE_MS = 2_600
TURN_MS = 500
#: Of the faster rrweb's time.
TARGET = 0.7
LONGEST_TASK_MS = 50
REPEATS = 3

CELLS = "".join(f'<div class="row r{n}" id="n{n}"><b title="cell">{n}</b><i data-k="{n}">some text</i></div>' for n in range(1000))

#: `chain` makes nested elements and returns the outermost.
HELPERS = """
  const make = (name, text) => Object.assign(document.createElement(name), text ? { textContent: text } : {});
  function chain(depth, number) {
    const outermost = make("div");
    for (let level = 0, at = outermost; level < depth; level++) {
      at.setAttribute("branch", String(number));
      at.setAttribute("depth", String(level));
      if (level < depth - 1) at = at.appendChild(make("div"));
    }
    return outermost;
  }
  function grove(branches, depth, into = document.createDocumentFragment()) {
    for (let number = 0; number < branches; number++) into.append(chain(depth, number));
    return into;
  }
"""


@dataclass
class Row:
    """`prepare` runs before anything is recorded, `work` is what is measured."""

    title: str
    body: str = ""
    prepare: str = ""
    work: str = ""
    kind: str = "mutations"


ROWS = [
    Row("first snapshot, 5,000 nodes", body=CELLS, kind="first"),
    Row("repeated snapshot, 5,000 nodes", body=CELLS, kind="repeated"),
    Row("create 1,000 × 10 nodes", work="grove(1000, 10, document.body)"),
    Row("create 1,000 × 10 twice, remove the first", work="""
      document.body.append(grove(1000, 10));
      for (const each of document.querySelectorAll("div")) each.remove();
      document.body.append(grove(1000, 10));
    """),
    Row("create 1,000, each in the one before", work="""
      let at = document.body;
      for (let number = 1; number <= 1000; number++) {
        const next = make("div", `el-${number}`);
        at.append(next);
        at = next;
      }
    """),
    Row("create 10,000, move them to a new container", body='<div id="app"></div>', work="""
      const list = make("div");
      for (let number = 1; number <= 10000; number++) list.append(make("div", `div-${number}`));
      document.querySelector("#app").append(list);
      const place = make("div");
      place.append(list);
      document.body.append(place);
      document.querySelector("#app").remove();
      document.body.append(make("div", "last"));
    """),
    Row("change an attribute of 10,000", prepare='for (let n = 0; n < 10000; n++) document.body.append(make("div"))',
        work='for (const each of document.querySelectorAll("div")) each.classList.add("foo")'),
    Row("replace by 100 × 256 nested nodes", work="""
      document.body.replaceChildren();
      let ends = Array.from({ length: 100 }, () => document.body.appendChild(make("div")));
      for (let depth = 0; depth < 256; depth++) ends = ends.map((end) => end.appendChild(make("div")));
    """),
]


@dataclass
class Recorder:
    script: str
    start: str = "0"
    again: str = "0"


def packaged(package: str, name: str) -> str:
    return Path(next(each for each in files(package) if each.name == name).locate()).read_text()


@cache
def bundle() -> Bundle:
    return Bundle.read()


def recorders(deflate: bool) -> dict[str, Recorder]:
    emit = "rrwebRecord({ emit: (event) => (window.sink ??= []).push(JSON.stringify(event)) })"
    again = "rrwebRecord.takeFullSnapshot()"
    # The package keeps rrweb to itself; one edit lets the page reach it.
    current = packaged("oss-clarity", "recorder.js").replace("window.__ossClarityRecorder=", "window.rrwebRecord=re,window.__ossClarityRecorder=")
    certificate = {"id": "0" * 40, "token": "t", "certificate_url": f"{HOST}/c", "ping_url": f"{HOST}/p"}
    config = {**certificate, "api": HOST, "core": f"{HOST}/{bundle().core}"}
    ours = f"""
      {"" if deflate else "delete window.CompressionStream;"}
      window.fetch = async (url, {{ body }}) => {{
        if (url.endsWith("/certificates")) return new Response(JSON.stringify({{ ...{json.dumps(certificate)}, now: Date.now() }}), {{ status: 201 }});
        (window.sink ??= []).push(body);
        return new Response(null, {{ status: 204 }});
      }};
      (start => start({{ ...{json.dumps(config)}, now: Date.now() }}))({bundle().loader});
    """
    return {
        "none": Recorder(""),
        "1.1.3": Recorder(packaged("django-rrweb", "rrweb-record-1-1-3.js"), emit, again),
        "2.1.6": Recorder(current, emit, again),
        "signet": Recorder(ours, "0", "signetNext()"),
    }


def serve(route: Route) -> None:
    route.fulfill(body=bundle().files.get(route.request.url.rsplit("/", 1)[1], ""), content_type="text/javascript")


class Trial:
    """One recorder on one fresh page. Trials run side by side, each in a process of its own, since most of their time is waiting."""

    def __init__(self, browser: Browser, row: Row, recorder: Recorder) -> None:
        self.row, self.recorder = row, recorder
        self.page = browser.new_page()
        self.page.route(f"{HOST}/**", serve)
        # From a file, as pages load it: what a browser does beside its main thread with a file, it does for all of them.
        text = f"{recorder.script};{recorder.start}"
        self.page.route(RECORDER, lambda route: route.fulfill(body=text, content_type="text/javascript"))
        self.page.set_content(f"<!doctype html><title>Measure</title><body>{row.body}")
        self.page.evaluate(f"() => {{ {HELPERS}; {row.prepare}; window.work = () => {{ {row.work} }} }}")
        self.client = self.page.context.new_cdp_session(self.page)
        self.client.send("Performance.enable", {"timeDomain": "threadTicks"})

    def inject(self) -> None:
        self.page.evaluate("""(src) => new Promise((onload) => {
          const script = Object.assign(document.createElement("script"), { src, onload });
          document.head.append(script);
          script.remove();
        })""", RECORDER)

    def run(self) -> None:
        self.page.evaluate("() => work()" if self.row.kind == "mutations" else f"() => void {self.recorder.again}")

    def watch(self) -> None:
        self.page.evaluate("""() => {
          window.longest = 0;
          window.observer ??= new PerformanceObserver((list) => {
            for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
          });
          observer.observe({ type: "longtask" });
        }""")
        self.before = self.spent()

    def spent(self) -> float:
        metrics = self.client.send("Performance.getMetrics")["metrics"]
        return next(each["value"] for each in metrics if each["name"] == "TaskDuration") * 1000

    def finish(self, repeats: int) -> tuple[float, float]:
        """Milliseconds of main-thread CPU time, and of the longest task."""
        result = (self.spent() - self.before) / repeats, self.page.evaluate("longest")
        self.page.close()
        return result


def measure(browser: Browser, row: Row, deflate: bool) -> dict[str, tuple[float, float]]:
    trials = {name: Trial(browser, row, recorder) for name, recorder in recorders(deflate).items()}
    settle(trials)

    def each(action: Callable[[Trial], None]) -> None:
        for trial in trials.values():
            action(trial)
            # So that it has the processor for itself.
            trial.page.wait_for_timeout(TURN_MS)
        settle(trials)

    if row.kind == "first":
        each(lambda trial: (trial.watch(), trial.inject()))
        return {name: trial.finish(1) for name, trial in trials.items()}
    each(Trial.inject)
    if row.kind == "repeated":
        each(Trial.run)
    for trial in trials.values():
        trial.watch()
    repeats = REPEATS if row.kind == "repeated" else 1
    for _ in range(repeats):
        each(Trial.run)
    return {name: trial.finish(repeats) for name, trial in trials.items()}


def settle(trials: dict[str, Trial]) -> None:
    next(iter(trials.values())).page.wait_for_timeout(SETTLE_MS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default="", help="rows whose title contains these words")
    parser.add_argument("--deflate", action="store_true", help="compress and send, too")
    options = parser.parse_args()
    print(f"{'ms of main thread':44} {'1.1.3':>7} {'2.1.6':>7} {'signet':>7} {'ratio':>6}  {'task':>5} {'none':>5}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for row in (each for each in ROWS if options.only in each.title):
            results: dict[str, list[tuple[float, float]]] = {}
            for _ in range(options.rounds):
                for name, result in measure(browser, row, options.deflate).items():
                    results.setdefault(name, []).append(result)
            report(row, results)


def report(row: Row, results: dict[str, list[tuple[float, float]]]) -> None:
    spent = {name: statistics.median(each for each, _ in runs) for name, runs in results.items()}
    tasks = {name: statistics.median(each for _, each in runs) for name, runs in results.items()}
    old, new, ours = (spent[name] - spent["none"] for name in ("1.1.3", "2.1.6", "signet"))
    ratio = ours / min(old, new)
    remarks = [f"over {TARGET}"] * (ratio > TARGET) + [f"a task over {LONGEST_TASK_MS} ms"] * (tasks["signet"] > max(LONGEST_TASK_MS, tasks["none"] * 1.1))
    print(f"{row.title:44} {old:7.1f} {new:7.1f} {ours:7.1f} {ratio:6.2f}  {tasks['signet']:5.0f} {tasks['none']:5.0f}  {', '.join(remarks)}", flush=True)


main()
