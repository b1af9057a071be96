package import Crypto

/// HMAC-SHA256 under a key that is used for every request: what depends on the key alone is done once.
package struct PreparedMAC: Sendable {
    private let start: HMAC<SHA256>

    package init(key: SymmetricKey) {
        start = HMAC(key: key)
    }

    /// - Parameter length: in bytes; what is over 32 is not there.
    package func code(for message: [UInt8], length: Int) -> [UInt8] {
        var mac = start
        mac.update(data: message)
        return mac.finalize().withUnsafeBytes { Array($0.prefix(length)) }
    }
}
