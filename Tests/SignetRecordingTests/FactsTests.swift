import SignetModel
import SignetRecording
import Testing

struct FactsTests {
    /// A visit that fills in two fields by hand, agrees and submits.
    static func humanVisit() -> Visit {
        var visit = Visit()
        visit.snapshot(
            .element(
                "form", [:],
                [
                    .element("input", ["type": "text", "name": "first"], [], id: 30),
                    .element("input", ["type": "tel", "name": "phone"], [], id: 31),
                    .element("input", ["type": "checkbox", "name": "agree"], [], id: 32),
                    .element("p", [:], [.text("I agree to be called.")], id: 33),
                    .element("button", ["type": "submit"], [.text("Get my quote")], id: 34),
                ])
        )
        visit.custom("signet.consent", consent(isChecked: false))
        visit.add(3, #"{"source":1,"positions":[{"x":1,"y":2,"id":30,"timeOffset":-50}]}"#)
        visit.click(30, after: 1_000)
        visit.input(30, "***", after: 3_000)
        visit.custom("signet.field", field(30, "first", "typing", keystrokes: 3, ms: 600, length: 3))
        visit.input(31, "************", after: 2_000)
        visit.custom("signet.field", field(31, "phone", "autofill", keystrokes: 0, ms: 0, length: 12))
        visit.custom("signet.opt_in", #"{"id":32,"checked":true,"trusted":true}"#)
        visit.click(34, after: 1_000)
        visit.custom("signet.sensitive", #"{"form":1,"content":2}"#)
        visit.custom("signet.consent", consent(isChecked: true))
        visit.custom(
            "signet.signals",
            #"{"webdriver":false,"untrusted":0,"pointer":9,"keys":3,"touches":0,"hidden_fill":0,"first_input_ms":4000}"#
        )
        visit.submit()
        visit.values([(30, "first", "text", "Ann"), (31, "phone", "tel", "512-555-1234")])
        visit.custom("signet.ended", #"{"reason":"pagehide"}"#)
        return visit
    }

    static func consent(isChecked: Bool) -> String {
        #"{"languages":[{"id":33,"text":"I agree to be called.","source":"page","visible":true,"font_size":13,"contrast":7.5,"control":32,"opt_in":"manual","checked":\#(isChecked)}]}"#
    }

    static func field(_ id: Int, _ name: String, _ method: String, keystrokes: Int, ms: Int, length: Int) -> String {
        #"{"id":\#(id),"name":"\#(name)","label":null,"type":"text","method":"\#(method)","keystrokes":\#(keystrokes),"typing_ms":\#(ms),"length":\#(length)}"#
    }

    @Test func `a visit gives its facts`() throws {
        let facts = try Self.humanVisit().facts
        #expect(facts.page.url?.description == "https://quotes.example/start")
        #expect(facts.page.title == "Quotes")
        #expect(facts.form.submissions.map(\.evidence) == [.submitEvent])
        #expect(facts.form.inputMethods == [.autofill, .typing])
        #expect(facts.form.keystrokes == 2)
        #expect(facts.form.keystrokesPerMinute == 200)
        #expect(facts.form.sensitiveFormElements == 1)
        #expect(facts.form.sensitiveContentElements == 2)
        #expect(facts.form.truncation == nil)
        #expect(
            facts.consent == [
                ConsentLanguage(
                    text: "I agree to be called.", source: .page, isVisible: true, fontSize: 13, contrast: 7.5,
                    optIn: .manual, isSelected: true, selectedAt: facts.consentedAt
                )
            ]
        )
        #expect(try #require(facts.consentedAt) < facts.form.submissions[0].at)
        #expect(try CertificateFacts(storedBytes: facts.storedBytes).consent == facts.consent)
        #expect(facts.bot.reasons.isEmpty)
        #expect(facts.contradictions.isEmpty)
        #expect(facts.text == "I agree to be called.\nGet my quote")
        #expect(facts.leadValues == [try #require(LeadValue.phone("5125551234"))])
    }

    @Test func `a consent was given when its control was last selected, and none that was taken back`() throws {
        /// How long before the last event, each choice a second after the one before.
        func consentedBefore(_ choices: [Bool], preselected: Bool = false, afterSubmission: Bool = false) throws
            -> Int64?
        {
            var visit = Visit()
            visit.snapshot(.element("input", ["type": "checkbox"], [], id: 32))
            visit.custom("signet.consent", Self.consent(isChecked: preselected))
            if afterSubmission { visit.submit() }
            for isChecked in choices {
                visit.custom("signet.opt_in", #"{"id":32,"checked":\#(isChecked),"trusted":true}"#, after: 1_000)
                visit.custom("signet.consent", Self.consent(isChecked: isChecked), after: 0)
            }
            visit.click(32, after: 1_000)
            let facts = try visit.facts
            #expect(facts.consent.map(\.isSelected) == [afterSubmission ? preselected : choices.last ?? preselected])
            return facts.consentedAt.map { (facts.lastEventAt - $0).inMilliseconds }
        }
        #expect(try consentedBefore([true]) == 1_000)
        #expect(try consentedBefore([true, true]) == 1_000)
        #expect(try consentedBefore([true, false, true]) == 1_000)
        #expect(try consentedBefore([true, false]) == nil)
        #expect(try consentedBefore([], preselected: true) == nil)
        #expect(try consentedBefore([true], afterSubmission: true) == nil)
    }

    @Test func `what only our own events could tell is nil in a plain recording`() throws {
        var visit = Visit(signet: false)
        visit.snapshot(.element("input", ["type": "email", "name": "mail"], [], id: 30))
        visit.input(30, "ann@mail.example")
        let facts = try visit.facts
        #expect(facts.form.inputMethods == nil)
        #expect(facts.form.sensitiveFormElements == nil)
        #expect(facts.form.keystrokesPerMinute == nil)
        #expect(facts.consent.isEmpty)
        #expect(facts.leadValues == [try #require(LeadValue.email("ann@mail.example"))])
    }

    @Test func `the page's clock is corrected by the batch that was on its way for the shortest time`() throws {
        let year: Int64 = 86_400_000 * 365
        var visit = Visit(clock: -year)
        visit.snapshot(.text("x"))
        let bytes = Array(visit.json.utf8)
        let end = visit.time
        var first = Visit.batch(bytes)
        first.sentAt = Timestamp(milliseconds: end)
        first.receivedAt = Visit.issuedAt + .seconds(3)
        var second = Visit.batch(Array("[]".utf8), sequence: 1)
        second.sentAt = Timestamp(milliseconds: end + 1_000)
        second.receivedAt = Visit.issuedAt + .milliseconds(3_500)
        let facts = try Visit.recording(first, second).analyze()
        #expect(facts.lastEventAt == Visit.issuedAt + .milliseconds(2_500))
        #expect(facts.clockCorrection == Visit.issuedAt.milliseconds + 2_500 - end)
        #expect(try #require(facts.clockCorrection) > year - 10_000)
        #expect(
            facts.clockCorrection == 86_400_000 * 365 + 2_500 - (end + 86_400_000 * 365 - Visit.issuedAt.milliseconds))
    }

    @Test func `no event is later than the arrival of its batch`() throws {
        var visit = Visit()
        visit.snapshot(.text("x"))
        visit.time += 1_000_000_000
        visit.click(5)
        #expect(try visit.facts.lastEventAt == Visit.issuedAt + .seconds(20))
    }

    @Test(arguments: [
        (#""webdriver":true"#, ["webdriver"], true), (#""untrusted":9"#, ["untrusted-events"], false),
        (#""hidden_fill":1"#, ["hidden-fill"], false), (#""first_input_ms":12"#, ["early-input"], false),
        (#""untrusted":9,"hidden_fill":1"#, ["untrusted-events", "hidden-fill"], true),
    ])
    func `signs of a machine are scored, and only strong ones or several decide`(
        signals: String, codes: [String], isBot: Bool
    ) throws {
        var visit = Self.humanVisit()
        visit.custom("signet.signals", #"{"pointer":9,"keys":3,\#(signals)}"#)
        let bot = try visit.facts.bot
        #expect(bot.reasons.map(\.code) == codes)
        #expect(bot.isDetected == isBot)
    }

    @Test func `a form sent at once and by nobody is a machine's`() throws {
        var visit = Visit()
        visit.snapshot(.element("input", ["type": "text"], [], id: 30))
        visit.custom("signet.signals", #"{"pointer":0,"keys":0,"touches":0}"#)
        visit.submit("formdata")
        visit.values([(30, "a", "text", "Bob")])
        let bot = try visit.facts.bot
        #expect(bot.reasons.map(\.code) == ["nobody-there", "fast-submit", "scripted-values"])
        #expect(bot.isDetected)
    }

    @Test func `one act of submitting counts once, by its best evidence`() throws {
        var visit = Visit()
        for how in ["click", "formdata", "submit"] { visit.submit(how) }
        visit.submit("inferred", after: 5_000)
        #expect(try visit.facts.form.submissions.map(\.evidence) == [.submitEvent, .inferred])
    }

    @Test func `contradictions between batches and page are named`() throws {
        let bytes = Array(Self.humanVisit().json.utf8)
        let other = ObservedRequest(address: "198.51.100.1", userAgent: "curl/8", origin: "https://evil.example")
        let lines = try Visit.recording(
            Visit.batch(bytes), Visit.batch(Array("[]".utf8), sequence: 1, delay: 30_000, observed: other)
        ).analyze().contradictions
        #expect(
            lines == [
                "The address changed from 192.0.2.7 to 198.51.100.1 at batch 1.",
                "The user agent changed from Mozilla/5.0 Chrome/140 to curl/8 at batch 1.",
                "The origin changed from https://quotes.example to https://evil.example at batch 1.",
            ]
        )
    }

    @Test func `consent that repeats what was typed shows a placeholder`() throws {
        var visit = Visit()
        visit.custom(
            "signet.consent",
            #"{"languages":[{"id":1,"text":"Call me at (512) 555-1234.","source":"page","visible":true}]}"#)
        visit.submit()
        visit.values([(31, "phone", "tel", "5125551234")])
        #expect(try visit.facts.consent.map(\.text) == ["Call me at {{phone}}."])
    }

    @Test(arguments: [
        ("phone", "tel", "(512) 555-1234", true), ("phone", "tel", "1-512-555-1234", true),
        ("x", "text", "512.555.1234", true),
        ("zip", "text", "5125551234", false), ("postal_code", "text", "5125551234", false),
        ("time", "text", "5125551234", false),
        ("phone", "tel", "112-555-1234", false), ("phone", "tel", "512-155-1234", false),
        ("phone", "tel", "555-1234", false),
        ("phone", "tel", "512-555-1234 x", false), ("phone", "tel", "51-25-55-12-34", false),
        ("mail", "email", "a@b", true), ("mail", "email", "@b", false), ("mail", "email", "a@", false),
        ("mail", "text", "Ann@Mail.example", true), ("name", "text", "Ann", false),
    ])
    func `fields give lead values by the capture rules`(name: String, type: String, value: String, isCaptured: Bool)
        throws
    {
        var visit = Visit()
        visit.submit()
        visit.values([(1, name, type, value)])
        #expect(try visit.facts.leadValues.count == (isCaptured ? 1 : 0))
    }

    @Test func `page text gives lead values too, each once`() throws {
        var visit = Visit()
        visit.snapshot(
            .element(
                "p", [:],
                [
                    .text(
                        "Call (512) 555-1234 or +1 512-555-1234, write to <Ann.Lee@mail.example>. Order 12345678901234."
                    )
                ]))
        let expected = [LeadValue.email("ann.lee@mail.example"), LeadValue.phone("5125551234")].compactMap { $0 }
        #expect(try visit.facts.leadValues == expected)
    }
}
