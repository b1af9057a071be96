"""Recordings made by hand, in rrweb's format."""

START = 1_795_439_350_000


class Recording:
    """Collects events; ids count up."""

    def __init__(self, width=800, height=600):
        self.events = []
        self.marks = []
        self.next = 1
        self.add(4, {"href": "https://form.example/", "width": width, "height": height}, 0)

    def add(self, kind, data, at):
        self.events.append({"type": kind, "data": data, "timestamp": START + at})

    def change(self, at, source, **data):
        self.add(3, {"source": source, **data}, at)

    def mutate(self, at, adds=(), removes=(), texts=(), attributes=()):
        self.change(
            at, 0, adds=list(adds), removes=list(removes), texts=list(texts), attributes=list(attributes)
        )

    def mark(self, at, kind, label):
        self.marks.append({"at": at, "kind": kind, "label": label})

    def id(self):
        self.next += 1
        return self.next - 1

    def text(self, text, **more):
        return {"type": 3, "id": self.id(), "textContent": text, **more}

    def element(self, name, attributes=None, *children, **more):
        return {
            "type": 2, "id": self.id(), "tagName": name, "attributes": attributes or {},
            "childNodes": list(children), **more,
        }  # fmt: skip

    def snapshot(self, at, head=(), body=()):
        self.document = self.id()
        doctype = {"type": 1, "id": self.id(), "name": "html", "publicId": "", "systemId": ""}
        self.body = self.element("body", {}, *body)
        html = self.element("html", {"lang": "en"}, self.element("head", {}, *head), self.body)
        node = {"type": 0, "id": self.document, "childNodes": [doctype, html]}
        self.add(2, {"node": node, "initialOffset": {"left": 0, "top": 0}}, at)

    def answer(self, duration=None, hidden=False):
        last = max(event["timestamp"] for event in self.events) - START
        return {"events": self.events, "marks": self.marks, "hidden": hidden, "duration": duration or last}


def drawing():
    """A signature that the submission told of, twice."""
    made = Recording()
    pad = made.element("canvas", {"id": "pad"}, made.text("Sign here"))
    made.snapshot(10, body=[pad])
    blob = {"rr_type": "Blob", "type": "image/webp", "data": [
        {"rr_type": "ArrayBuffer", "base64": "UklGRhwAAABXRUJQVlA4TA8AAAAvA8AAAAcQRY7+ByKi/wEA"},
    ]}  # fmt: skip
    commands = [
        {"property": "clearRect", "args": [0, 0, 300, 120]},
        {"property": "drawImage", "args": [{"rr_type": "ImageBitmap", "args": [blob]}, 0, 0]},
    ]
    for at in (1000, 1200):
        made.change(at, 9, id=pad["id"], type=0, commands=commands)
    return made.answer(duration=2000)


def visit():
    """A short visit: typing, a choice, a box, a mutation in shuffled order, scrolling, a resize, and the submission."""
    made = Recording()
    name = made.element("input", {"type": "text", "name": "appendChild", "id": "name"})
    number = made.element("input", {"type": "number", "id": "number"})
    notes = made.element("textarea", {"id": "notes", "value": "first"}, made.text("first"))
    state = made.element(
        "select", {"id": "state"},
        made.element("option", {"value": "TX"}, made.text("Texas")),
        made.element("option", {"value": "CA"}, made.text("California")),
    )  # fmt: skip
    box = made.element("input", {"type": "checkbox", "id": "agree"})
    send = made.element("button", {"id": "send"}, made.text("Send"))
    # A field named like a DOM method: it must not become the form's method.
    form = made.element("form", {"id": "form"}, name, number, notes, state, box, send)
    title_text = made.text("Quote")
    title = made.element("h1", {"id": "title", "style": "color: rgb(1, 2, 3)"}, title_text)
    items = made.element("ul", {"id": "items"})
    tall = made.element("div", {"id": "tall", "style": "height: 3000px"})
    widget = made.element(
        "quote-widget", {"id": "widget"}, made.element("b", {"id": "inner"}, made.text("inside"), isShadow=True),
        isShadowHost=True,
    )  # fmt: skip
    style = made.element("style", {"_cssText": "#send { color: rgb(10, 20, 30) }"}, made.text("", isStyle=True))
    made.snapshot(10, head=[style], body=[title, form, items, widget, tall])

    made.change(200, 1, positions=[{"x": 20, "y": 30, "id": 1, "timeOffset": -100}, {"x": 100, "y": 120, "id": 1, "timeOffset": 0}])
    made.change(500, 2, type=5, id=name["id"])
    for count in range(1, 5):
        made.change(500 + 100 * count, 5, id=name["id"], text="Jane"[:count], isChecked=False)
    made.mark(1000, "input", "typed in [Name]")
    made.change(1000, 5, id=number["id"], text="***", isChecked=False)
    made.change(1100, 5, id=notes["id"], text="second", isChecked=False)
    made.change(1200, 5, id=state["id"], text="CA", isChecked=False)
    made.mark(1200, "choice", "chose [California] from [State]")
    made.change(1300, 5, id=box["id"], text="on", isChecked=True)
    made.mark(1300, "opt-in", "opted in on [agree]")
    items_id = items["id"]
    first, second, third = (made.element("li", {"id": f"item-{n}"}) for n in (1, 2, 3))
    labels = [{"parentId": li["id"], "nextId": None, "node": made.text(f"Item {n}")} for n, li in enumerate((first, second, third), 1)]
    made.mutate(
        1500,
        # Each before one that comes later in the list, texts before their parents.
        adds=[
            *labels,
            {"parentId": items_id, "nextId": second["id"], "node": first},
            {"parentId": items_id, "nextId": third["id"], "node": second},
            {"parentId": items_id, "nextId": None, "node": third},
        ],
        texts=[{"id": title_text["id"], "value": "Your quote"}],
        attributes=[{"id": title["id"], "attributes": {"style": {"color": "rgb(4, 5, 6)", "top": False}, "class": "big"}}],
    )
    made.change(1600, 15, id=made.document, styleIds=[1], styles=[{"styleId": 1, "rules": [{"rule": "#title { margin-left: 7px }", "index": 0}]}])
    made.change(1700, 8, id=style["id"], adds=[{"rule": "#send { padding-left: 9px }", "index": 1}])
    made.change(1800, 3, id=made.document, x=0, y=250)
    made.mutate(1900, removes=[{"parentId": items_id, "id": second["id"]}])
    made.mutate(1950, adds=[{"parentId": widget["id"], "nextId": None, "node": {**made.element("i", {"id": "late"}), "isShadow": True}}])
    made.change(2000, 2, type=2, id=send["id"], x=100, y=120)
    made.mark(2000, "click", "clicked on [Send]")
    made.change(2500, 4, width=400, height=700)
    made.mark(2500, "resize", "resized the window")
    made.mark(3000, "submit", "submitted form")
    made.mutate(3000, texts=[{"id": title_text["id"], "value": "Thank you"}])
    # Nine seconds in which nothing happens, and a last move.
    made.change(12_000, 1, positions=[{"x": 5, "y": 5, "id": 1, "timeOffset": 0}])
    return made.answer()


def hostile(site):
    """Everything we know of that runs or fetches something, in snapshot and in mutations."""
    beacon = f"{site}/stolen"
    run = "window.top.pwned = true; fetch('/stolen-by-script')"
    made = Recording()

    def elements():
        e = made.element
        svg = {"isSVG": True}
        yield e("img", {"src": f"{beacon}/img", "onerror": run, "id": "bad-image"})
        yield e("img", {"src": "data:text/html,x", "onerror": run})
        yield e("img", {"srcset": f"{beacon}/srcset 1x", "sizes": "1px"})
        yield e("img", {"rr_dataURL": f"{beacon}/dataurl"})
        yield e("script", {}, made.text(run))
        yield e("script", {"src": f"{beacon}/script"})
        yield e("SCRIPT", {}, made.text(run))
        yield e("a", {"href": f"javascript:{run}", "id": "bad-link", "ping": f"{beacon}/ping"}, made.text("link"))
        yield e("iframe", {"srcdoc": f"<script>{run}</script>", "id": "bad-frame"})
        yield e("iframe", {"src": f"{beacon}/frame"})
        yield e("object", {"data": f"{beacon}/object"})
        yield e("embed", {"src": f"{beacon}/embed"})
        yield e("meta", {"http-equiv": "refresh", "content": f"0;url={beacon}/refresh"})
        yield e("base", {"href": f"{beacon}/base/"})
        yield e("link", {"rel": "stylesheet", "href": f"{beacon}/sheet"})
        yield e("link", {"rel": "prefetch", "href": f"{beacon}/prefetch"})
        yield e("link", {"rel": "stylesheet", "href": "x", "_cssText": f"@import url({beacon}/import); p {{ background: url({beacon}/css) }}"})
        yield e("style", {}, made.text(f"@import '{beacon}/import2'; body {{ background: u\\72l('{beacon}/escaped') }}"))
        yield e("style", {}, made.text(f"@font-face {{ font-family: f; src: url('{beacon}/font') }} * {{ font-family: f }}"))
        yield e("style", {}, made.text(f"i {{ background: image-set('{beacon}/set' 1x) }}"))
        yield e("p", {"style": f"background: url({beacon}/inline); width: 1px", "onclick": run, "id": "bad-style"})
        yield e("video", {"src": f"{beacon}/video", "poster": f"{beacon}/poster", "autoplay": True})
        yield e("audio", {"src": f"{beacon}/audio", "autoplay": True}, e("source", {"src": f"{beacon}/source"}))
        yield e("input", {"type": "image", "src": f"{beacon}/input", "onfocus": run, "autofocus": True})
        yield e("form", {"action": f"javascript:{run}"}, e("button", {"formaction": f"javascript:{run}"}), e("input", {"name": "childNodes"}))
        yield e("body", {"background": f"{beacon}/background", "onload": run})
        yield e("table", {"background": f"{beacon}/table"})
        yield e(
            "svg", {"onload": run},
            e("animate", {"attributeName": "href", "values": f"javascript:{run}", "onbegin": run}, **svg),
            e("set", {"attributeName": "onmouseover", "to": run}, **svg),
            e("a", {"xlink:href": f"javascript:{run}"}, e("text", {}, made.text("svg link"), **svg), **svg),
            e("image", {"href": f"{beacon}/svgimage", "xlink:href": f"{beacon}/svgimage2"}, **svg),
            e("use", {"href": f"{beacon}/use.svg#x"}, **svg),
            e("feImage", {"href": f"{beacon}/feimage"}, **svg),
            e("rect", {"fill": f"url({beacon}/fill)", "filter": f"url({beacon}/filter#x)"}, **svg),
            e("script", {"href": f"{beacon}/svgscript"}, made.text(run), **svg),
            e("foreignObject", {}, e("iframe", {"src": f"javascript:{run}"}), **svg),
            e("style", {}, made.text(f"@import '{beacon}/svgimport'"), **svg),
            **svg,
        )  # fmt: skip
        yield e("template", {}, e("script", {}, made.text(run)))
        yield e("noscript", {}, made.text(f"<img src={beacon}/noscript onerror=\"{run}\">"))
        yield e("textarea", {"value": "</textarea><script>x</script>"})
        yield e("x-widget", {"is": "x", "onclick": run}, e("img", {"src": f"{beacon}/shadow", "onerror": run}, isShadow=True), isShadowHost=True)
        yield e("a b", {"a b": "c", "": "x"})
        yield e("<img src=x onerror=alert(1)>", {"<script>": "x"})
        yield e("portal", {"src": f"{beacon}/portal"})
        yield e("frameset", {"onload": run}, e("frame", {"src": f"{beacon}/framesetframe"}))

    made.snapshot(0, head=list(elements()), body=[*elements(), made.element("h1", {"id": "end"}, made.text("The end"))])
    target = made.element("div", {"id": "target"})
    made.mutate(100, adds=[{"parentId": made.body["id"], "nextId": None, "node": target}])
    made.mutate(200, adds=[{"parentId": target["id"], "nextId": None, "node": node} for node in elements()])
    image = made.element("img", {"id": "late-image"})
    made.mutate(300, adds=[{"parentId": target["id"], "nextId": None, "node": image}])
    made.mutate(
        400,
        attributes=[
            {"id": image["id"], "attributes": {"src": f"{beacon}/late", "onerror": run, "style": {"background": f"url({beacon}/latestyle)"}}},
            {"id": target["id"], "attributes": {"onclick": run, "style": f"background:url({beacon}/late2)", "_cssText": f"@import '{beacon}/late3'"}},
        ],
    )  # fmt: skip
    made.change(500, 15, id=made.document, styleIds=[1], styles=[{"styleId": 1, "rules": [{"rule": f"@import url({beacon}/adopted);", "index": 0}]}])
    made.change(510, 8, styleId=1, replace=f"p {{ background: url({beacon}/replaced) }}")
    made.change(520, 9, id=image["id"], property="onerror", args=[run])
    # Nonsense that must not end the replay.
    made.change(530, 0, adds=[{"parentId": 999_999, "nextId": None, "node": made.element("p")}], removes=[{"id": 999_998}], texts=[{"id": None}], attributes=None)
    made.change(540, 5, id="x", text={"a": 1}, isChecked="y")
    made.add(3, None, 550)
    made.add(99, {"what": "ever"}, 560)
    made.mutate(600, adds=[{"parentId": made.body["id"], "nextId": None, "node": made.element("p", {"id": "survived"})}])
    return made.answer(duration=1000)


def long(count):
    """Many mutations, for measuring a seek."""
    made = Recording()
    rows = made.element("ul", {"id": "rows"})
    made.snapshot(0, body=[rows])
    for n in range(count):
        item = made.element("li", {"class": "row"})
        label = {"parentId": item["id"], "nextId": None, "node": made.text(f"Row {n}")}
        made.mutate(10 * n, adds=[{"parentId": rows["id"], "nextId": None, "node": item}, label])
    return made.answer()
