/// What a canvas showed when the visitor submitted: a drawn signature, say. It counts as typed.
struct CanvasPicture: Sendable {
    /// Of base64, for a picture of 512 KB.
    static let maximumCharacters = 699_052
    /// More than any page has canvases and submissions for.
    static let maximumCount = 64

    enum Format: String, Sendable {
        case png = "image/png"
        case webp = "image/webp"
    }

    var node: Int32
    var width: Int32
    var height: Int32
    var format: Format
    /// Base64 without escapes.
    var base64: Slice
}

extension CanvasPicture.Format {
    /// The format that a picture has by its first bytes; nil where it is no other than base64 of a known one, padded as it must be.
    init?(base64: UnsafeRawBufferPointer) {
        guard base64.count.isMultiple(of: 4), base64.count >= 16 else { return nil }
        let padding = base64.suffix(2).count { $0 == UInt8(ascii: "=") }
        guard base64.dropLast(padding).allSatisfy({ Self.sextet($0) != nil }) else { return nil }
        let start = Self.decode(base64.prefix(16))
        if start.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if start.starts(with: "RIFF".utf8), start.dropFirst(8).starts(with: "WEBP".utf8) {
            self = .webp
        } else {
            return nil
        }
    }

    private static func decode(_ characters: some Sequence<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var bits: UInt32 = 0
        for (index, character) in characters.enumerated() {
            bits = bits << 6 | UInt32(sextet(character) ?? 0)
            guard index % 4 == 3 else { continue }
            output += [
                UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8),
                UInt8(truncatingIfNeeded: bits),
            ]
        }
        return output
    }

    private static func sextet(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
