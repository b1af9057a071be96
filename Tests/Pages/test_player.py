"""The session-replay player in a real browser. Needs Python's playwright, Debian's chromium and esbuild.

    python3 -m unittest discover -s Tests/Pages
"""

import importlib.util
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from playwright.sync_api import sync_playwright

import recordings
from site_server import Site


class PlayerTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        cls.playwright = sync_playwright().start()
        cls.browser = cls.playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.playwright.stop()
        cls.site.close()

    def setUp(self):
        self.context = self.browser.new_context(viewport={"width": 1280, "height": 900})
        self.page = self.context.new_page()
        self.problems = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.site.requests.clear()

    def tearDown(self):
        self.context.close()

    def open(self, recording, hash=""):
        self.site.recordings["visit"] = recording
        self.page.goto(f"{self.site.url}/visit/page{hash}")
        self.page.wait_for_selector(".player[data-ready=true]")
        return self.page

    def inside(self, expression):
        """What an expression comes to, with `d` as the replay's document."""
        return self.page.evaluate(f"(d => {expression})(document.querySelector('iframe').contentDocument)")

    def value(self, id):
        return self.inside(f"d.getElementById('{id}').value")

    def seek(self, milliseconds):
        self.page.evaluate(f"location.hash = '#t={milliseconds}'")
        self.page.wait_for_timeout(60)

    @property
    def time(self):
        return float(self.page.get_attribute(".player-slider", "aria-valuenow"))

    # --- Playing

    def test_shows_the_first_snapshot_before_anything_is_played(self):
        self.open(recordings.visit())
        self.assertEqual(self.inside("d.getElementById('title').textContent"), "Quote")
        self.assertEqual(self.value("name"), "")
        self.assertEqual(self.value("notes"), "first")
        self.assertEqual(self.inside("d.defaultView.getComputedStyle(d.getElementById('send')).color"), "rgb(10, 20, 30)")
        self.assertEqual(self.inside("d.getElementById('widget').shadowRoot.textContent"), "inside")
        self.assertEqual(self.inside("d.compatMode"), "CSS1Compat")

    def test_plays_to_the_end_and_stops_there(self):
        page = self.open(recordings.visit())
        page.click("text=Skip inactivity")
        page.click("text=8×")
        page.click("text=Play")
        page.wait_for_selector(".player-time:text-is('0:12 / 0:12')", timeout=8000)
        page.wait_for_selector("button:has-text('Play')")
        self.assertEqual(self.inside("d.getElementById('title').textContent"), "Thank you")

    def test_pauses_where_it_is(self):
        page = self.open(recordings.visit())
        page.click("text=Play")
        page.wait_for_timeout(400)
        page.click("text=Pause")
        stopped = self.time
        page.wait_for_timeout(300)
        self.assertEqual(self.time, stopped)
        self.assertGreater(stopped, 0)

    def test_skips_what_nothing_happened_in(self):
        page = self.open(recordings.visit(), "#t=2900")
        page.click("text=Skip inactivity")
        page.click("text=Play")
        page.wait_for_selector(".player-time:text-is('0:12 / 0:12')", timeout=3000)

    def test_shows_pointer_and_clicks(self):
        page = self.open(recordings.visit(), "#t=1900")
        cursor = page.locator(".player-cursor")
        self.assertTrue(cursor.is_visible())
        frame = page.locator("iframe").bounding_box()
        scale = frame["width"] / 800
        self.assertAlmostEqual(cursor.bounding_box()["x"], frame["x"] + 100 * scale, delta=2)
        page.click("text=Play")
        page.wait_for_selector(".player-ripple", state="attached")

    # --- Seeking

    def test_seeks_forwards_and_backwards_to_the_same_page(self):
        self.open(recordings.visit())
        state = """[...d.querySelectorAll('*')].map(e => [e.localName, e.value, e.checked, e.childElementCount ? '' : e.textContent,
            ...[...e.attributes].map(a => a.name + '=' + a.value).sort()].join()).join()"""
        states = {}
        moments = [0, 750, 1100, 1550, 1850, 1960, 2600, 3000]
        for moment in moments:
            self.seek(moment)
            states[moment] = self.inside(state)
        for moment in reversed(moments):
            self.seek(moment)
            again = self.inside(state)
            self.assertEqual(again, states[moment], moment)
        self.assertEqual(len(set(states.values())), len(moments) - 1)  # a resize is not in the page

    def test_shows_inputs_choices_and_boxes(self):
        self.open(recordings.visit(), "#t=1400")
        self.assertEqual(self.value("name"), "Jane")
        self.assertEqual(self.value("number"), "***")
        self.assertEqual(self.value("notes"), "second")
        self.assertEqual(self.value("state"), "CA")
        self.assertTrue(self.inside("d.getElementById('agree').checked"))
        self.assertTrue(self.inside("d.getElementById('name').hasAttribute('data-signet-focus')"))

    def test_shows_what_was_drawn_on_a_canvas_in_its_place(self):
        page = self.open(recordings.drawing(), "#t=500")
        box = "d.getElementById('pad')"
        self.assertEqual(self.inside(f"{box}.childNodes.length"), 0)
        self.seek(1500)
        page.wait_for_timeout(100)
        self.assertEqual(self.inside(f"{box}.firstChild.naturalWidth"), 4)
        size = self.inside(f"(r => [r.width, r.height])({box}.firstChild.getBoundingClientRect())")
        self.assertEqual(size, [300, 120])
        self.assertEqual(self.inside(f"d.defaultView.getComputedStyle({box}).backgroundImage"), "none")
        self.seek(500)
        self.assertEqual(self.inside(f"{box}.childNodes.length"), 0)
        self.assertEqual(self.problems, [])

    def test_adds_nodes_in_whatever_order_they_come(self):
        self.open(recordings.visit(), "#t=1850")
        self.assertEqual(self.inside("[...d.querySelectorAll('li')].map(e => e.textContent)"), ["Item 1", "Item 2", "Item 3"])
        self.seek(1960)
        self.assertEqual(self.inside("[...d.querySelectorAll('li')].map(e => e.id)"), ["item-1", "item-3"])
        self.assertIsNotNone(self.inside("d.getElementById('widget').shadowRoot.getElementById('late')?.id"))

    def test_follows_styles_scrolling_and_size(self):
        self.open(recordings.visit(), "#t=1850")
        style = "d.defaultView.getComputedStyle(d.getElementById('%s')).%s"
        self.assertEqual(self.inside(style % ("title", "color")), "rgb(4, 5, 6)")
        self.assertEqual(self.inside(style % ("title", "marginLeft")), "7px")
        self.assertEqual(self.inside(style % ("send", "paddingLeft")), "9px")
        self.assertEqual(self.inside("d.defaultView.scrollY"), 250)
        self.seek(2600)
        self.assertEqual(self.inside("d.defaultView.innerWidth"), 400)
        self.seek(100)
        self.assertEqual(self.inside("d.defaultView.innerWidth"), 800)
        self.assertEqual(self.inside("d.defaultView.scrollY"), 0)

    def test_seeks_through_thousands_of_mutations_without_a_wait(self):
        page = self.open(recordings.long(5000))
        took = page.evaluate("() => { const from = performance.now(); location.hash = '#t=49000'; return new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now() - from)))) }")
        self.assertEqual(self.inside("d.querySelectorAll('.row').length"), 4901)
        back = page.evaluate("() => { const from = performance.now(); location.hash = '#t=40000'; return new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now() - from)))) }")
        self.assertEqual(self.inside("d.querySelectorAll('.row').length"), 4001)
        print(f"\n    5,000 mutations: forwards {took:.0f} ms, backwards {back:.0f} ms")
        self.assertLess(max(took, back), 2000)

    def test_jumps_from_the_event_log_and_from_the_address(self):
        page = self.open(recordings.visit(), "#t=3000")
        self.assertEqual(self.time, 3.0)
        page.click("a[data-at='1000']")
        self.assertEqual(self.time, 1.0)
        self.assertEqual(self.value("name"), "Jane")
        self.assertTrue(page.url.endswith("#t=1000"))

    # --- Controls

    def test_is_worked_by_the_keyboard(self):
        page = self.open(recordings.visit())
        slider = page.locator(".player-slider")
        slider.focus()
        for key, expected in [
            ("ArrowRight", 1.0), ("ArrowUp", 2.0), ("ArrowLeft", 1.0), ("ArrowDown", 0.0), ("PageUp", 10.0), ("PageDown", 0.0),
            ("End", 12.0), ("Home", 0.0), ("]", 1.0), ("]", 1.2), ("[", 1.0), ("[", 0.0), ("ArrowLeft", 0.0),
        ]:  # fmt: skip
            page.keyboard.press(key)
            self.assertEqual(self.time, expected, key)
        page.keyboard.press("Space")
        page.wait_for_selector("button:has-text('Pause')")
        page.keyboard.press("Space")
        page.wait_for_selector("button:has-text('Play')")

    def test_tells_a_screen_reader_where_it_stands(self):
        page = self.open(recordings.visit(), "#t=2000")
        slider = page.locator(".player-slider")
        self.assertEqual(slider.get_attribute("role"), "slider")
        self.assertEqual(slider.get_attribute("aria-valuemax"), "12")
        self.assertEqual(slider.get_attribute("aria-valuetext"), "0:02 of 0:12, clicked on [Send]")
        page.click("button[aria-label='Next event']")
        self.assertEqual(page.inner_text("[aria-live]"), "0:02 of 0:12, resized the window")

    def test_reaches_every_control_with_tab_and_none_in_the_recording(self):
        page = self.open(recordings.visit())
        page.locator(".player-timeline").evaluate("e => e.querySelector('.player-mark').focus()")
        names = []
        for _ in range(12):
            page.keyboard.press("Tab")
            names.append(page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()"))
        self.assertEqual(
            names[:11],
            ["Position in the replay", "Play", "Restart", "Previous event", "Next event", "1×", "2×", "4×", "8×", "Skip inactivity", "Keys"],
        )  # fmt: skip
        self.assertNotIn("IFRAME", page.evaluate("document.activeElement.tagName"))

    def test_marks_events_and_the_submission_in_green(self):
        page = self.open(recordings.visit())
        marks = page.locator(".player-mark")
        self.assertEqual(marks.count(), 6)
        self.assertEqual(page.locator(".player-mark.is-submit").count(), 1)
        page.locator(".player-mark").nth(2).hover()
        self.assertEqual(page.inner_text(".player-event"), "0:01 opted in on [agree]")
        page.locator(".player-mark").nth(2).click()
        self.assertEqual(self.time, 1.3)
        page.keyboard.press("ArrowRight")
        self.assertEqual(page.inner_text(".player-event"), "0:02 clicked on [Send]")
        self.assertEqual(self.time, 1.3)

    def test_drags_along_the_timeline(self):
        page = self.open(recordings.visit())
        box = page.locator(".player-timeline").bounding_box()
        middle = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + box["width"] * 0.6, middle)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.9, middle, steps=4)
        page.mouse.up()
        page.wait_for_timeout(60)
        self.assertAlmostEqual(self.time, 10.8, delta=0.1)

    def test_says_that_inputs_are_hidden(self):
        page = self.open({**recordings.visit(), "hidden": True})
        self.assertIn("What was typed is hidden", page.inner_text(".player"))

    def test_says_when_there_is_nothing_to_play(self):
        self.site.recordings["visit"] = {"events": [], "marks": [], "hidden": False, "duration": 0}
        self.page.goto(f"{self.site.url}/visit/page")
        self.page.wait_for_selector("text=holds no page to show")
        self.assertEqual(self.page.locator(".player iframe").count(), 0)
        self.assertLess(self.page.locator(".player").bounding_box()["height"], 200)
        self.page.goto(f"{self.site.url}/absent/page")
        self.page.wait_for_selector("text=could not be shown")

    # --- Recorders that are not ours

    def test_plays_what_rrweb_records(self):
        for version, package, file, expose in [
            ("2.1.6", "oss_clarity", "static/oss_clarity/recorder.js", ("window.__ossClarityRecorder={", "window.rrwebRecord=re;window.__ossClarityRecorder={")),
            ("1.1.3", "django_rrweb", "static/django-rrweb/rrweb-record-1-1-3.js", ("var rrwebRecord=", "window.rrwebRecord=")),
        ]:  # fmt: skip
            with self.subTest(rrweb=version):
                spec = importlib.util.find_spec(package)
                if not spec:
                    self.skipTest(f"{package} is not installed")
                recorder = (pathlib.Path(spec.submodule_search_locations[0]) / file).read_text().replace(*expose)
                self.open(self.record(recorder), "#t=60000")
                self.assertEqual(self.value("name"), "Jane Doe")
                self.assertEqual(self.value("state"), "CA")
                self.assertTrue(self.inside("d.getElementById('agree').checked"))
                self.assertEqual(self.inside("d.querySelector('h1').textContent"), "Thank you")
                self.assertEqual(self.inside("[...d.querySelectorAll('li')].map(e => e.textContent)"), ["c", "a", "b"])
                color = "d.defaultView.getComputedStyle(d.querySelector('h1')).color"
                self.assertEqual(self.inside(color), "rgb(9, 8, 7)")
                self.assertEqual(self.inside("d.getElementById('host').shadowRoot.textContent"), "in shadow, later")

    def record(self, recorder):
        """What a recorder of rrweb's tells of a visit to a small form."""
        page = self.context.new_page()
        page.set_content(
            """<!doctype html><style>h1 { color: red }</style><h1>Quote</h1><form><input id="name">
            <select id="state"><option>TX<option>CA</select><input type="checkbox" id="agree"></form><ul></ul><div id="host"></div>
            <script>document.getElementById('host').attachShadow({ mode: 'open' }).innerHTML = '<b>in shadow</b>'</script>"""
        )
        page.evaluate(recorder + "; window.recorded = []; window.rrwebRecord({ emit: event => recorded.push(event) }); 0")
        page.click("#name")
        page.keyboard.type("Jane Doe")
        page.select_option("#state", "CA")
        page.click("#agree")
        page.evaluate(
            """() => {
                document.querySelector('h1').textContent = 'Thank you';
                document.styleSheets[0].insertRule('h1 { color: rgb(9, 8, 7) }', 1);
                const list = document.querySelector('ul');
                for (const text of ['a', 'b', 'c']) list.appendChild(document.createElement('li')).textContent = text;
                list.prepend(list.lastChild);
                document.getElementById('host').shadowRoot.appendChild(document.createElement('i')).textContent = ', later';
            }"""
        )
        page.wait_for_timeout(600)
        events = page.evaluate("recorded")
        page.close()
        return {"events": events, "marks": [], "hidden": False, "duration": events[-1]["timestamp"] - events[0]["timestamp"]}

    def test_lays_out_old_pages_by_the_old_rules(self):
        recording = recordings.visit()
        recording["events"][1]["data"]["node"]["compatMode"] = "BackCompat"
        self.open(recording)
        self.assertEqual(self.inside("d.compatMode"), "BackCompat")

    def test_shows_what_image_sets_and_posters_hold(self):
        made = recordings.Recording()
        dot = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
        source = made.element("source", {"srcset": f"{dot} 640w", "sizes": "50vw", "media": "(min-width: 1px)"})
        made.snapshot(0, body=[
            made.element("img", {"id": "set", "srcset": f"{dot} 2x"}),
            made.element("picture", {}, source, made.element("img", {"id": "picked"})),
            made.element("img", {"id": "none", "srcset": f"{dot} 1x ,{self.site.url}/stolen"}),
            made.element("video", {"id": "video", "poster": dot}),
        ])
        self.open(made.answer(duration=1000))
        self.page.wait_for_timeout(200)
        self.assertEqual(self.inside("['set', 'picked', 'none'].map(id => d.getElementById(id).currentSrc)"), [dot, dot, ""])
        self.assertIn(dot, self.inside("getComputedStyle(d.getElementById('video')).backgroundImage"))
        self.assertEqual([path for path in self.site.requests if "stolen" in path], [])

    # --- Hostile recordings

    def test_invites_no_saved_password(self):
        made = recordings.Recording()
        made.snapshot(0, body=[made.element("form", {"autocomplete": "on"}, made.element("input", {"type": "password", "id": "p", "value": "****"}))])
        self.open(made.answer(duration=1000))
        self.assertEqual(self.inside("[d.getElementById('p').type, d.getElementById('p').value]"), ["text", "****"])
        self.assertEqual(self.inside("[...d.querySelectorAll('form, input')].map(e => e.getAttribute('autocomplete'))"), ["off", "off"])

    def test_runs_and_fetches_nothing_that_a_recording_asks_for(self):
        self.open(recordings.hostile(self.site.url))
        self.page.click("text=Play")
        self.page.wait_for_timeout(1500)
        for moment in (0, 1000, 450):
            self.seek(moment)
            self.assertEqual(self.inside("d.getElementById('end').textContent"), "The end")
        self.seek(1000)
        self.assertIsNotNone(self.inside("d.getElementById('survived')?.id"))
        self.assertIsNone(self.page.evaluate("window.pwned ?? null"))
        self.assertEqual([path for path in self.site.requests if "stolen" in path], [])
        self.assertEqual(self.problems, [])

        self.assertEqual(self.inside("d.querySelectorAll('script, iframe, object, embed, meta, base, link, frame, animate, set, template').length"), 0)
        attributes = self.inside("[...d.querySelectorAll('*')].flatMap(e => [...e.attributes].map(a => a.name + '=' + a.value))")
        for attribute in attributes:
            name, _, value = attribute.partition("=")
            self.assertFalse(name.startswith("on"), attribute)
            if not name == "value":
                self.assertNotIn("javascript:", value.lower(), attribute)
            self.assertNotIn("stolen", value, attribute)
        self.assertEqual(set(self.inside("[...d.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")), {"#"})

    def test_navigates_nowhere(self):
        self.open(recordings.hostile(self.site.url), "#t=1000")
        self.page.wait_for_timeout(300)
        self.assertEqual(self.page.frames[1].url, f"{self.site.url}/replay/frame")
        self.assertEqual(len(self.page.frames), 2)

    def test_the_frame_holds_even_where_the_list_fails(self):
        # Past the list of what may be rebuilt, straight into the frame: sandbox and policy have to hold alone.
        self.open(recordings.visit())
        self.page.evaluate(
            """site => {
                const d = document.querySelector('iframe').contentDocument;
                d.body.innerHTML = `<img src=x onerror="top.pwned=1"><svg onload="top.pwned=1"></svg>
                    <img src="${site}/stolen/img"><iframe src="${site}/stolen/frame"></iframe>
                    <style>@import "${site}/stolen/css"; p { background: url(${site}/stolen/bg) }</style><p>x</p>`;
                const s = d.createElement('script'); s.textContent = 'top.pwned=1'; d.body.append(s);
                const a = d.createElement('a'); a.href = 'javascript:top.pwned=1'; d.body.append(a); a.click();
            }""",
            self.site.url,
        )
        self.page.wait_for_timeout(500)
        self.assertIsNone(self.page.evaluate("window.pwned ?? null"))
        self.assertEqual([path for path in self.site.requests if "stolen" in path], [])

    def test_refuses_to_rebuild_outside_a_sandboxed_frame(self):
        self.open(recordings.visit())
        script = """async ({ path, sandbox, late }) => {
            const { Rebuilder } = await import('/src/rebuilder.js');
            const frame = document.createElement('iframe');
            if (sandbox !== null && !late) frame.setAttribute('sandbox', sandbox);
            frame.src = path;
            const loaded = new Promise(done => frame.addEventListener('load', done));
            document.body.append(frame);
            await loaded;
            if (late) frame.setAttribute('sandbox', sandbox);
            try { new Rebuilder(frame); return 'rebuilt'; } catch (error) { return error.name + ': ' + error.message; }
        }"""
        refused = "UnsafeFrameError: A recording is only rebuilt in a sandboxed frame: "
        for case, why in [
            ({"path": "/open/frame", "sandbox": None}, "it has no sandbox."),
            ({"path": "/open/frame", "sandbox": "allow-same-origin allow-scripts"}, "its sandbox has allow-scripts."),
            ({"path": "/replay/frame", "sandbox": "allow-same-origin allow-popups"}, "its sandbox has allow-popups."),
            ({"path": "/replay/frame", "sandbox": ""}, "its document cannot be reached."),
            # The attribute alone proves nothing: here it came after the document.
            ({"path": "/open/frame", "sandbox": "allow-same-origin", "late": True}, "scripting is not off in its document."),
        ]:
            self.assertEqual(self.page.evaluate(script, {"late": False, **case}), refused + why)
        good = {"path": "/replay/frame", "sandbox": "allow-same-origin", "late": False}
        self.assertEqual(self.page.evaluate(script, good), "rebuilt")

    # --- The rest of the page

    def test_searches_the_event_log(self):
        page = self.open(recordings.visit())
        page.fill("#log-search", "CLICKED")
        self.assertEqual(page.locator("#log-rows tr:visible").count(), 1)
        self.assertEqual(page.inner_text("#log-rows mark"), "clicked")
        self.assertEqual(page.inner_text(".log-count"), "1 of 3 events")
        page.fill("#log-search", "")
        self.assertEqual(page.locator("#log-rows tr:visible").count(), 3)
        self.assertEqual(page.inner_text(".log-count"), "3 events")


if __name__ == "__main__":
    unittest.main()
