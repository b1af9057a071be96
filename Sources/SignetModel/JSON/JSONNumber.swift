/// A number as it stands in the input. Valid only as long as the bytes that the reader reads.
public struct JSONNumber {
    public let bytes: UnsafeRawBufferPointer
    /// Neither fraction nor exponent.
    public let isInteger: Bool

    /// - Precondition: `bytes` came out of a ``JSONReader``, which has checked their spelling.
    @inlinable
    public init(bytes: UnsafeRawBufferPointer, isInteger: Bool) {
        self.bytes = bytes
        self.isInteger = isInteger
    }

    /// Infinite where the number is beyond what a double can hold.
    public var double: Double {
        if let integer = plainInteger { return Double(integer) }
        return Double(text) ?? .nan
    }

    /// Rounded towards zero; nil beyond ±2^53, where a browser's numbers stop being exact.
    @inlinable
    public var integer: Int64? {
        if let integer = plainInteger { return integer }
        return integerOfDouble
    }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    @usableFromInline
    var integerOfDouble: Int64? {
        let value = double
        guard abs(value) <= 9_007_199_254_740_992 else { return nil }
        return Int64(value)
    }

    /// Numbers of up to 15 digits without fraction or exponent: nearly all there are.
    @inlinable
    var plainInteger: Int64? {
        guard isInteger, bytes.count <= 15 else { return nil }
        var index = bytes.count > 0 && bytes[0] == UInt8(ascii: "-") ? 1 : 0
        let isNegative = index == 1
        var value: Int64 = 0
        while index < bytes.count {
            value = value &* 10 &+ Int64(bytes[index] &- UInt8(ascii: "0"))
            index += 1
        }
        return isNegative ? -value : value
    }
}
