import SignetModel
import SignetRecording
import Testing

struct ReplayTests {
    static func text(_ visit: Visit, reveal: Bool = false) throws -> String {
        String(decoding: try visit.recording.replay(reveal: reveal), as: UTF8.self)
    }

    /// Nodes that a forger might send, and what must not be left of them.
    static let hostile: [(Visit.Node, [String])] = [
        (
            .element("script", ["src": "https://evil.example/x.js"], [.text("alert(1)")]),
            ["evil", "alert", "\"script\""]
        ),
        (.element("img", ["src": "https://evil.example/x.png", "onerror": "alert(1)"]), ["evil", "onerror", "alert"]),
        (.element("img", ["srcset": "https://evil.example/x.png 2x"]), ["evil", "srcset"]),
        (.element("img", ["rr_dataURL": "https://evil.example/x.png"]), ["evil"]),
        (
            .element("iframe", ["src": "https://evil.example", "srcdoc": "<script>alert(1)</script>"]),
            ["evil", "srcdoc", "alert"]
        ),
        (.element("a", ["href": "javascript:alert(1)"]), ["javascript", "alert"]),
        (.element("a", ["href": " java\nscript:alert(1)"]), ["alert"]),
        (.element("form", ["action": "https://evil.example"]), ["evil", "action"]),
        (.element("button", ["formaction": "javascript:alert(1)"]), ["formaction", "alert"]),
        (
            .element("meta", ["http-equiv": "refresh", "content": "0;url=https://evil.example"]),
            ["evil", "http-equiv", "\"meta\""]
        ),
        (.element("base", ["href": "https://evil.example"]), ["evil", "\"base\""]),
        (.element("link", ["rel": "stylesheet", "href": "https://evil.example/x.css"]), ["evil", "stylesheet"]),
        (.element("object", ["data": "https://evil.example"]), ["evil", "\"object\""]),
        (.element("embed", ["src": "https://evil.example"]), ["evil", "\"embed\""]),
        (.element("portal", ["src": "https://evil.example"]), ["evil", "portal"]),
        (.element("video", ["src": "https://evil.example/v", "poster": "https://evil.example/p"]), ["evil"]),
        (.element("SCRIPT", [:], [.text("alert(1)")]), ["SCRIPT", "alert"]),
        (.element("img src=x onerror=alert(1)", [:]), ["onerror", "alert"]),
        (.element("p", ["x onclick": "alert(1)", "ONCLICK": "alert(1)"]), ["onclick", "ONCLICK", "alert"]),
        (.element("p", ["style": "background:url(https://evil.example/x)"]), ["evil"]),
        (.element("p", ["style": "background:u\\72l(https://evil.example/x)"]), ["evil"]),
        (.element("p", ["style": "background:URL( 'https://evil.example/x' )"]), ["evil"]),
        (.element("p", ["style": "background:image-set('https://evil.example/x' 1x)"]), ["image-set("]),
        (.element("p", ["style": "width:expression(alert(1))"]), ["expression("]),
        (.element("p", ["style": "-moz-binding:url(https://evil.example/x)"]), ["evil", "-moz-binding"]),
        (.element("style", ["_cssText": "@import 'https://evil.example/x.css';p{color:red}"]), ["evil", "import"]),
        (.element("style", ["_cssText": "@\\69mport url(https://evil.example/x.css);"]), ["evil"]),
        (
            .element(
                "style", [:], [.text("@import \"//evil.example\"; p{background:url(//evil.example)}</style><script>")]),
            ["evil", "</style"]
        ),
        (
            .element("style", ["_cssText": "p{background:url(\"data:image/png,\\\") , url(https://evil.example/\")}"]),
            ["(https"]
        ),
        (.element("style", ["_cssText": "/* \" */p{background:url(https://evil.example/a)}"]), ["evil"]),
        (
            .element("style", ["_cssText": "@\" \"{}p{background:url(https://evil.example/x)}"]), ["evil"]
        ),
        (
            .element("style", ["_cssText": "p{content:\"\\<\" \"url(https://evil.example/x)\"}"]),
            [#"\"\\\" \"url("#]
        ),
        (.element("style", ["_cssText": "a{}\\</style><script>"]), ["</style"]),
        (.element("style", ["_cssText": "a{}<</style>"]), ["</style"]),
        (.element("p", ["fill": "url(https://evil.example#x)"]), ["evil"]),
        (.element("input", ["type": "hidden", "value": "secret"]), ["secret"]),
        (.element("input", ["type": "password", "value": "secret"]), ["secret"]),
    ]

    @Test(arguments: hostile)
    func `a hostile node loses what it could do harm with`(node: Visit.Node, words: [String]) throws {
        var visit = Visit()
        visit.snapshot(.element("div", [:], [.text("x")], id: 20), node)
        visit.mutation(adds: [(20, node)])
        let replay = try Self.text(visit, reveal: true)
        for word in words { #expect(!replay.contains(word), "\(word)") }
        #expect(try JSONValue(parsing: Array(replay.utf8))["events"]?.array?.count == 3)
    }

    @Test(arguments: [
        (#""href":"javascript:alert(1)""#, "javascript"), (#""onclick":"alert(1)""#, "onclick"),
        (#""style":{"background":"url(https://evil.example)"}"#, "evil"),
        (#""style":{"background:url(https://evil.example)":"x"}"#, "evil"), (#""srcdoc":"<p>evil</p>""#, "evil"),
        (#""xlink:href":"https://evil.example""#, "evil"),
    ])
    func `a hostile change of an attribute is none`(attributes: String, word: String) throws {
        var visit = Visit()
        visit.snapshot(.element("a", [:], [.text("x")], id: 20))
        visit.mutation(attributes: [(20, "{\(attributes)}")])
        #expect(try !Self.text(visit).contains(word))
    }

    @Test func `rules that are inserted are treated like sheets`() throws {
        var visit = Visit()
        visit.snapshot(.element("style", [:], [], id: 20))
        visit.add(3, #"{"source":8,"id":20,"adds":[{"rule":"p{background:url(https://evil.example)}","index":0}]}"#)
        visit.add(
            3, #"{"source":13,"id":20,"index":[0],"set":{"property":"background","value":"url(//evil.example)"}}"#)
        visit.add(
            3,
            #"{"source":15,"id":20,"styleIds":[1],"styles":[{"styleId":1,"rules":[{"rule":"@import '//evil.example'"}]}]}"#
        )
        let replay = try Self.text(visit)
        #expect(!replay.contains("evil"))
        #expect(replay.contains(#""source":8"#) && replay.contains(#""source":13"#) && replay.contains(#""source":15"#))
    }

    @Test func `events of unknown kinds are left out`() throws {
        var visit = Visit()
        visit.snapshot(.text("x"))
        visit.add(6, #"{"plugin":"evil","payload":{}}"#)
        visit.add(3, #"{"source":9,"id":1,"type":0,"commands":[{"property":"evil"}]}"#)
        visit.add(3, #"{"source":99,"evil":1}"#)
        visit.custom("evil", #"{"a":1}"#)
        #expect(try !Self.text(visit).contains("evil"))
    }

    @Test func `a page is passed on as it was`() throws {
        var visit = Visit()
        visit.snapshot(
            .element(
                "style",
                ["_cssText": "@font-face{src:url(data:font/woff2;base64,AA)} @media (min-width:1px){p>a{color:red}}"]),
            .element("img", ["src": "data:image/png;base64,AA", "alt": "logo"]),
            .element("a", ["href": "https://x.example"], [.text("é \"q\"")]),
            .element("my-box", ["class": "a", "data-x": "1"])
        )
        let replay = try Self.text(visit)
        for word in [
            #"url(\"data:font/woff2;base64,AA\")"#, "@media (min-width:1px){p>a{color:red}}",
            "data:image/png;base64,AA", "logo",
            ##""href":"#""##, #"é \"q\""#, "my-box", #""data-x":"1""#,
        ] { #expect(replay.contains(word), "\(word)") }
    }

    @Test func `typed values are asterisks, and the last ones are shown to who may see them`() throws {
        var visit = FactsTests.humanVisit()
        visit.mutation(texts: [(33, "Thank you Ann, we call 5125551234")])
        let hidden = try Self.text(visit)
        #expect(!hidden.contains("Ann") && !hidden.contains("5551234") && !hidden.contains("512-555"))
        #expect(hidden.contains(#""hidden":true"#))
        let shown = try Self.text(visit, reveal: true)
        #expect(shown.contains(#""text":"Ann""#) && shown.contains("512-555-1234") && shown.contains("Thank you Ann"))
        #expect(shown.contains(#""hidden":false"#))
    }

    @Test func `values of plain recordings are masked here, passwords and card numbers for everybody`() throws {
        var visit = Visit(signet: false)
        visit.snapshot(
            .element("input", ["type": "text", "value": "Prefilled"], [], id: 30),
            .element("input", ["type": "password"], [], id: 31),
            .element("textarea", [:], [.text("Notes")], id: 32), .element("input", ["type": "text"], [], id: 33)
        )
        visit.input(30, "Ann")
        visit.input(31, "hunter2")
        visit.input(33, "4111 1111 1111 1111")
        let hidden = try Self.text(visit)
        for word in ["Prefilled", "Ann", "hunter2", "Notes", "4111"] { #expect(!hidden.contains(word), "\(word)") }
        let shown = try Self.text(visit, reveal: true)
        #expect(shown.contains("Ann") && shown.contains("Notes"))
        for word in ["hunter2", "4111"] { #expect(!shown.contains(word), "\(word)") }
    }

    @Test func `times never go back and marks lie within them`() throws {
        let json = try JSONValue(parsing: FactsTests.humanVisit().recording.replay(reveal: false), maximumDepth: 100)
        let times = try #require(json["events"]?.array).compactMap { $0["timestamp"]?.integer }
        #expect(times == times.sorted() && times.count > 5)
        let duration = try #require(json["duration"]?.integer)
        #expect(
            try #require(json["marks"]?.array).allSatisfy {
                ($0["at"]?.integer ?? -1) >= 0 && ($0["at"]?.integer ?? 0) <= duration + 1_000
            })
    }

    @Test func `the event log tells the visit`() throws {
        let log = try FactsTests.humanVisit().recording.eventLog(reveal: false)
        #expect(
            log.map(\.text) == [
                "certificate created", "consent language detected", "clicked on [first]", "typed '***' in [first]",
                "autofilled '************' in [phone]", "opted in on [agree]", "clicked on [Get my quote]",
                "submitted form",
                "left the page",
            ]
        )
        #expect(log.map(\.kind) == [.other, .consent, .click, .input, .input, .optIn, .click, .submit, .other])
        #expect(log.map(\.offset) == log.map(\.offset).sorted())
        let revealed = try FactsTests.humanVisit().recording.eventLog(reveal: true).map(\.text)
        #expect(revealed.contains("typed 'Ann' in [first]"))
        #expect(revealed.contains("autofilled '512-555-1234' in [phone]"))
    }

    @Test func `the event log of a plain recording tells what it can`() throws {
        var visit = Visit(signet: false)
        visit.snapshot(
            .element(
                "label", [:],
                [.element("input", ["type": "radio", "name": "plan", "value": "b"], [], id: 40), .text("Basic")]),
            .element("select", ["name": "state"], [], id: 41), .element("button", [:], [], id: 42),
            .element("input", ["type": "text", "name": "city"], [], id: 43)
        )
        visit.input(40, "b", checked: true)
        visit.input(41, "TX")
        for text in ["S", "Sp", "Spr"] { visit.input(43, text) }
        visit.click(42)
        visit.add(3, #"{"source":4,"width":800,"height":600}"#)
        visit.add(3, #"{"source":4,"width":810,"height":600}"#)
        #expect(
            try visit.recording.eventLog(reveal: false).map(\.text) == [
                "certificate created", "chose [Basic] from radio buttons [plan]", "chose an option from [state]",
                "changed value to '***' in [city]", "clicked on [unnamed button]", "resized the window",
            ]
        )
        #expect(try visit.recording.eventLog(reveal: true).map(\.text).contains("changed value to 'Spr' in [city]"))
    }

    @Test(arguments: [
        ("formdata", "submitted form (seen by its form data)"), ("inferred", "submitted form (inferred)"),
    ])
    func `the event log says how a submission is known`(how: String, line: String) throws {
        var visit = Visit()
        visit.submit(how)
        #expect(try visit.recording.eventLog(reveal: false).last?.text == line)
    }

    @Test func `card numbers and passwords stay asterisks whatever a submission says`() throws {
        var visit = Visit()
        visit.snapshot(
            .element("input", ["type": "text"], [], id: 30), .element("input", ["type": "password"], [], id: 31))
        for (id, value) in [(30, "4111111111111111"), (31, "hunter22")] {
            visit.input(id, "********")
            visit.custom(
                "signet.field", FactsTests.field(id, "f\(id)", "typing", keystrokes: 8, ms: 900, length: value.count))
        }
        visit.submit()
        visit.values([(30, "f30", "text", "4111111111111111"), (31, "f31", "text", "hunter22")])
        let shown =
            try visit.recording.eventLog(reveal: true).map(\.text).joined() + Self.text(visit, reveal: true)
        #expect(!shown.contains("4111") && !shown.contains("hunter"))
    }

    @Test func `of a field's reports only the last before a submission shows what was submitted`() throws {
        var visit = Visit()
        visit.snapshot(.element("input", ["type": "text"], [], id: 30))
        for length in [2, 3] {
            visit.custom(
                "signet.field", FactsTests.field(30, "first", "typing", keystrokes: 3, ms: 600, length: length))
        }
        visit.submit()
        visit.values([(30, "first", "text", "Ann")])
        visit.custom("signet.field", FactsTests.field(30, "first", "typing", keystrokes: 3, ms: 600, length: 4))
        let log = try visit.recording.eventLog(reveal: true).map(\.text).filter { $0.contains("first") }
        #expect(log == ["typed '**' in [first]", "typed 'Ann' in [first]", "typed '****' in [first]"])
    }

    @Test func `a page without a document type is told to be one`() throws {
        var visit = Visit()
        visit.add(2, #"{"node":{"type":0,"compatMode":"BackCompat","childNodes":[],"id":1}}"#)
        #expect(try Self.text(visit).contains(#""compatMode":"BackCompat""#))
    }

    @Test func `marks count from the first event, which the player need not know`() throws {
        var visit = Visit()
        let start = visit.time
        visit.snapshot(.element("input", ["type": "text"], [], id: 30))
        visit.click(30, after: 1_000)
        let replay = try JSONValue(parsing: visit.recording.replay(reveal: false))
        let log = try visit.recording.eventLog(reveal: false)
        #expect(replay["start"]?.number?.integer == Int(start - 10))
        #expect(replay["marks"]?.array?.last?["at"]?.number?.integer == log.last?.offset)
    }
}
