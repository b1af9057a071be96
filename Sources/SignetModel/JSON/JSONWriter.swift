/// Writes JSON straight into bytes: the shape is in the calls, commas and escapes are its business.
///
///     var json = JSONWriter()
///     json.object { json in
///         json.key("outcome"); json.string("success")
///         json.key("reason"); json.null()
///     }
public struct JSONWriter: Sendable {
    public private(set) var bytes: [UInt8] = []
    /// A value was written at this level, so the next one needs a comma.
    private var needsComma = false

    public init(capacity: Int = 512) {
        bytes.reserveCapacity(capacity)
    }

    public mutating func object(_ members: (inout JSONWriter) throws -> Void) rethrows {
        try nested(UInt8(ascii: "{"), UInt8(ascii: "}"), members)
    }

    public mutating func array(_ elements: (inout JSONWriter) throws -> Void) rethrows {
        try nested(UInt8(ascii: "["), UInt8(ascii: "]"), elements)
    }

    public mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    public mutating func string(_ text: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { appendEscaped($0) }
        bytes.append(UInt8(ascii: "\""))
    }

    public mutating func strings(_ texts: [String]) {
        array { json in for text in texts { json.string(text) } }
    }

    public mutating func string(_ text: some StringProtocol) {
        string(String(text))
    }

    public mutating func integer(_ number: Int64) {
        separate()
        appendDigits(of: number)
    }

    public mutating func integer(_ number: Int) { integer(Int64(number)) }

    public mutating func integer(_ number: Int32) { integer(Int64(number)) }

    public mutating func integer(_ number: some BinaryInteger) {
        separate()
        bytes.append(contentsOf: String(number).utf8)
    }

    /// A number; not-a-number and the infinities, which JSON lacks, are null.
    public mutating func number(_ number: Double) {
        guard number.isFinite else { return null() }
        separate()
        if number == number.rounded(), abs(number) < 1e15 {
            appendDigits(of: Int64(number))
        } else {
            bytes.append(contentsOf: String(number).utf8)
        }
    }

    public mutating func bool(_ value: Bool) {
        separate()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    public mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    /// JSON that is known to be one well-formed value.
    public mutating func raw(_ json: some Sequence<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
    }

    private mutating func nested(
        _ open: UInt8, _ close: UInt8, _ content: (inout JSONWriter) throws -> Void
    ) rethrows {
        separate()
        bytes.append(open)
        needsComma = false
        try content(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    /// Appends text with its escapes; what lies between two of them goes in one piece.
    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        for index in 0..<text.count {
            let byte = text[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
            appendEscape(byte)
            start = index + 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }

    private mutating func appendEscape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        guard byte < 0x20 else { return bytes.append(byte) }
        bytes.append(contentsOf: "u00".utf8)
        bytes.append(Hex.digit(byte >> 4))
        bytes.append(Hex.digit(byte & 15))
    }

    private mutating func appendDigits(of number: Int64) {
        guard number < 0 || number > 9 else { return bytes.append(UInt8(ascii: "0") + UInt8(number)) }
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        let start = bytes.count
        while rest > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        }
        bytes[start...].reverse()
    }
}

extension JSONWriter {
    /// A value that may be absent, written as null where it is.
    public mutating func optional<Value>(_ value: Value?, _ write: (inout JSONWriter, Value) throws -> Void) rethrows {
        if let value { try write(&self, value) } else { null() }
    }

    public mutating func optionalString(_ text: String?) {
        optional(text) { $0.string($1) }
    }
}
