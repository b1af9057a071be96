"""Every page in a real browser: what WCAG 2.2 asks that a machine can check, at 320 px, in print, without scripts.

Needs the pages as files, which the Swift tests write:

    SIGNET_PAGES=/tmp/pages swift test --filter PageExportTests
    SIGNET_PAGES=/tmp/pages python3 -m unittest discover -s Tests/Pages
"""

import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from playwright.sync_api import sync_playwright

import recordings
from site_server import PAGE_POLICY, Site

DIRECTORY = pathlib.Path(os.environ.get("SIGNET_PAGES", "/nonexistent"))
PAGES = sorted(path.stem for path in DIRECTORY.glob("*.html") if path.stem != "frame")

# Every visible text against the first opaque background behind it.
CONTRAST = """() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const rgba = color => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
    const channel = value => { const c = value / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
    const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
    const background = element => {
        for (let e = element; e; e = e.parentElement) {
            const color = rgba(getComputedStyle(e).backgroundColor);
            if (color[3] === 255) return color;
        }
        return rgba(getComputedStyle(document.documentElement).backgroundColor);
    };
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest('.visually-hidden, .skip, script')) continue;
        const style = getComputedStyle(element);
        const [one, two] = [luminance(rgba(style.color)), luminance(background(element))];
        const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
        const size = parseFloat(style.fontSize);
        const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        if (ratio < (isLarge ? 3 : 4.5)) found.push(`${ratio.toFixed(2)} ${element.className} ${walker.currentNode.data.trim().slice(0, 40)}`);
    }
    return [...new Set(found)];
}"""

# Links in running text are exempt; marks on the timeline have the buttons beside it that do the same.
TARGETS = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary, [role=slider]')]
    .filter(e => e.checkVisibility() && !e.closest('.skip, p:not(.copy-row), .player-marks, .badge, li > a'))
    .map(e => [e.outerHTML.slice(0, 80), e.closest('label')?.getBoundingClientRect() ?? e.getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || box.height < 24).map(([html, box]) => `${html} ${box.width}x${box.height}`)"""

NAMES = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, [role=slider], [role=region], nav, iframe')]
    .filter(e => !(e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.title || e.labels?.length || e.textContent.trim()))
    .map(e => e.outerHTML.slice(0, 100))"""


@unittest.skipUnless(PAGES, "SIGNET_PAGES names no directory with pages")
class PageTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        for path in DIRECTORY.glob("assets/*"):
            kind = "text/css" if path.suffix == ".css" else "text/javascript"
            cls.site.files[f"/assets/{path.name}"] = (kind, path.read_bytes())
        for name in PAGES:
            cls.site.files[f"/{name}"] = ("text/html; charset=utf-8", (DIRECTORY / f"{name}.html").read_bytes())
        cls.site.files["/certify.js"] = ("text/javascript", b"")
        cls.site.files["/ns.gif"] = ("image/gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;")
        cls.site.recordings["3f1c9a0be77d4f5e8a16c2d09b34e8f7a1c05d62"] = recordings.visit()
        cls.playwright = sync_playwright().start()
        cls.browser = cls.playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.playwright.stop()
        cls.site.close()

    def each(self, **options):
        """Every page, opened; ends with a failure for what a page's policy had to stop."""
        context = self.browser.new_context(**options)
        page = context.new_page()
        problems = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
        for name in PAGES:
            page.goto(f"{self.site.url}/{name}")
            if options.get("java_script_enabled", True) and page.locator(".player").count():
                page.wait_for_selector(".player[data-ready=true]")
            yield name, page
            self.assertEqual(problems, [], name)
        context.close()

    def test_contrast_is_enough_by_day_and_night(self):
        for scheme in ("light", "dark"):
            for name, page in self.each(color_scheme=scheme):
                self.assertEqual(page.evaluate(CONTRAST), [], f"{name}, {scheme}")

    def test_nothing_runs_off_a_narrow_page(self):
        for name, page in self.each(viewport={"width": 320, "height": 640}):
            self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), 320, name)

    def test_targets_are_large_enough_to_hit(self):
        for name, page in self.each():
            self.assertEqual(page.evaluate(TARGETS), [], name)

    def test_everything_that_can_be_worked_has_a_name(self):
        for name, page in self.each():
            self.assertEqual(page.evaluate(NAMES), [], name)

    def test_headings_skip_no_level(self):
        for name, page in self.each():
            levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(e => Number(e.tagName[1]))")
            self.assertEqual(levels[0], 1, name)
            for before, after in zip(levels, levels[1:]):
                self.assertLessEqual(after, before + 1, name)

    def test_tab_goes_through_the_page_in_order_and_is_seen(self):
        for name, page in self.each():
            page.keyboard.press("Tab")
            self.assertEqual(page.evaluate("document.activeElement.className"), "skip")
            seen = set()
            for _ in range(80):
                page.keyboard.press("Tab")
                state = page.evaluate(
                    """() => { const e = document.activeElement; if (e === document.body) return null;
                        const s = getComputedStyle(e), b = e.getBoundingClientRect();
                        e.dataset.seen ??= String(Math.random());
                        return { id: e.dataset.seen, outline: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
                            inside: b.bottom > 0 && b.top < innerHeight, html: e.outerHTML.slice(0, 80) }; }"""
                )
                if state is None or state["id"] in seen:
                    break
                seen.add(state["id"])
                self.assertTrue(state["outline"], name + state["html"])
                self.assertTrue(state["inside"], name + state["html"])
            self.assertGreater(len(seen), 0)

    def test_reads_without_scripts(self):
        for name, page in self.each(java_script_enabled=False):
            self.assertTrue(page.locator("h1").is_visible())
            if page.locator("#log-rows").count():
                self.assertEqual(page.locator("#log-rows tr:visible").count(), 14)
                self.assertFalse(page.locator(".log-search").is_visible())
                self.assertTrue(page.locator(".player-fallback").is_visible())
            if page.locator(".countdown").count():
                self.assertIn("2 days, 23 hours", page.inner_text(".countdown"))
            for button in ("[data-copy]", "[data-print]"):
                self.assertEqual(page.locator(f"{button}:visible").count(), 0)

    def test_prints_without_controls_and_with_nothing_cut(self):
        for name, page in self.each(viewport={"width": 680, "height": 900}):
            if name.startswith("demo"):
                continue
            page.emulate_media(media="print")
            self.assertEqual(page.locator("button:visible, nav:visible, iframe:visible").count(), 0, name)
            self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), 680, name)
            clipped = "[...document.querySelectorAll('.table-scroll, .code')].filter(e => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1).length"
            self.assertEqual(page.evaluate(clipped), 0, name)
            page.emulate_media(media="screen")

    def test_the_policy_of_the_pages_is_strict(self):
        for part in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
            self.assertIn(part, PAGE_POLICY)
        self.assertNotIn("unsafe", PAGE_POLICY)


if __name__ == "__main__":
    unittest.main()
