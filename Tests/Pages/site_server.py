"""A small server for browser tests: the player's page, its files as built, and the recordings a test gives it."""

import http.server
import json
import pathlib
import re
import subprocess
import threading

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = ROOT / "Sources/SignetServer/Pages"

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Player</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/signet.css">
<script type="module" src="/assets/console.js"></script></head>
<body><main>
<div class="player" data-events="/%(name)s/events" data-frame="%(frame)s"></div>
<p><label for="log-search">Search</label><input id="log-search" type="search"></p><p class="log-count">3 events</p>
<table><tbody id="log-rows">
<tr><td>12:00:03</td><td><a href="#t=3000" data-at="3000">0:03.0</a></td><td>submitted form</td></tr>
<tr><td>12:00:02</td><td><a href="#t=2000" data-at="2000">0:02.0</a></td><td>clicked on [Send]</td></tr>
<tr><td>12:00:01</td><td><a href="#t=1000" data-at="1000">0:01.0</a></td><td>typed in [Name]</td></tr>
</tbody></table>
<script type="module" src="/assets/replay.js"></script>
</main></body></html>"""


def quoted(file, start):
    """The strings of a Swift array of strings that follows `start`, joined as a policy."""
    text = (PAGES / file).read_text()
    array = text[text.index(start) :].split("].joined", 1)[0]
    return "; ".join(re.findall(r'"([^"]*)"', array))


def frame_document(is_quirky=False):
    text = (PAGES / "ReplayFrame.swift").read_text()
    document = re.search(r'static let quirksDocument = """\n(.*?)"""', text, re.S).group(1)
    return document if is_quirky else "<!doctype html>\n" + document


PAGE_POLICY = quoted("PageHeaders.swift", "static let contentSecurityPolicy")
FRAME_POLICY = quoted("ReplayFrame.swift", "static let contentSecurityPolicy")


def build(*arguments):
    command = ["esbuild", *arguments, "--format=esm", "--target=es2022", "--log-level=warning"]
    return subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout


class Site:
    """Serves until `close`; remembers every path that was asked for."""

    def __init__(self):
        self.recordings = {}
        self.requests = []
        self.files = {
            "/assets/replay.js": ("text/javascript", build("Web/replay/src/main.js", "--bundle", "--minify")),
            "/assets/console.js": ("text/javascript", build("Web/console/console.js", "--bundle", "--minify")),
            "/assets/signet.css": ("text/css", (ROOT / "Web/console/signet.css").read_bytes()),
        }
        for source in (ROOT / "Web/replay/src").glob("*.js"):
            self.files[f"/src/{source.name}"] = ("text/javascript", source.read_bytes())
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path):
        """Type, body and policy of a path; None where there is nothing."""
        if path in ("/replay/frame", "/replay/frame?mode=quirks"):
            return "text/html; charset=utf-8", frame_document("?" in path).encode(), FRAME_POLICY
        if path == "/open/frame":
            # What a frame must not be: a document in which scripts may run.
            return "text/html; charset=utf-8", frame_document().encode(), "default-src *"
        path = path.split("?")[0]
        if path in self.files:
            return *self.files[path], PAGE_POLICY
        name, _, rest = path.lstrip("/").partition("/")
        if rest == "events" and name in self.recordings:
            return "application/json", json.dumps(self.recordings[name]).encode(), PAGE_POLICY
        if rest == "page":
            page = PAGE % {"name": name, "frame": "/replay/frame"}
            return "text/html; charset=utf-8", page.encode(), PAGE_POLICY
        return None

    def handler(site):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                site.requests.append(self.path)
                answer = site.answer(self.path)
                self.send_response(200 if answer else 404)
                kind, body, policy = answer or ("text/plain", b"", "default-src 'none'")
                self.send_header("Content-Type", kind)
                self.send_header("Content-Security-Policy", policy)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        return Handler
