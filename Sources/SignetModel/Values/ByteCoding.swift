/// Writes values as length-prefixed bytes: the form in which Signet keeps its own records.
package struct ByteWriter {
    package private(set) var bytes: [UInt8] = []

    package init(capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    package mutating func byte(_ value: UInt8) {
        bytes.append(value)
    }

    /// LEB128: seven bits a byte, least significant first.
    package mutating func unsigned(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Zigzag over ``unsigned(_:)``.
    package mutating func integer(_ value: some FixedWidthInteger & SignedInteger) {
        let wide = Int64(value)
        unsigned(UInt64(bitPattern: wide << 1 ^ wide >> 63))
    }

    /// Eight bytes, least significant first.
    package mutating func fixed(_ value: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    package mutating func double(_ value: Double) {
        fixed(value.bitPattern)
    }

    package mutating func bool(_ value: Bool) {
        byte(value ? 1 : 0)
    }

    package mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            unsigned(UInt64(utf8.count))
            bytes.append(contentsOf: utf8)
        }
    }

    package mutating func blob(_ content: [UInt8]) {
        unsigned(UInt64(content.count))
        bytes.append(contentsOf: content)
    }

    package mutating func optional<Value>(_ value: Value?, _ write: (inout ByteWriter, Value) -> Void) {
        bool(value != nil)
        if let value { write(&self, value) }
    }

    package mutating func list<Element>(_ elements: [Element], _ write: (inout ByteWriter, Element) -> Void) {
        unsigned(UInt64(elements.count))
        for element in elements { write(&self, element) }
    }
}

/// Reads what ``ByteWriter`` wrote.
package struct ByteReader {
    /// The bytes end early, or hold a value that cannot be.
    package struct Malformed: Error {
        package init() {}
    }

    private var rest: ArraySlice<UInt8>

    package init(_ bytes: some Sequence<UInt8>) {
        rest = ArraySlice(bytes)
    }

    /// Of the bytes that were not read yet.
    package var count: Int { rest.count }

    package mutating func byte() throws(Malformed) -> UInt8 {
        guard let byte = rest.popFirst() else { throw Malformed() }
        return byte
    }

    package mutating func unsigned() throws(Malformed) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            guard shift < 63 || next <= 1 else { throw Malformed() }
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
            shift += 7
        }
    }

    package mutating func integer() throws(Malformed) -> Int64 {
        let value = try unsigned()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    package mutating func int() throws(Malformed) -> Int {
        Int(try integer())
    }

    package mutating func fixed() throws(Malformed) -> UInt64 {
        var bits: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 8) { bits |= UInt64(try byte()) << shift }
        return bits
    }

    package mutating func double() throws(Malformed) -> Double {
        Double(bitPattern: try fixed())
    }

    package mutating func bool() throws(Malformed) -> Bool {
        switch try byte() {
        case 0: false
        case 1: true
        default: throw Malformed()
        }
    }

    package mutating func string() throws(Malformed) -> String {
        String(decoding: try blob(), as: UTF8.self)
    }

    package mutating func blob() throws(Malformed) -> ArraySlice<UInt8> {
        let count = try unsigned()
        guard count <= UInt64(rest.count) else { throw Malformed() }
        defer { rest = rest.dropFirst(Int(count)) }
        return rest.prefix(Int(count))
    }

    package mutating func optional<Value>(
        _ read: (inout ByteReader) throws(Malformed) -> Value
    ) throws(Malformed) -> Value? {
        try bool() ? try read(&self) : nil
    }

    package mutating func list<Element>(
        _ read: (inout ByteReader) throws(Malformed) -> Element
    ) throws(Malformed) -> [Element] {
        let count = try unsigned()
        guard count <= UInt64(rest.count) else { throw Malformed() }
        var elements: [Element] = []
        for _ in 0..<count { elements.append(try read(&self)) }
        return elements
    }

    package mutating func value<Value: RawRepresentable>(
        _ type: Value.Type = Value.self
    ) throws(Malformed) -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: try string()) else { throw Malformed() }
        return value
    }
}
