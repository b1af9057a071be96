/// Words that tell by their bytes that they are no URL, host, mail address or telephone number.
///
/// The first three have a full stop, a colon, a slash or an `@` within, and a number begins as one. What has either takes a closer
/// look, and so does what only Unicode's tables tell about. All other bytes are passed over without a thought.
enum HarmlessWords {
    private enum Kind: UInt8 {
        case plain, joint, numeral, notASCII
    }

    private static let kinds: [UInt8] = (UInt8.min...UInt8.max).map { byte in
        let kind: Kind =
            switch byte {
            case UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "/"): .joint
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "("): .numeral
            case 0x80...: .notASCII
            default: .plain
            }
        return kind.rawValue
    }

    /// How many bytes the words take that a text begins with, the white space between them included.
    static func count(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        kinds.withUnsafeBufferPointer { kinds in
            for index in bytes.indices {
                let kind = kinds[Int(bytes[index])]
                if kind != Kind.plain.rawValue, !isHarmless(bytes, at: index, kind: kind) {
                    return wordStart(bytes, around: index)
                }
            }
            return bytes.count
        }
    }

    private static func isHarmless(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int, kind: UInt8) -> Bool {
        switch Kind(rawValue: kind) {
        case .plain, nil: true
        case .joint: index + 1 == bytes.count || isSpace(bytes[index + 1])
        case .numeral: !mayStart(bytes, index) || !mayBeNumber(bytes, from: index)
        case .notASCII: !isWordStart(bytes, index) && !isUnicodeSpace(bytes, at: index)
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || 0x09...0x0D ~= byte
    }

    private static func isWordStart(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        index == 0 || isSpace(bytes[index - 1])
    }

    /// Whether a number may begin here: at a word's start, or behind what is neither letter nor digit.
    private static func mayStart(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        guard index > 0 else { return true }
        switch bytes[index - 1] {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            return false
        default: return true
        }
    }

    private static func wordStart(_ bytes: UnsafeBufferPointer<UInt8>, around index: Int) -> Int {
        var start = index
        while !isWordStart(bytes, start) { start -= 1 }
        return start
    }

    /// Seven digits with what stands between those of a number, or something that may be.
    private static func mayBeNumber(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
        var digits = 0
        for byte in bytes[start...] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                if digits == 7 { return true }
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "/"): return digits >= 3
            case 0x80...: return true
            case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"), 0x20:
                break
            default: return false
            }
        }
        return false
    }

    /// U+0085, U+00A0, U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F, U+3000.
    private static func isUnicodeSpace(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        func following(_ distance: Int) -> UInt8 { index + distance < bytes.count ? bytes[index + distance] : 0 }
        switch (bytes[index], following(1)) {
        case (0xC2, let second): return second == 0x85 || second == 0xA0
        case (0xE1, 0x9A), (0xE3, 0x80): return following(2) == 0x80
        case (0xE2, 0x80): return [0x80...0x8A, 0xA8...0xA9, 0xAF...0xAF].contains { $0.contains(following(2)) }
        case (0xE2, 0x81): return following(2) == 0x9F
        default: return false
        }
    }
}
