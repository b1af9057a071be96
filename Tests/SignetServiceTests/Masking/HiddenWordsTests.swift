import Testing

@testable import SignetService

struct HiddenWordsTests {
    private let hidden = HiddenWords(["Acme", "Acme  Insurance Group", "Größe", "a+b", "  "])

    @Test(arguments: [
        ("ACME calls", "[redacted] calls"),
        ("the AcmeCare plan", "the [redacted]Care plan"),
        ("by acme\n insurance\u{A0}GROUP, Inc.", "by [redacted], Inc."),
        ("acme insurance groups", "[redacted]s"),
        ("acme insurance", "[redacted] insurance"),
        ("GRÖSSE, GRÖßE", "GRÖSSE, [redacted]"),
        ("a+b=c", "[redacted]=c"),
        ("acmeacme", "[redacted][redacted]"),
        ("nothing of it", "nothing of it"), ("", ""), ("ac", "ac"), ("acm", "acm"),
    ])
    func `words are hidden in any case, wherever they stand`(text: String, expected: String) {
        #expect(hidden.hide(in: text) == expected)
    }

    @Test func `nothing is left of a word however a text is put together`() {
        var random = SystemRandomNumberGenerator()
        let pieces = ["ac", "me", "ACME", " ", "insurance", "é", "a", "m", "\n", "group"]
        for _ in 0..<5_000 {
            let text = (0..<Int.random(in: 1...8, using: &random)).map { _ in pieces.randomElement(using: &random)! }
                .joined()
            #expect(!hidden.hide(in: text).lowercased().contains("acme"), "\(text.debugDescription)")
        }
    }
}
