/// A string as it stands between its quotes in the input: nothing is copied or decoded until somebody asks.
///
/// Valid only as long as the bytes that the reader reads.
public struct JSONText {
    /// Valid UTF-8 without the quotes, escapes not decoded.
    public let bytes: UnsafeRawBufferPointer
    public let hasEscapes: Bool

    /// - Precondition: `bytes` came out of a ``JSONReader``, which has checked their UTF-8 and escapes.
    @inlinable
    public init(bytes: UnsafeRawBufferPointer, hasEscapes: Bool) {
        self.bytes = bytes
        self.hasEscapes = hasEscapes
    }

    /// Whether the decoded text is exactly `text`.
    ///
    /// Always inlined, since `text` is known where it is written: a comparison or two is all that is left of it.
    /// - Precondition: `text` has no backslash.
    @inlinable
    @inline(__always)
    public func matches(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard bytes.count == count, let base = bytes.baseAddress else {
            return hasEscapes ? decodedMatches(text) : bytes.count == count
        }
        let other = UnsafeRawPointer(text.utf8Start)
        var index = 0
        while index + 8 <= count {
            if base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                != other.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            {
                return false
            }
            index += 8
        }
        if index + 4 <= count {
            if base.loadUnaligned(fromByteOffset: index, as: UInt32.self)
                != other.loadUnaligned(fromByteOffset: index, as: UInt32.self)
            {
                return false
            }
            index += 4
        }
        while index < count {
            if base.load(fromByteOffset: index, as: UInt8.self) != other.load(fromByteOffset: index, as: UInt8.self) {
                return false
            }
            index += 1
        }
        return true
    }

    @usableFromInline
    func decodedMatches(_ text: StaticString) -> Bool {
        var decoded: [UInt8] = []
        appendDecoded(to: &decoded)
        return text.withUTF8Buffer { $0.elementsEqual(decoded) }
    }

    /// The decoded text. A lone surrogate becomes U+FFFD.
    public var string: String {
        guard hasEscapes else { return String(decoding: bytes, as: UTF8.self) }
        var decoded: [UInt8] = []
        appendDecoded(to: &decoded)
        return String(decoding: decoded, as: UTF8.self)
    }

    /// Appends the decoded text as UTF-8.
    ///
    /// A lone surrogate becomes U+FFFD, as it does in a browser's own `TextEncoder`: scripts cut strings in the middle of an
    /// emoji, `JSON.stringify` then writes half of it as an escape, and a recording must not be lost over that.
    public func appendDecoded(to output: inout [UInt8]) {
        guard hasEscapes else {
            output.append(contentsOf: bytes)
            return
        }
        var index = 0
        let count = bytes.count
        while index < count {
            var end = index
            while end < count, bytes[end] != UInt8(ascii: "\\") { end += 1 }
            if end > index { output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[index..<end])) }
            index = end
            if index + 1 < count { index += appendEscape(at: index, to: &output) } else { index = count }
        }
    }

    /// Decodes the escape at `index` and returns its length.
    private func appendEscape(at index: Int, to output: inout [UInt8]) -> Int {
        switch bytes[index + 1] {
        case UInt8(ascii: "n"): output.append(0x0A)
        case UInt8(ascii: "t"): output.append(0x09)
        case UInt8(ascii: "r"): output.append(0x0D)
        case UInt8(ascii: "b"): output.append(0x08)
        case UInt8(ascii: "f"): output.append(0x0C)
        case UInt8(ascii: "u"): return appendUnicodeEscape(at: index, to: &output)
        case let literal: output.append(literal)
        }
        return 2
    }

    private func appendUnicodeEscape(at index: Int, to output: inout [UInt8]) -> Int {
        guard let first = hexUnit(at: index + 2) else { return 2 }
        var scalar = first
        var length = 6
        if (0xD800...0xDBFF).contains(first), index + 11 < bytes.count, bytes[index + 6] == UInt8(ascii: "\\"),
            bytes[index + 7] == UInt8(ascii: "u"), let second = hexUnit(at: index + 8),
            (0xDC00...0xDFFF).contains(second)
        {
            scalar = 0x1_0000 + (first - 0xD800) << 10 + (second - 0xDC00)
            length = 12
        }
        let character = Unicode.Scalar(scalar) ?? "\u{FFFD}"
        output.append(contentsOf: UTF8.encode(character) ?? UTF8.encodedReplacementCharacter)
        return length
    }

    private func hexUnit(at index: Int) -> UInt32? {
        guard index + 4 <= bytes.count else { return nil }
        var unit: UInt32 = 0
        for offset in index..<(index + 4) {
            guard let digit = Hex.value(of: bytes[offset]) else { return nil }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }
}
