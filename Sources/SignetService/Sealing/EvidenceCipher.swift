import Crypto
import SignetModel

/// Encrypts what is kept of one certificate, under keys of its seed.
///
/// Sealing the same content twice gives the same bytes. With the seed destroyed, nothing can be read any more.
struct EvidenceCipher: Sendable {
    struct Unreadable: Error {}

    static let seedLength = 32

    private let secret: Secret
    private let seed: [UInt8]
    private let version: UInt8

    /// A certificate that is sealed for the first time: a new random seed.
    init(secret: Secret) {
        self.secret = secret
        seed = SymmetricKey(size: SymmetricKeySize(bitCount: Self.seedLength * 8)).withUnsafeBytes { Array($0) }
        version = secret.current.number
    }

    /// From a seed as ``wrappedSeed(for:)`` gave it.
    init(secret: Secret, wrappedSeed: [UInt8], certificate: CertificateID) throws {
        guard let version = wrappedSeed.first, let key = secret.version(version) else { throw Unreadable() }
        let box = try AES.GCM.SealedBox(combined: wrappedSeed.dropFirst())
        self.secret = secret
        self.version = version
        seed = Array(
            try AES.GCM.open(box, using: key.key(for: .seed), authenticating: certificate.bytes))
    }

    /// The seed as the database keeps it.
    func wrappedSeed(for certificate: CertificateID) throws -> [UInt8] {
        let key = secret.version(version) ?? secret.current
        let box = try AES.GCM.seal(seed, using: key.key(for: .seed), authenticating: certificate.bytes)
        return [version] + (box.combined.map(Array.init) ?? [])
    }

    func key(for purpose: KeyPurpose) -> SymmetricKey {
        (secret.version(version) ?? secret.current).key(for: purpose, context: seed)
    }

    /// Makes the fingerprints of the certificate's lead.
    var fingerprintKey: PreparedMAC { PreparedMAC(key: key(for: .leadFingerprint)) }

    func seal(_ content: [UInt8], for purpose: KeyPurpose) throws -> [UInt8] {
        try key(for: purpose).seal(content)
    }

    func open(_ sealed: [UInt8], for purpose: KeyPurpose) throws -> [UInt8] {
        try key(for: purpose).open(sealed)
    }
}
