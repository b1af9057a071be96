import SignetModel
import SignetRecording
import SignetStorage

/// Reads what was sealed: facts from the database's row, recordings from their objects, both with the dictionary they were
/// compressed against.
struct SealedEvidence: Sendable {
    /// A recording's 25 MiB, and room for its envelopes.
    private static let limit = 32 << 20

    let secret: Secret
    let evidence: any EvidenceStore
    let dictionaries: Dictionaries

    func cipher(of sealed: SealedCertificate) throws -> EvidenceCipher {
        try EvidenceCipher(secret: secret, wrappedSeed: sealed.wrappedSeed, certificate: sealed.certificate)
    }

    func facts(of sealed: SealedCertificate, cipher: EvidenceCipher) async throws -> StoredFacts {
        let bytes = try cipher.open(sealed.facts, for: .facts)
        // Older versions did not compress them.
        guard Zstandard.isFrame(bytes) else { return try StoredFacts(bytes: bytes) }
        return try await StoredFacts(
            bytes: Zstandard.decompress(bytes, limit: Self.limit, with: dictionary(of: sealed)))
    }

    /// Nil where the recording is no longer there.
    func recording(of sealed: SealedCertificate) async throws -> Recording? {
        guard let object = try await evidence.get(sealed.evidence) else { return nil }
        let packed = try cipher(of: sealed).open(object, for: .evidence)
        guard let dictionary = try await dictionary(of: sealed) else {
            return try Recording(archived: Zstandard.decompress(packed, limit: Self.limit))
        }
        return try Recording(packed: packed, with: dictionary, limit: Self.limit)
    }

    private func dictionary(of sealed: SealedCertificate) async throws -> ZstandardDictionary? {
        guard let number = sealed.dictionary else { return nil }
        return try await dictionaries.dictionary(number)
    }
}
