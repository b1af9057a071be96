import Testing

@testable import SignetModel

struct PlainWordsTests {
    private static func words(_ text: String) -> PlainWords? {
        Array(text.utf8).withUnsafeBytes { PlainWords($0, at: 0) }
    }

    @Test(arguments: [
        ("I agree to", 7), (" agreed, I", 8), ("agree to a call", 8), (" agree, I", 7), ("a b c d e", 7),
        ("AGREE TO IT", 8), ("Ask me a question", 8), ("Call me now", 7), ("12345678", 8),
    ])
    func `words of ASCII are read eight bytes at a time, but for a space at the end`(text: String, count: Int) throws {
        let words = try #require(Self.words(text))
        #expect(words.count == count)
        #expect(words.beginsWithSpace == text.hasPrefix(" "))
        let expected = text.lowercased().utf8.prefix(8)
        #expect(withUnsafeBytes(of: words.lowercased) { Array($0) } == Array(expected))
    }

    @Test(arguments: [
        "", "agreed!", "I  agree to", "agree  to", "I\tagree to", "aceptó es", "agree\u{A0}to", "agree\u{0}to it",
    ])
    func `whatever takes a closer look is none`(text: String) {
        #expect(Self.words(text) == nil)
    }

    @Test func `every byte is told apart`() {
        for byte in UInt8.min...UInt8.max {
            for place in 0..<8 {
                var bytes = Array("words@[`".utf8)
                bytes[place] = byte
                let words = bytes.withUnsafeBytes { PlainWords($0, at: 0) }
                #expect((words != nil) == (0x20..<0x80 ~= byte))
                guard let words else { continue }
                #expect(words.count == (place == 7 && byte == 0x20 ? 7 : 8))
                let lowered = bytes.map { 0x41...0x5A ~= $0 ? $0 + 0x20 : $0 }
                #expect(withUnsafeBytes(of: words.lowercased) { Array($0) } == lowered)
            }
        }
    }
}
