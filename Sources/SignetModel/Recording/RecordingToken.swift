import Crypto

/// The right to record one certificate: a MAC over its id (which holds the issue time) and its options.
///
/// 23 base64url characters: one byte of options, 16 bytes of HMAC-SHA256.
public struct RecordingTokenAuthority: Sendable {
    /// Length of a token in base64url characters.
    public static let length = 23

    /// Newest first.
    private let macs: [PreparedMAC]

    public init(secret: Secret) {
        macs = secret.versions.map { PreparedMAC(key: $0.key(for: .recordingToken)) }
    }

    public func token(for id: CertificateID, options: RecordingOptions) -> String {
        Base64URL.encode([options.rawValue] + mac(id, options, macs[0]))
    }

    /// The options the token was made with; nil unless it was made for this certificate.
    ///
    /// - Parameter token: its characters in ASCII.
    public func open(_ token: [UInt8], for id: CertificateID) -> RecordingOptions? {
        guard token.count == Self.length, let bytes = Base64URL.decode(token[...]), bytes.count == 17 else {
            return nil
        }
        let options = RecordingOptions(rawValue: bytes[0])
        for mac in macs where constantTimeEqual(self.mac(id, options, mac), bytes[1...]) { return options }
        return nil
    }

    private func mac(_ id: CertificateID, _ options: RecordingOptions, _ mac: PreparedMAC) -> [UInt8] {
        var message = id.bytes
        message.append(options.rawValue)
        return mac.code(for: message, length: 16)
    }
}

/// Whether two byte strings are equal, in a time that tells nothing of where they differ.
package func constantTimeEqual(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}
