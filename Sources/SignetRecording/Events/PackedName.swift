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
