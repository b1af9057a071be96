import SignetModel
import Testing

@testable import SignetService

struct OriginRedactorTests {
    private let redactor = OriginRedactor(
        hosts: ["quotes.leadsecrets.example", "localhost", "192.0.2.7"].compactMap { Domain($0) },
        paths: ["/", "/free/RoofQuote-premium"])

    @Test(arguments: [
        ("See https://leadsecrets.example/privacy?x=1.", "See [redacted]."),
        ("see WWW.Leadsecrets.EXAMPLE, or call", "see [redacted], or call"),
        ("Write to ada@leads.example!", "Write to [redacted]!"),
        ("(leads.example)", "([redacted])"),
        ("at quotes.leadsecrets.example:8443/form today", "at [redacted] today"),
        ("served by localhost and 192.0.2.7", "served by [redacted] and [redacted]"),
        ("call 1-800-555-0199 now", "call [redacted]now"),
        ("call +44 20 7946 0958", "call [redacted]"),
        ("ünicode.beispiel hier", "[redacted] hier"),
        ("agree to leads.example’s policy", "agree to [redacted] policy"),
        ("from leads.example—our friends", "from [redacted] friends"),
        ("leads.example,LLC leads.example|partners leads.example&co", "[redacted] [redacted] [redacted]"),
        ("at quotes.lead\u{AD}secrets.example or quotes\u{200B}.leadsecrets.example", "at [redacted] or [redacted]"),
        ("“800-555-0123” [800-555-0124] tel:800-555-0125", "“[redacted]” [[redacted]] tel:[redacted]"),
        ("800/555-0126 #800-555-0127 (800) 555-0128", "[redacted] #[redacted] [redacted]"),
        ("800-555-0129 800-555-0130", "[redacted] [redacted]"),
        ("call 1-800-ROOFING today", "call [redacted] today"),
        ("see /free/roofquote-premium", "see /[redacted]"),
    ])
    func `what tells where a text stood is taken out of it`(text: String, expected: String) {
        #expect(redactor.redact(text).filter { $0 != " " } == expected.filter { $0 != " " })
    }

    @Test(arguments: [
        "By clicking I agree to calls, e.g. by an autodialer.", "It costs 3.5 percent or $1,000.00 a year.",
        "Consent is not a condition of purchase.", "on 11/26/2026 and/or 24/7/365 DAYS", "COVID-19 401-K 5-STAR",
        "Reply STOP to 12345.", "", "   ", "a.b", "…",
    ])
    func `everything else stays as it is`(text: String) {
        #expect(redactor.redact(text) == text)
    }

    @Test(arguments: [
        "By clicking, I agree to auto-dialed calls.", "word\u{301} x", "a\r\nb c", "it's 24-7 a4 ",
        "see www.example.com, x@y.example or 1-800-555-0199 or +1 (512) 555 1234 now",
    ])
    func `a host that is a plain word makes texts be looked at word by word, to the same end`(text: String) {
        let quick = OriginRedactor(hosts: ["quotes.leadsecrets.example"].compactMap { Domain($0) })
        #expect(quick.redact(text) == redactor.redact(text))
    }

    @Test func `a user agent loses the tokens that in-app browsers sign with`() {
        let agent = "Mozilla/5.0 (X11; Linux) LeadSecretsApp/2.0 quotes.leadsecrets.example Chrome/156.0.0.0"
        #expect(redactor.userAgent(agent) == "Mozilla/5.0 (X11; Linux) Chrome/156.0.0.0")
    }

    @Test func `nothing is left of a host however a text is put together`() {
        var random = SystemRandomNumberGenerator()
        let pieces = ["quotes.leadsecrets.example", "/", ".", " ", "(", "x", "@", ",", "\n", "https://", "7", "é"]
        for _ in 0..<5_000 {
            let text = (0..<Int.random(in: 1...8, using: &random)).map { _ in pieces.randomElement(using: &random)! }
                .joined()
            #expect(!redactor.redact(text).lowercased().contains("leadsecrets"), "\(text.debugDescription)")
        }
    }

    @Test func `words that are passed over by their bytes are those that a closer look leaves alone`() throws {
        // A host without a full stop might be any word, so none is passed over.
        let closer = OriginRedactor(
            hosts: ["quotes.leadsecrets.example", "intranet"].map { Domain($0)! })
        var random = SystemRandomNumberGenerator()
        let pieces = [
            "quotes.leadsecrets.example", "www", ".", ":", "//", "@", "-", "+1", "(", ")", "512", "5551234", "call",
            "Ünder", "ñ",
            "’", "“", " ", " ", " ", "\n", "\r\n", "\t", "\u{A0}", "\u{85}", "\u{1680}", "\u{2003}", "\u{2028}",
            "\u{202F}",
            "\u{205F}", "\u{3000}", "\u{2011}", "e\u{301}", "7", "a.b", "3.5", "İ", "👍🏽", "/", "800-", "ROOFING", "[",
            "\u{AD}",
        ]
        for _ in 0..<4_000 {
            let text = (0..<Int.random(in: 1...12, using: &random)).map { _ in pieces.randomElement(using: &random)! }
                .joined()
            #expect(redactor.redact(text) == closer.redact(text), "\(text.debugDescription)")
        }
    }
}
