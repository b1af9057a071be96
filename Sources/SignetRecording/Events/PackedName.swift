import SignetModel

/// The first eight bytes of a name in one number, ASCII letters in lower case: names are told apart by one comparison.
struct PackedName: Hashable, Sendable {
    let value: UInt64

    init(_ name: StaticString) {
        value = Self.pack(UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }

    /// 0 for names that are empty or longer than eight bytes.
    static func pack(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        guard bytes.count <= 8 else { return 0 }
        var value: UInt64 = 0
        for byte in bytes {
            let isCapital = byte &- UInt8(ascii: "A") < 26
            value = value << 8 | UInt64(isCapital ? byte | 0x20 : byte)
        }
        return value
    }
}

/// What names stand for, found without hashing more than a multiplication.
struct NameTable<Value: Sendable>: Sendable {
    /// A power of two, several times what any table here holds.
    private static var size: Int { 512 }

    private var names = [UInt64](repeating: 0, count: Self.size)
    private var values: [Value?] = Array(repeating: nil, count: Self.size)

    subscript(_ name: UInt64) -> Value? {
        guard name != 0 else { return nil }
        var place = Self.place(of: name)
        while names[place] != name {
            guard names[place] != 0 else { return nil }
            place = (place + 1) & (Self.size - 1)
        }
        return values[place]
    }

    mutating func add(_ value: Value, _ name: StaticString) {
        let name = PackedName(name).value
        var place = Self.place(of: name)
        while names[place] != 0, names[place] != name { place = (place + 1) & (Self.size - 1) }
        names[place] = name
        values[place] = value
    }

    private static func place(of name: UInt64) -> Int {
        Int(truncatingIfNeeded: (name &* 0x9E37_79B9_7F4A_7C15) >> 55)
    }
}
