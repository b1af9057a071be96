import Crypto

/// What names an image or font that a page showed: the SHA-256 of its bytes.
public struct AssetDigest: Hashable, Sendable {
    public let bytes: [UInt8]

    public init(of content: [UInt8]) {
        bytes = Array(SHA256.hash(data: content))
    }

    /// From 64 hex digits.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 2 * SHA256.byteCount, let bytes = Hex.decode(text) else { return nil }
        self.bytes = bytes
    }
}

extension AssetDigest: CustomStringConvertible {
    /// 64 lowercase hex digits.
    public var description: String { Hex.encode(bytes) }
}
