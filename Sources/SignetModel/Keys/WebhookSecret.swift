import Crypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The secret that an endpoint and this server share: signs what is sent, as Standard Webhooks has it.
public struct WebhookSecret: Hashable, Sendable {
    public struct Unreadable: Error {}

    private static let prefix = "whsec_"

    private let bytes: [UInt8]

    /// 32 random bytes.
    public static func generate() -> WebhookSecret {
        WebhookSecret(bytes: SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) })
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// As receivers are given it: `whsec_` and Base64.
    public init?(_ text: some StringProtocol) {
        guard text.hasPrefix(Self.prefix),
            let data = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))), (24...64).contains(data.count)
        else { return nil }
        bytes = Array(data)
    }

    public var text: String { Self.prefix + Data(bytes).base64EncodedString() }

    /// The value of a `webhook-signature`: `v1,` and the Base64 of the HMAC-SHA256 of id, time and body.
    public func signature(id: String, at moment: Timestamp, body: [UInt8]) -> String {
        let message = Array("\(id).\(moment.seconds).".utf8) + body
        let code = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: bytes))
        return "v1," + Data(code).base64EncodedString()
    }

    // MARK: At rest

    /// As the database keeps it: readable with the operator's secret only, and only as this endpoint's.
    public func sealed(with secret: Secret, for endpoint: String) throws -> [UInt8] {
        let box = try AES.GCM.seal(
            bytes, using: secret.current.key(for: .webhookSecret), authenticating: Array(endpoint.utf8))
        return [secret.current.number] + (box.combined.map(Array.init) ?? [])
    }

    public init(sealed: [UInt8], with secret: Secret, for endpoint: String) throws {
        guard let number = sealed.first, let version = secret.version(number) else { throw Unreadable() }
        let box = try AES.GCM.SealedBox(combined: sealed.dropFirst())
        bytes = Array(
            try AES.GCM.open(
                box, using: version.key(for: .webhookSecret), authenticating: Array(endpoint.utf8)))
    }
}
