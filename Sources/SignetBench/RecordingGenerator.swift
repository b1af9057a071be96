import SignetModel

/// Makes recordings as a browser would send them from a lead form: for benchmarks, and for tests that need many.
///
/// The same seeds give the same bytes. A page is a header, paragraphs, a form and a footer, with the style sheet inlined as
/// recorders do; the visit moves the pointer, types into every field, ticks the consent box and submits. Visits to one page
/// differ as real ones do: in what is typed and how, in times, browsers and windows, and in what the page shows to this
/// visitor alone (a session's token, an advertisement, one of its testimonials, a banner to some, which moves all node ids).
struct RecordingGenerator {
    /// What is asked about later, by requests that are the same for every certificate.
    struct Lead {
        static let asked = Lead(email: "wilhelmina@mail.example", phone: "(512) 555-1234")

        var email: String
        var phone: String
    }

    private var random: SplitMix64
    private var pageRandom: SplitMix64
    private let path: String
    private var nextID = 1
    private var time: Int64
    private var pointer = (x: 640, y: 300)
    private var events: [[UInt8]] = []

    /// - Parameter lead: who fills in the form, where that is not to be drawn.
    init(page: UInt64 = 1, seed: UInt64, lead: Lead? = nil) {
        random = SplitMix64(state: seed)
        pageRandom = SplitMix64(state: page &* 0x5851_F42D_4C95_7F2D)
        path = "/auto/start-\(page)"
        time = 1_795_000_000_000 + Int64(random.below(90_000_000))
        fields = Self.fields(lead, &random)
    }

    /// A whole visit of about so many bytes: three batches of events, as JSON arrays.
    mutating func formFill(bytes target: Int) -> [[UInt8]] {
        page()
        let visitBytes = 7_000
        let sheet = max(800, (target - visitBytes) / 4)
        snapshot(sheet: sheet, paragraphs: max(2, (target - visitBytes - sheet - 4_500) / 420))
        let first = flush()
        let values = fill()
        let second = flush()
        submit(values)
        return [first, second, flush()]
    }

    // MARK: The page

    private struct Field {
        var name: String
        var label: String
        var type: String
        var value: String
        var id = 0
    }

    private var fields: [Field]

    private static func fields(_ lead: Lead?, _ random: inout SplitMix64) -> [Field] {
        let first = random.pick(["Wilhelmina", "Ada", "Grace", "Leonard", "Maximilian", "Rosa", "Jo", "Theodora"])
        let last = random.pick(["Featherstone", "Lovelace", "Hopper", "Okonkwo", "Nguyen", "García", "Li", "Schmidt"])
        let street = random.pick(["Congress Avenue", "Main Street", "Elm Road", "Lakeside Drive", "2nd Avenue"])
        let phone = "(\(201 + random.below(780))) 555-\(1_000 + random.below(9_000))"
        let email = "\(first.lowercased())\(random.below(10_000))@mail.example"
        return [
            Field(name: "first_name", label: "First name", type: "text", value: first),
            Field(name: "last_name", label: "Last name", type: "text", value: last),
            Field(name: "email", label: "E-mail", type: "email", value: lead?.email ?? email),
            Field(name: "phone", label: "Phone", type: "tel", value: lead?.phone ?? phone),
            Field(name: "street", label: "Street", type: "text", value: "\(1 + random.below(4_000)) \(street)"),
            Field(name: "zip", label: "ZIP code", type: "text", value: "\(10_000 + random.below(89_999))"),
        ]
    }

    private var consentID = 0
    private var checkboxID = 0
    private var buttonID = 0
    private var statusID = 0
    private static let consentText =
        "By pressing the button I agree to be called by Example Insurance at the number above, also by automatic means, "
        + "about offers. Consent is not a condition of purchase."

    private mutating func page() {
        custom(
            "signet.page",
            #"{"version":"1.0.0","title":"Free quotes","framed":false,"parent":null,"top_origin":null,"identifier":"c-\#(random.token(12))","values":"submitted","tagged":false,"inverted":false,"hints":{"brands":[{"brand":"Chromium","version":"\#(130 + random.below(11))"}],"mobile":false,"platform":"\#(random.pick(["Windows", "macOS", "Linux"]))","platform_version":"15.0.0","model":""}}"#
        )
        let window = random.pick([(1_440, 900), (1_920, 1_080), (1_366, 768), (1_536, 864), (1_280, 720)])
        event(4, #"{"href":"https://quotes.example\#(path)","width":\#(window.0),"height":\#(window.1)}"#)
        custom(
            "signet.signals",
            #"{"webdriver":false,"untrusted":0,"pointer":0,"keys":0,"touches":0,"hidden_fill":0,"first_input_ms":null}"#
        )
    }

    private mutating func snapshot(sheet: Int, paragraphs: Int) {
        let head = element(
            "head", [],
            [
                element("meta", [("charset", "utf-8")], []), element("title", [], [text("Free quotes")]),
                element("style", [("_cssText", styles(sheet))], []),
                element("script", [("src", "")], [text("SCRIPT_PLACEHOLDER")]),
            ])
        var content = [
            element(
                "header", [("class", "site-header")],
                [
                    element("a", [("href", "https://quotes.example/"), ("class", "logo")], [text("Example Quotes")])
                ])
        ]
        if random.below(3) == 0 {
            content.append(
                element(
                    "div", [("class", "banner"), ("data-campaign", random.token(8))], [text("Rates fell this week.")]))
        }
        for _ in 0..<paragraphs { content.append(paragraph()) }
        content.append(advertisement())
        content.append(
            element("blockquote", [("class", "testimonial")], [text(random.pick(Self.testimonials))]))
        content.append(form())
        content.append(
            element("footer", [("class", "site-footer")], [element("p", [], [text("© Example Quotes Inc.")])]))
        let document = node(
            #""type":0,"childNodes":["#,
            [
                element(
                    "html", [("lang", "en")],
                    [head, element("body", [("class", "page home"), ("data-session", random.token(32))], content)])
            ])
        event(2, #"{"node":\#(document),"initialOffset":{"left":0,"top":0}}"#)
        custom("signet.sensitive", #"{"form":1,"content":0}"#)
        consent(isChecked: false)
    }

    private static let testimonials = [
        "I saved four hundred dollars in ten minutes. Margaret, Ohio", "Friendly people who call back. Louis, Texas",
        "No pressure at all, just answers. Priya, Nevada", "My agent found a better cover for less. Sam, Maine",
        "Easy form, quick call, done. Teresa, Oregon",
    ]

    private mutating func advertisement() -> String {
        let number = random.token(16)
        return element(
            "div", [("class", "ad-slot"), ("id", "ad-\(number)"), ("data-price", "0.\(100 + random.below(900))")],
            [element("a", [("href", "https://ads.example/click?id=\(number)")], [text("See today's partner offer")])])
    }

    private mutating func paragraph() -> String {
        element(
            "section", [("class", "block block--\(pageRandom.below(9))")],
            [
                element("h2", [("class", "block__title")], [text(sentence(4))]),
                element(
                    "p", [("class", "block__text")],
                    [
                        text(sentence(14)), element("strong", [], [text(sentence(3))]), text(sentence(9) + "\n  "),
                    ]),
            ])
    }

    private mutating func form() -> String {
        var rows: [String] = []
        for index in fields.indices {
            let field = fields[index]
            let label = element("label", [("for", "f-\(field.name)"), ("class", "form__label")], [text(field.label)])
            fields[index].id = nextID
            let input = element(
                "input",
                [
                    ("type", field.type), ("id", "f-\(field.name)"), ("name", field.name), ("class", "form__control"),
                    ("placeholder", field.label), ("required", ""),
                ], []
            )
            rows.append(element("div", [("class", "form__row")], [label, input]))
        }
        checkboxID = nextID
        let box = element("input", [("type", "checkbox"), ("name", "consent"), ("id", "f-consent")], [])
        consentID = nextID
        let words = element("label", [("for", "f-consent"), ("class", "form__consent")], [text(Self.consentText)])
        rows.append(element("div", [("class", "form__row")], [box, words]))
        buttonID = nextID
        rows.append(element("button", [("type", "submit"), ("class", "button")], [text("Get my quote")]))
        statusID = nextID
        rows.append(element("p", [("class", "form__status")], [text("All fields are required.")]))
        return element("form", [("class", "form"), ("method", "post")], rows)
    }

    private mutating func styles(_ length: Int) -> String {
        var css = ""
        while css.utf8.count < length {
            let number = pageRandom.below(1_000)
            css +=
                ".block--\(number) .form__control:focus{border:1px solid #c\(10 + number % 90);padding:\(number % 16)px 12px;"
            css +=
                "background:url(\\\"data:image/png;base64,iVBORw0KGgo\(number)\\\") no-repeat;font-family:\\\"Inter\\\",sans-serif}\\n"
        }
        return css
    }

    private static let words = [
        "compare", "rates", "from", "leading", "insurers", "in", "your", "area", "and", "save", "on", "the", "cover",
        "you",
        "need", "licensed", "agents", "answer", "every", "question", "within", "minutes", "no", "obligation",
    ]

    private mutating func sentence(_ count: Int) -> String {
        (0..<count).map { _ in Self.words[pageRandom.below(Self.words.count)] }.joined(separator: " ") + ". "
    }

    // MARK: The visit

    private mutating func fill() -> [Field] {
        for field in fields {
            moves(to: field.id)
            press(field.id)
            for length in 1...field.value.count {
                time += Int64(60 + random.below(120))
                let stars = String(repeating: "*", count: length)
                event(3, #"{"source":5,"text":"\#(stars)","isChecked":false,"userTriggered":true,"id":\#(field.id)}"#)
            }
            custom(
                "signet.field",
                #"{"id":\#(field.id),"name":"\#(field.name)","label":"\#(field.label)","type":"\#(field.type)","method":"typing","keystrokes":\#(field.value.count + random.below(3)),"typing_ms":\#(field.value.count * 120 + random.below(900)),"length":\#(field.value.count)}"#
            )
            event(
                3,
                #"{"source":0,"texts":[{"id":\#(statusID + 1),"value":"\#(field.label) looks good."}],"attributes":[{"id":\#(field.id),"attributes":{"class":"form__control is-valid"}}],"removes":[],"adds":[]}"#
            )
        }
        moves(to: checkboxID)
        press(checkboxID)
        event(3, #"{"source":5,"text":"on","isChecked":true,"userTriggered":true,"id":\#(checkboxID)}"#)
        custom("signet.opt_in", #"{"id":\#(checkboxID),"checked":true,"trusted":true}"#)
        return fields
    }

    private mutating func submit(_ values: [Field]) {
        moves(to: buttonID)
        press(buttonID)
        consent(isChecked: true)
        custom(
            "signet.signals",
            #"{"webdriver":false,"untrusted":0,"pointer":\#(50 + random.below(40)),"keys":\#(80 + random.below(30)),"touches":0,"hidden_fill":0,"first_input_ms":\#(2_000 + random.below(4_000))}"#
        )
        custom("signet.submit", #"{"how":"submit","form":null,"control":\#(buttonID),"trusted":true}"#)
        let list = values.map {
            #"{"id":\#($0.id),"name":"\#($0.name)","label":"\#($0.label)","type":"\#($0.type)","value":"\#($0.value)"}"#
        }
        custom("signet.values", #"{"values":[\#(list.joined(separator: ","))]}"#)
        custom("signet.ended", #"{"reason":"pagehide"}"#)
    }

    private mutating func consent(isChecked: Bool) {
        custom(
            "signet.consent",
            #"{"languages":[{"id":\#(consentID),"text":"\#(Self.consentText)","source":"page","visible":true,"font_size":13,"contrast":7.2,"control":\#(checkboxID),"opt_in":"manual","checked":\#(isChecked)}]}"#
        )
    }

    /// A hand's way: towards the goal, never quite straight.
    private mutating func moves(to id: Int) {
        var positions: [String] = []
        let goal = (x: 400 + random.below(260), y: 120 + random.below(560))
        for step in 0..<8 {
            pointer.x += (goal.x - pointer.x) / (8 - step) + random.below(9) - 4
            pointer.y += (goal.y - pointer.y) / (8 - step) + random.below(9) - 4
            let offset = -50 * (7 - step) - random.below(12)
            positions.append(#"{"x":\#(pointer.x),"y":\#(pointer.y),"id":\#(id),"timeOffset":\#(offset)}"#)
        }
        time += Int64(400 + random.below(900))
        event(3, #"{"source":1,"positions":[\#(positions.joined(separator: ","))]}"#)
    }

    private mutating func press(_ id: Int) {
        for kind in [1, 5, 0, 2] {
            time += Int64(5 + random.below(60))
            event(
                3, #"{"source":2,"type":\#(kind),"id":\#(id),"x":\#(pointer.x),"y":\#(pointer.y),"pointerType":0}"#)
        }
    }

    // MARK: Writing

    private mutating func event(_ type: Int, _ data: String) {
        events.append(Array(#"{"type":\#(type),"data":\#(data),"timestamp":\#(time)}"#.utf8))
    }

    private mutating func custom(_ tag: String, _ payload: String) {
        event(5, #"{"tag":"\#(tag)","payload":\#(payload)}"#)
    }

    private mutating func flush() -> [UInt8] {
        defer { events = [] }
        return [UInt8(ascii: "[")] + events.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
    }

    /// Children are written before their parent, so ids count from the leaves; recorders count from the root.
    private mutating func node(_ start: String, _ children: [String]) -> String {
        defer { nextID += 1 }
        return "{" + start + children.joined(separator: ",") + #"],"id":\#(nextID)}"#
    }

    private mutating func element(_ name: String, _ attributes: [(String, String)], _ children: [String]) -> String {
        let list = attributes.map { "\"\($0.0)\":\"\($0.1)\"" }.joined(separator: ",")
        return node(#""type":2,"tagName":"\#(name)","attributes":{\#(list)},"childNodes":["#, children)
    }

    private mutating func text(_ text: String) -> String {
        defer { nextID += 1 }
        let escaped = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n")
        return #"{"type":3,"textContent":"\#(escaped)","id":\#(nextID)}"#
    }
}

/// Sebastiano Vigna's generator: small, fast, and the same everywhere.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}

extension SplitMix64 {
    /// From 0 on.
    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

    /// So many hexadecimal digits.
    mutating func token(_ length: Int) -> String {
        (0..<length).map { _ in String(below(16), radix: 16) }.joined()
    }
}
