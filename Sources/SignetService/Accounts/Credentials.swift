import Crypto
import SignetModel

/// Random words that open something: shown once, kept only as digests.
enum Credential {
    /// 43 base64url characters: 256 random bits.
    static func random() -> String {
        return Base64URL.encode(RandomBytes.make(32))
    }

    /// A short random name that opens nothing.
    static func name(_ prefix: String) -> String {
        return prefix + Base64URL.encode(RandomBytes.make(12))
    }

    /// What is kept. Plain SHA-256 is enough for words of 256 random bits.
    static func digest(_ credential: some StringProtocol) -> [UInt8] {
        Array(SHA256.hash(data: Array(credential.utf8)))
    }
}
