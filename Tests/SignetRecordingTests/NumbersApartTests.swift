import Testing

@testable import SignetRecording

struct NumbersApartTests {
    private static let texts: [String] = [
        "", "x", #"{"id":7}"#, #"{"id":-7,"id":0,"id":-0,"id":00,"id":12.50,"id":1e9,"id":123456789012345}"#,
        #"{"id":1234567890123456,"id":99999999999999999999,"x": 5,"y":}"#, #""":1"#, #"":1"#, #"{"a":1"#, #"{"a":-"#,
        #"{"text":"he said \"id\":512, twice","id":512}"#, #"[{"x":1,"y":2},{"x":3,"y":-4},{"x":[5,6],"y":"7"}]"#,
        "\u{1}", #"{"a":"\#u{1}","b":5}"#,
        String(repeating: #"{"timestamp":1795000000123,"data":{"id":3}},"#, count: 100),
    ]

    @Test(arguments: texts)
    func `what is packed comes back byte by byte`(text: String) throws {
        let bytes = Array(text.utf8)
        #expect(try NumbersApart.unpack(NumbersApart.pack(bytes), limit: bytes.count) == bytes)
    }

    @Test func `so does anything else`() throws {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array(#"":-,{}[]0123456789aid\\"#.utf8)
        for length in 0..<400 {
            let bytes = (0..<length).map { _ in alphabet.randomElement(using: &random)! }
            #expect(try NumbersApart.unpack(NumbersApart.pack(bytes), limit: length) == bytes)
        }
    }

    @Test func `visits that differ in numbers have the same text`() throws {
        let first = Array(#"[{"type":3,"data":{"id":12,"x":-5},"timestamp":1795000000000}]"#.utf8)
        let second = Array(#"[{"type":2,"data":{"id":1999,"x":-71},"timestamp":1795999999999}]"#.utf8)
        let texts = [first, second].map { $0.withUnsafeBytes { NumbersApart.split($0)?.text } }
        #expect(texts[0] != nil && texts[0] == texts[1])
    }

    @Test func `numbers in strings stay in the text`() throws {
        let bytes = Array(#"{"value":"512-555-0147","note":"\"id\":90210","id":4}"#.utf8)
        let text = try #require(bytes.withUnsafeBytes { NumbersApart.split($0)?.text })
        #expect(text.count == bytes.count && text.contains(1))
        #expect(String(decoding: text, as: UTF8.self).contains(#""512-555-0147","note":"\"id\":90210""#))
    }

    @Test func `what was not packed is refused, and so is what would be too long`() {
        #expect(throws: NumbersApart.Malformed.self) { try NumbersApart.unpack([], limit: 100) }
        #expect(throws: NumbersApart.Malformed.self) { try NumbersApart.unpack([2, 0, 0], limit: 100) }
        let packed = NumbersApart.pack(Array(#"{"id":7,"id":8,"name":"somebody"}"#.utf8))
        #expect(throws: NumbersApart.Malformed.self) { try NumbersApart.unpack(packed, limit: 10) }
        #expect(throws: NumbersApart.Malformed.self) { try NumbersApart.unpack(Array(packed.prefix(2)), limit: 100) }
    }

    @Test func `broken ones do no harm`() {
        let packed = NumbersApart.pack(Array(Self.texts.joined().filter { $0 != "\u{1}" }.utf8))
        for place in packed.indices.prefix(300) {
            for bit in 0..<8 {
                var changed = packed
                changed[place] ^= 1 << UInt8(bit)
                _ = try? NumbersApart.unpack(changed, limit: 1 << 20)
            }
        }
    }
}
