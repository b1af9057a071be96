import Crypto

/// A certificate's id under authenticated encryption, for the ping URL: it can be asked about, but not retained.
///
/// `0.<nonce>.<ciphertext>.<tag>`, each base64url. AES-256-GCM under the newest key; nonces are random.
public struct PingIdentifierCipher: Sendable {
    /// In bytes, as GCM has it where nothing else is asked for.
    private static let nonceLength = 12

    private let keys: [SymmetricKey]

    public init(secret: Secret) {
        keys = secret.versions.map { $0.key(for: .pingIdentifier) }
    }

    public func seal(_ id: CertificateID) -> String {
        // Sealing 20 bytes under a 32-byte key has nothing to throw.
        // swift-format-ignore: NeverUseForceTry
        let sealed = Array(try! AES.GCM.seal(id.bytes, using: keys[0]).combined!)
        let (nonce, tag) = (sealed[..<Self.nonceLength], sealed[(Self.nonceLength + CertificateID.byteCount)...])
        let ciphertext = sealed[nonce.endIndex..<tag.startIndex]
        return "0.\(Base64URL.encode(nonce)).\(Base64URL.encode(ciphertext)).\(Base64URL.encode(tag))"
    }

    /// The certificate's id; nil unless the text was made with one of these keys.
    public func open(_ text: some StringProtocol) -> CertificateID? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "0",
            let nonce = Base64URL.decode(parts[1]), let ciphertext = Base64URL.decode(parts[2]),
            let tag = Base64URL.decode(parts[3]), ciphertext.count == CertificateID.byteCount,
            let gcmNonce = try? AES.GCM.Nonce(data: nonce),
            let box = try? AES.GCM.SealedBox(nonce: gcmNonce, ciphertext: ciphertext, tag: tag)
        else { return nil }
        for key in keys {
            if let bytes = try? AES.GCM.open(box, using: key) { return CertificateID(bytes: bytes) }
        }
        return nil
    }
}
