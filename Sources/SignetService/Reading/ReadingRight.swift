import SignetModel
public import SignetStorage

/// Why an account may see a whole certificate, also after its window (design, section 4).
public struct ReadingRight: Sendable {
    /// The account's copy, where it has not run out.
    public let retention: Retention?
    /// The page that was visited is the account's own, and so is what was typed there.
    public let ownsPage: Bool
    /// The account made this masked certificate.
    public let isMasker: Bool
    /// The account that masked the certificate disclosed it to this one.
    public let isDisclosed: Bool

    var isAny: Bool { retention != nil || ownsPage || isMasker || isDisclosed }
}

extension Signet {
    /// Nil for an account that may see no more than that the certificate exists.
    public func readingRight(of account: Account, to certificate: LoadedCertificate) async throws -> ReadingRight? {
        let right = ReadingRight(
            retention: try await retainer.retention(of: certificate.id, by: account),
            ownsPage: try await ownership.owns(account, certificate),
            isMasker: certificate.masked?.account == account.id,
            isDisclosed: try await disclosures.isDisclosed(certificate, to: account))
        return right.isAny ? right : nil
    }
}
