import Testing

@testable import SignetService

struct FoldedTextTests {
    /// Character by character, as the rule reads.
    private static func folded(_ text: String, isPage: Bool) -> String {
        var output = isPage ? " " : ""
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                if output.last != " " { output += " " }
            } else {
                output += scalar.properties.lowercaseMapping
            }
        }
        if isPage, output.last != " " { output += " " }
        return output
    }

    @Test func `eight bytes at a time or one, the text is the same`() {
        var random = SystemRandomNumberGenerator()
        let pieces = [
            "I", "AGREE", "to", " ", " ", " ", "  ", "\t", "\n", "É", "é", "İ", "ß", "\u{A0}", "—", "Ж", "calls", "@",
            "Z[",
        ]
        for _ in 0..<2_000 {
            let count = Int.random(in: 0...24, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random)! }.joined()
            #expect(String(decoding: FoldedText(text).bytes, as: UTF8.self) == Self.folded(text, isPage: false))
            #expect(String(decoding: FoldedText(page: text).bytes, as: UTF8.self) == Self.folded(text, isPage: true))
        }
    }
}
