/// Reads JSON (RFC 8259) where it lies: the caller asks for what it expects, and nothing is built unless it asks.
///
///     var json = try JSONReader(bytes)
///     try json.beginObject()
///     while let key = try json.nextKey() {
///         if key.matches("type") { kind = try json.number().integer } else { try json.skipValue() }
///     }
///     try json.finish()
///
/// Strict: UTF-8 is checked as a whole at the start, every value is checked even where it is skipped, and nesting
/// is limited. Duplicate keys are for the caller to judge. The bytes must outlive the reader and the texts it hands out.
public struct JSONReader {
    public enum Kind: Sendable {
        case object
        case array
        case string
        case number
        case bool
        case null
    }

    public static let defaultMaximumDepth = 64

    @usableFromInline let base: UnsafeRawPointer
    @usableFromInline let count: Int
    @usableFromInline let maximumDepth: Int
    @usableFromInline var position = 0
    @usableFromInline var depth = 0
    /// Nothing has been read yet of the innermost container, so no comma is due.
    @usableFromInline var isFirst = true

    /// - Throws: ``JSONError`` where the bytes are not UTF-8.
    public init(_ bytes: UnsafeRawBufferPointer, maximumDepth: Int = Self.defaultMaximumDepth) throws(JSONError) {
        if let offset = UTF8Validation.firstError(in: bytes) { throw JSONError(.invalidUTF8, at: offset) }
        // An empty buffer may have no address; nothing is ever read through this one then.
        base = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)!
        count = bytes.count
        self.maximumDepth = maximumDepth
    }

    /// Where the next byte will be read.
    public var offset: Int { position }

    public mutating func peek() throws(JSONError) -> Kind {
        switch try nextByte() {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        default: throw JSONError(.unexpectedByte, at: position)
        }
    }

    // MARK: Containers

    @inlinable
    public mutating func beginObject() throws(JSONError) { try begin(UInt8(ascii: "{")) }

    /// The next member's key, its value then being next; nil after the last one, the object then being read.
    @inlinable
    public mutating func nextKey() throws(JSONError) -> JSONText? {
        guard try advance(closing: UInt8(ascii: "}")) else { return nil }
        let key = try string()
        guard try nextByte() == UInt8(ascii: ":") else { throw JSONError(.unexpectedByte, at: position) }
        position += 1
        return key
    }

    @inlinable
    public mutating func beginArray() throws(JSONError) { try begin(UInt8(ascii: "[")) }

    /// Whether another element is next; false after the last one, the array then being read.
    @inlinable
    public mutating func nextElement() throws(JSONError) -> Bool {
        try advance(closing: UInt8(ascii: "]"))
    }

    /// That nothing but white space is left.
    public mutating func finish() throws(JSONError) {
        skipWhiteSpace()
        guard position == count else { throw JSONError(.trailingBytes, at: position) }
    }

    // MARK: Values

    @inlinable
    public mutating func string() throws(JSONError) -> JSONText {
        guard try nextByte() == UInt8(ascii: "\"") else { throw mismatch() }
        let start = position + 1
        var index = start
        var hasEscapes = false
        while true {
            index = endOfPlainText(from: index)
            guard index < count else { throw JSONError(.unexpectedEnd, at: count) }
            let byte = self.byte(at: index)
            if byte == UInt8(ascii: "\"") { break }
            guard byte == UInt8(ascii: "\\") else { throw JSONError(.controlCharacter, at: index) }
            hasEscapes = true
            index = try endOfEscape(at: index)
        }
        position = index + 1
        return JSONText(
            bytes: UnsafeRawBufferPointer(start: base + start, count: index - start), hasEscapes: hasEscapes
        )
    }

    @inlinable
    public mutating func number() throws(JSONError) -> JSONNumber {
        _ = try nextByte()
        let start = position
        var index = start
        if byteOrZero(at: index) == UInt8(ascii: "-") { index += 1 }
        let whole = endOfDigits(from: index)
        guard whole > index else { throw index == start ? mismatch() : JSONError(.invalidNumber, at: start) }
        guard byte(at: index) != UInt8(ascii: "0") || whole == index + 1 else {
            throw JSONError(.invalidNumber, at: start)
        }
        index = whole
        if byteOrZero(at: index) == UInt8(ascii: ".") {
            let end = endOfDigits(from: index + 1)
            guard end > index + 1 else { throw JSONError(.invalidNumber, at: start) }
            index = end
        }
        if byteOrZero(at: index) | 0x20 == UInt8(ascii: "e") {
            index += 1
            let sign = byteOrZero(at: index)
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { index += 1 }
            let end = endOfDigits(from: index)
            guard end > index else { throw JSONError(.invalidNumber, at: start) }
            index = end
        }
        position = index
        return JSONNumber(
            bytes: UnsafeRawBufferPointer(start: base + start, count: index - start), isInteger: index == whole
        )
    }

    /// The next value where it is a plain integer of up to 15 digits, as nearly all numbers are; nil where it is anything
    /// else, and then nothing is read.
    @inlinable
    public mutating func plainInteger() -> Int64? {
        skipWhiteSpace()
        let isNegative = byteOrZero(at: position) == UInt8(ascii: "-")
        let start = isNegative ? position + 1 : position
        var index = start
        var value: Int64 = 0
        while index < count, index - start < 16 {
            let digit = byte(at: index) &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            value = value &* 10 &+ Int64(digit)
            index += 1
        }
        let length = index - start
        guard length > 0, length < 16, length == 1 || byte(at: start) != UInt8(ascii: "0") else { return nil }
        let next = byteOrZero(at: index)
        guard next != UInt8(ascii: "."), next | 0x20 != UInt8(ascii: "e") else { return nil }
        position = index
        return isNegative ? -value : value
    }

    public mutating func bool() throws(JSONError) -> Bool {
        switch try nextByte() {
        case UInt8(ascii: "t"): try literal("true")
        case UInt8(ascii: "f"):
            try literal("false")
            return false
        default: throw mismatch()
        }
        return true
    }

    public mutating func null() throws(JSONError) {
        guard try nextByte() == UInt8(ascii: "n") else { throw mismatch() }
        try literal("null")
    }

    /// Reads a value and forgets it.
    public mutating func skipValue() throws(JSONError) {
        switch try nextByte() {
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "{"):
            try beginObject()
            while try nextKey() != nil { try skipValue() }
        case UInt8(ascii: "["):
            try beginArray()
            while try nextElement() { try skipValue() }
        case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try bool()
        case UInt8(ascii: "n"): try null()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): _ = try number()
        default: throw JSONError(.unexpectedByte, at: position)
        }
    }
}

// MARK: - Bytes

extension JSONReader {
    @inlinable
    func byte(at index: Int) -> UInt8 { base.load(fromByteOffset: index, as: UInt8.self) }

    @inlinable
    func byteOrZero(at index: Int) -> UInt8 { index < count ? byte(at: index) : 0 }

    @inlinable
    mutating func skipWhiteSpace() {
        while position < count {
            let byte = self.byte(at: position)
            guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }

    /// The first byte of the next token, which stays to be read.
    @inlinable
    mutating func nextByte() throws(JSONError) -> UInt8 {
        skipWhiteSpace()
        guard position < count else { throw JSONError(.unexpectedEnd, at: count) }
        return byte(at: position)
    }

    @inlinable
    mutating func begin(_ open: UInt8) throws(JSONError) {
        guard try nextByte() == open else { throw mismatch() }
        guard depth < maximumDepth else { throw JSONError(.tooDeep, at: position) }
        depth += 1
        position += 1
        isFirst = true
    }

    /// Steps to the next member or element; false where the container ends instead.
    @inlinable
    mutating func advance(closing close: UInt8) throws(JSONError) -> Bool {
        let byte = try nextByte()
        if byte == close {
            position += 1
            depth -= 1
            isFirst = false
            return false
        }
        if isFirst {
            isFirst = false
            return true
        }
        guard byte == UInt8(ascii: ",") else { throw JSONError(.unexpectedByte, at: position) }
        position += 1
        return true
    }

    /// The next token is none of the type asked for, or none at all.
    @usableFromInline
    mutating func mismatch() -> JSONError {
        do throws(JSONError) {
            _ = try peek()
            return JSONError(.wrongType, at: position)
        } catch {
            return error
        }
    }

    /// The next quote, backslash or control character at or after `index`; eight bytes at a time.
    @inlinable
    func endOfPlainText(from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var index = start
        while index + 8 <= count {
            let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            // The lowest flag of each term is exact; higher ones may be echoes of a borrow, which only the lowest can cause.
            let found =
                ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- ones &* 0x20) & ~word) & highs
            if found != 0 { return index + found.trailingZeroBitCount >> 3 }
            index += 8
        }
        while index < count {
            let byte = self.byte(at: index)
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { return index }
            index += 1
        }
        return count
    }

    @inlinable
    func endOfDigits(from start: Int) -> Int {
        var index = start
        while index < count, byte(at: index) &- UInt8(ascii: "0") < 10 { index += 1 }
        return index
    }

    @usableFromInline
    func endOfEscape(at index: Int) throws(JSONError) -> Int {
        guard index + 1 < count else { throw JSONError(.unexpectedEnd, at: count) }
        switch byte(at: index + 1) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return index + 2
        case UInt8(ascii: "u"):
            for offset in (index + 2)..<(index + 6) where Hex.value(of: byteOrZero(at: offset)) == nil {
                throw JSONError(.invalidEscape, at: index)
            }
            return index + 6
        default:
            throw JSONError(.invalidEscape, at: index)
        }
    }

    private mutating func literal(_ word: StaticString) throws(JSONError) {
        for offset in 0..<word.utf8CodeUnitCount where byteOrZero(at: position + offset) != word.utf8Start[offset] {
            throw JSONError(.unexpectedByte, at: position + offset)
        }
        position += word.utf8CodeUnitCount
    }
}
