import Crypto

extension SymmetricKey {
    /// Encrypts under a nonce that is a MAC of the content: the same content gives the same bytes, and no two contents share one.
    func seal(_ content: [UInt8]) throws -> [UInt8] {
        let nonce = Array(HMAC<SHA256>.authenticationCode(for: content, using: self).prefix(12))
        let box = try AES.GCM.seal(content, using: self, nonce: AES.GCM.Nonce(data: nonce))
        return box.combined.map(Array.init) ?? []
    }

    func open(_ sealed: [UInt8]) throws -> [UInt8] {
        Array(try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: self))
    }
}
