import Testing

@testable import SignetRecording

struct WhiteSpaceTests {
    /// Scalar by scalar, as the rule reads.
    private static func folded(_ text: String) -> String {
        text.unicodeScalars.split { scalar in
            switch scalar.value {
            case 0...0x20, 0xA0, 0x2000...0x200B, 0x2028...0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF: true
            default: false
            }
        }.map { String($0) }.joined(separator: " ")
    }

    @Test func `eight bytes at a time or one, runs of white space fold to one space`() {
        var random = SystemRandomNumberGenerator()
        let pieces = [
            "I", "agree", "to", " ", " ", " ", "  ", "\t", "\r\n", "\u{1}", "é", "\u{A0}", "\u{200B}", "\u{3000}", "—",
            "calls",
        ]
        for _ in 0..<2_000 {
            let count = Int.random(in: 0...24, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random)! }.joined()
            #expect(text.foldingWhiteSpace == Self.folded(text))
        }
    }
}
