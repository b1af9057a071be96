import SignetModel
import Testing

struct JSONReaderTests {
    @Test(arguments: [
        ("null", JSONValue.null),
        (" true\n", .bool(true)),
        ("false", .bool(false)),
        (#""a\"\\\/\b\f\n\r\t\u00e9""#, .string("a\"\\/\u{8}\u{c}\n\r\té")),
        (
            #""\ud83d\ude00 and plain text that is longer than a word""#,
            .string("😀 and plain text that is longer than a word")
        ),
        ("[]", .array([])),
        ("{}", .object([])),
        ("[1,[2],{}]", .array([number("1", 1), .array([number("2", 2)]), .object([])])),
        (#"{"b":1,"a":null}"#, .object([member("b", number("1", 1)), member("a", .null)])),
        (#"{"A":1}"#, .object([member("A", number("1", 1))])),
        ("-0.5e+2", number("-0.5e+2", -50)),
        ("12345678901234567890", number("12345678901234567890", 12_345_678_901_234_567_168)),
    ]
    )
    func `well-formed JSON is read`(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)) == value)
    }

    @Test(arguments: [(#""\ud83d""#, "\u{FFFD}"), (#""\ude00x""#, "\u{FFFD}x"), (#""\ud83d\u0041""#, "\u{FFFD}A")]
    )
    func `a lone surrogate becomes the replacement character`(text: String, decoded: String) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)) == .string(decoded))
    }

    @Test(arguments: [
        ("", JSONError.Code.unexpectedEnd), (" ", .unexpectedEnd), ("[", .unexpectedEnd), ("[1", .unexpectedEnd),
        ("{\"a\"", .unexpectedEnd), ("\"a", .unexpectedEnd), ("\"\\", .unexpectedEnd),
        ("[1,]", .unexpectedByte), ("[,1]", .unexpectedByte), ("[1 2]", .unexpectedByte), ("[1}", .unexpectedByte),
        ("{\"a\":1,}", .unexpectedByte), ("{\"a\" 1}", .unexpectedByte), ("{1:1}", .wrongType),
        ("nul", .unexpectedByte), ("tru", .unexpectedByte), ("NaN", .unexpectedByte), ("'a'", .unexpectedByte),
        ("// a\n1", .unexpectedByte), ("\u{FEFF}1", .unexpectedByte), ("+1", .unexpectedByte),
        (".5", .unexpectedByte),
        ("01", .invalidNumber), ("-", .invalidNumber), ("1.", .invalidNumber), ("1e", .invalidNumber),
        ("1e400", .invalidNumber), ("\"\\x41\"", .invalidEscape), ("\"\\u00g0\"", .invalidEscape),
        ("\"\\u12\"", .invalidEscape), ("\"a\nb\"", .controlCharacter), ("\"a\u{0}\"", .controlCharacter),
        ("1 1", .trailingBytes), ("[]]", .trailingBytes), (#"{"a":1,"a":2}"#, .duplicateKey),
        (#"{"a":1,"\u0061":2}"#, .duplicateKey),
    ]
    )
    func `what RFC 8259 does not allow is refused`(text: String, code: JSONError.Code) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text.utf8)) }
        #expect(error?.code == code)
    }

    @Test(arguments: ["[1,]", "{\"a\":tru}", "[01]", "\"\\q\"", "[[[{\"a\":]]]]"])
    func `what is skipped is checked all the same`(text: String) {
        let bytes = Array(text.utf8)
        #expect(throws: JSONError.self) {
            try bytes.withUnsafeBytes { buffer in
                var reader = try JSONReader(buffer)
                try reader.skipValue()
                try reader.finish()
            }
        }
    }

    @Test(
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xE2, 0x82], [0xC3],
        ] as [[UInt8]]
    )
    func `bytes that are not UTF-8 are refused where they stand`(sequence: [UInt8]) {
        let bytes = Array("\"0123456789".utf8) + sequence + Array("\"".utf8)
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
        #expect(error == JSONError(.invalidUTF8, at: 11))
    }

    @Test func `nesting beyond the limit is refused, up to it is read`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try JSONValue(parsing: nested(8), maximumDepth: 8)
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: nested(9), maximumDepth: 8) }
        #expect(error == JSONError(.tooDeep, at: 8))
        #expect(throws: JSONError.self) { try JSONValue(parsing: Array(String(repeating: "[", count: 1_000_000).utf8)) }
    }

    @Test func `every string of every length is found whole`() throws {
        for length in 0..<40 {
            for special in 0..<max(1, length) {
                var text =
                    String(repeating: "é", count: special) + "\"" + String(repeating: "x", count: length - special)
                var json = JSONWriter()
                json.string(text)
                #expect(try JSONValue(parsing: json.bytes).string == text)
                text.removeAll { $0 == "\"" }
                json = JSONWriter()
                json.string(text)
                #expect(try JSONValue(parsing: json.bytes).string == text)
            }
        }
    }

    @Test func `keys are compared without decoding, and with escapes all the same`() throws {
        let bytes = Array(#"{"type":1,"\u0074ype":2,"types":3,"":4}"#.utf8)
        let found = try bytes.withUnsafeBytes { buffer in
            var reader = try JSONReader(buffer)
            var found: [Bool] = []
            try reader.beginObject()
            while let key = try reader.nextKey() {
                found.append(key.matches("type"))
                try reader.skipValue()
            }
            try reader.finish()
            return found
        }
        #expect(found == [true, true, false, false])
    }

    private static func number(_ text: String, _ value: Double) -> JSONValue {
        .number(JSONValue.Number(value: value, text: text))
    }

    private static func member(_ key: String, _ value: JSONValue) -> JSONValue.Member {
        JSONValue.Member(key: key, value: value)
    }
}
