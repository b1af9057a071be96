/// A certificate's name: 20 bytes, written as 40 lowercase hex digits.
///
/// An id says nothing to whoever lacks the keys; see ``CertificateIDCipher``.
public struct CertificateID: Hashable, Sendable {
    public static let byteCount = 20

    private let high: UInt64
    private let middle: UInt64
    private let low: UInt32

    /// - Precondition: `bytes` holds 20 bytes.
    public init(bytes: some Collection<UInt8>) {
        precondition(bytes.count == Self.byteCount)
        var iterator = bytes.makeIterator()
        func next(_ count: Int) -> UInt64 {
            var value: UInt64 = 0
            for _ in 0..<count { value = value << 8 | UInt64(iterator.next() ?? 0) }
            return value
        }
        high = next(8)
        middle = next(8)
        low = UInt32(next(4))
    }

    /// From 40 hex digits. Capitals are tolerated, since people copy ids out of systems that shout.
    public init?(_ text: some StringProtocol) {
        self.init(hex: Array(text.utf8)[...])
    }

    /// The same, of ASCII text.
    public init?(hex text: ArraySlice<UInt8>) {
        guard text.count == 2 * Self.byteCount, let bytes = Hex.decode(text) else { return nil }
        self.init(bytes: bytes)
    }

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        withUnsafeBytes(of: high.bigEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: middle.bigEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: low.bigEndian) { bytes.append(contentsOf: $0) }
        return bytes
    }
}

extension CertificateID: Comparable {
    /// As their bytes do.
    public static func < (left: CertificateID, right: CertificateID) -> Bool {
        (left.high, left.middle, left.low) < (right.high, right.middle, right.low)
    }
}

extension CertificateID: CustomStringConvertible {
    /// 40 lowercase hex digits.
    public var description: String { Hex.encode(bytes) }
}
