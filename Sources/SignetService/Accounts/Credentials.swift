import Crypto
import SignetModel

/// Random words that open something: shown once, kept only as digests.
enum Credential {
    /// 43 base64url characters: 256 random bits.
    static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return Base64URL.encode((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    /// A short random name that opens nothing.
    static func name(_ prefix: String) -> String {
        var generator = SystemRandomNumberGenerator()
        return prefix + Base64URL.encode((0..<12).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    /// What is kept. Plain SHA-256 is enough for words of 256 random bits.
    static func digest(_ credential: some StringProtocol) -> [UInt8] {
        Array(SHA256.hash(data: Array(credential.utf8)))
    }
}
