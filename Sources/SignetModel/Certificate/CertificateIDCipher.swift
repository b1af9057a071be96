import Crypto
import CryptoExtras

/// Makes certificate ids and reads them back, without a database.
///
/// The 20 bytes are one AES-256 block over (key version, kind, issue time in seconds, 10 random bytes), then 4 bytes of a
/// MAC over that block under a key of its own. A lone block needs no mode: its ten random bytes make it
/// unique, and the MAC keeps out all but one in four thousand million of made-up ids.
public struct CertificateIDCipher: Sendable {
    /// What an id says to whoever holds the keys.
    public struct Contents: Hashable, Sendable {
        public let kind: CertificateKind
        /// Whole seconds. For a masked certificate the time of masking.
        public let issuedAt: Timestamp

        public init(kind: CertificateKind, issuedAt: Timestamp) {
            self.kind = kind
            self.issuedAt = issuedAt
        }
    }

    private static let macLength = 4

    private struct Version: Sendable {
        let number: UInt8
        let block: SymmetricKey
        let mac: PreparedMAC
    }

    /// Newest first; only the newest makes ids.
    private let versions: [Version]

    public init(secret: Secret) {
        versions = secret.versions.map { version in
            Version(
                number: version.number,
                block: version.key(for: .certificateIDBlock),
                mac: PreparedMAC(key: version.key(for: .certificateIDMAC))
            )
        }
    }

    public func issue(_ kind: CertificateKind, at moment: Timestamp) -> CertificateID {
        var generator = SystemRandomNumberGenerator()
        return issue(kind, at: moment, using: &generator)
    }

    func issue(_ kind: CertificateKind, at moment: Timestamp, using generator: inout some RandomNumberGenerator)
        -> CertificateID
    {
        let version = versions[0]
        let seconds = UInt32(truncatingIfNeeded: moment.seconds)
        let random = (generator.next() as UInt64, generator.next() as UInt64)
        var id = [UInt8](unsafeUninitializedCapacity: CertificateID.byteCount) { buffer, count in
            buffer[0] = version.number
            buffer[1] = kind.rawValue
            for byte in 0..<4 { buffer[2 + byte] = UInt8(truncatingIfNeeded: seconds >> UInt32(24 - 8 * byte)) }
            for byte in 0..<8 { buffer[6 + byte] = UInt8(truncatingIfNeeded: random.0 >> UInt64(8 * byte)) }
            for byte in 0..<2 { buffer[14 + byte] = UInt8(truncatingIfNeeded: random.1 >> UInt64(8 * byte)) }
            var block = UnsafeMutableBufferPointer(rebasing: buffer[0..<16])
            // The key has 32 bytes and the block 16, so there is nothing to throw.
            // swift-format-ignore: NeverUseForceTry
            try! AES.permute(&block, key: version.block)
            count = 16
        }
        id.append(contentsOf: version.mac.code(for: id, length: Self.macLength))
        return CertificateID(bytes: id)
    }

    /// What the id says; nil unless it was made with one of these keys.
    public func open(_ id: CertificateID) -> Contents? {
        let bytes = id.bytes
        var block = Array(bytes[..<16])
        for version in versions {
            let mac = version.mac.code(for: block, length: Self.macLength)
            guard constantTimeEqual(mac, bytes[16...]) else { continue }
            guard (try? AES.inversePermute(&block, key: version.block)) != nil,
                block[0] == version.number, let kind = CertificateKind(rawValue: block[1])
            else { continue }
            let seconds = block[2..<6].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            return Contents(kind: kind, issuedAt: Timestamp(seconds: Int64(seconds)))
        }
        return nil
    }

}
