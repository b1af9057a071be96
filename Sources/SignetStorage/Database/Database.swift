public import SignetModel

/// The database: accounts, retentions and everything else small that must agree with itself.
///
/// Every method is one transaction: it happens as a whole and is durable when it returns, or it throws and changed
/// nothing. Methods may be called from anywhere, at any number at once.
public protocol Database:
    OwnershipDatabase, DisclosureDatabase, WebhookDatabase, AssetDatabase, DictionaryDatabase
{
    // Accounts
    func addAccount(_ account: Account, keyDigest: [UInt8]) async throws
    func accounts() async throws -> [Account]
    func account(_ id: String) async throws -> Account?
    func account(keyDigest: [UInt8]) async throws -> Account?
    /// - Returns: whether there is such an account.
    func disableAccount(_ id: String, at moment: Timestamp) async throws -> Bool
    /// - Returns: whether there is such an account.
    func enableAccount(_ id: String) async throws -> Bool
    /// Changes the settings as they stand in the database then. Where `change` throws, nothing changes.
    /// - Returns: the account after it; nil where there is none.
    func changeSettings(
        of account: String, _ change: @escaping @Sendable (AccountSettings) throws -> AccountSettings
    ) async throws -> Account?
    /// Revokes every key of the account and adds this one.
    /// - Returns: whether there is such an account.
    func replaceKey(of account: String, with keyDigest: [UInt8], at moment: Timestamp) async throws -> Bool

    // Retentions
    /// Keeps a certificate, unless the account already does and its copy has not ended; then only the last outcome and
    /// what was found change. Adds a line of history either way.
    ///
    /// - Parameters:
    ///   - match: of the same request; recorded under its caps, or nothing happens at all.
    ///   - mask: the masked certificate to make, where this account has none of this certificate yet.
    ///   - limit: how often the account may retain this certificate.
    ///   - sightings: the consent languages that it shows.
    ///   - describe: writes what webhooks tell of a new retention; is not called where nobody wants to know.
    func retain(
        _ retention: Retention, mask: MaskedCertificate?, limit: Int, match: MatchAttempt?, sightings: Sightings,
        describe: @escaping @Sendable (RetentionListing, inout JSONWriter) -> Void
    ) async throws -> RetainOutcome
    func retention(of certificate: CertificateID, by account: String) async throws -> Retention?
    /// The account's retentions that a search asks for, newest first.
    func retentions(_ search: RetentionSearch, of account: String, limit: Int) async throws -> [RetentionListing]
    /// Claims a key for a request. Answers what stands under it already: a finished answer, or another request at work.
    func begin(_ request: IdempotentAnswer) async throws -> IdempotentAnswer?
    func finish(_ answer: IdempotentAnswer) async throws
    /// The end of the last retention of the certificate or of any masked one of it.
    func lastRetentionEnd(ofOriginal original: CertificateID) async throws -> Timestamp?
    /// Originals with a retention that are not sealed yet, by id after `cursor`.
    func retainedUnsealed(after cursor: CertificateID?, limit: Int) async throws -> [CertificateID]
    func history(of certificate: CertificateID, by account: String) async throws -> [HistoryEntry]

    // Masked certificates
    func masked(_ id: CertificateID) async throws -> MaskedCertificate?
    func masked(original: CertificateID, by account: String) async throws -> MaskedCertificate?
    func lastMasking(ofOriginal original: CertificateID) async throws -> Timestamp?

    // Consent languages
    /// What the account approved and rejected.
    func decidedLanguages(of account: String) async throws -> [ReviewedLanguage]
    /// A number that is the same as long as the account decides nothing else.
    func languageDecisions(of account: String) async throws -> Int
    /// An account's languages of a status, by id after `cursor`.
    func languages(
        of account: String, status: ReviewedLanguage.Status, after cursor: String?, limit: Int
    ) async throws -> [ReviewedLanguage]
    func language(_ id: String, of account: String) async throws -> ReviewedLanguage?
    /// The certificates in which a language was last seen, newest first.
    func samples(of language: String, limit: Int) async throws -> [CertificateID]
    /// Throws ``TooManyLanguages`` where the account has `cap` unreviewed or, for one that is decided, decided ones.
    /// - Returns: the one that the account already has of the same digest, and then nothing changed.
    func addLanguage(_ language: ReviewedLanguage, cap: Int) async throws -> ReviewedLanguage?
    /// Changes status, name and note as they stand in the database then. Throws ``TooManyLanguages`` as for a new one,
    /// and what `change` throws; then nothing changes.
    /// - Returns: the language after it; nil where the account has no such language.
    func changeLanguage(
        _ id: String, of account: String, cap: Int,
        _ change: @escaping @Sendable (inout ReviewedLanguage) throws -> Void
    ) async throws -> ReviewedLanguage?
    /// - Returns: whether the account has such a language.
    func removeLanguage(_ id: String, of account: String) async throws -> Bool
    func record(_ sightings: Sightings) async throws

    // Match lead
    /// Records what was asked, under the caps on different unmatched values; all or nothing. Never blocks.
    ///
    /// - Parameter completion: is called once, from a thread of the database's, when the attempt is durable or refused.
    func recordMatch(
        _ attempt: MatchAttempt, completion: @escaping @Sendable (Result<MatchAttemptResult, any Error>) -> Void)
    func matchStatus(of certificate: CertificateID, reader: String) async throws -> MatchStatus

    // Share links
    /// - Parameter limit: how many links to the certificate the account may have that open it.
    /// - Returns: whether the link was added.
    func addShare(_ share: ShareLink, tokenDigest: [UInt8], limit: Int) async throws -> Bool
    func share(tokenDigest: [UInt8]) async throws -> ShareLink?
    /// Newest first, after `cursor`.
    func shares(
        of certificate: CertificateID, by account: String, after cursor: ListCursor?, limit: Int
    ) async throws -> [ShareLink]
    /// Of those that open the certificate until some time after `moment`, the last to expire.
    func lastShare(
        of certificate: CertificateID, by account: String, expiringAfter moment: Timestamp
    ) async throws -> ShareLink?
    /// - Returns: whether the account has such a link to the certificate.
    func revokeShare(
        _ id: String, of certificate: CertificateID, by account: String, at moment: Timestamp
    ) async throws -> Bool

    // Sessions
    func addSession(digest: [UInt8], account: String, expiresAt: Timestamp) async throws
    func sessionAccount(digest: [UInt8], at moment: Timestamp) async throws -> Account?
    func removeSession(digest: [UInt8]) async throws

    // Sealing
    func sealed(_ certificate: CertificateID) async throws -> SealedCertificate?
    /// How many batches each seal holds; certificates that are not sealed are left out.
    func sealedBatchCounts(_ certificates: [CertificateID]) async throws -> [CertificateID: Int]
    /// Replaces an earlier seal only where the new one holds more batches. The object of the other is then a removed one.
    ///
    /// - Parameter samples: those of them that wait to be material of a dictionary, with the codes of their pages.
    func seal(_ certificates: [SealedCertificate], samples: [CertificateID: [UInt8]]) async throws
    /// Sealed certificates past their windows by `moment`, whatever else may keep them; by id after `cursor`.
    func lapsedSealed(
        at moment: Timestamp, unsubmittedWindow: Duration, submittedWindow: Duration, after cursor: CertificateID?,
        limit: Int
    ) async throws -> [SealedCertificate]
    /// Certificates of which something was noted, a match or a consent language, that are neither sealed nor retained; by id
    /// after `cursor`.
    func notedUnsealed(after cursor: CertificateID?, limit: Int) async throws -> [CertificateID]
    /// Removes certificates and all that hangs on them.
    func remove(_ certificates: [CertificateID]) async throws

    // Housekeeping
    /// Takes a lease or renews it; false while another holder has it.
    func takeLease(_ name: String, holder: String, until: Timestamp, now: Timestamp) async throws -> Bool
    func releaseLease(_ name: String, holder: String) async throws
    /// Removes what has run out: sessions, share links, retentions, answers to repeated requests, webhooks' deliveries.
    func sweep(at moment: Timestamp) async throws
}

extension Database {
    /// The same; returns when the attempt is durable or refused.
    public func recordMatch(_ attempt: MatchAttempt) async throws -> MatchAttemptResult {
        try await withCheckedThrowingContinuation { continuation in
            recordMatch(attempt) { continuation.resume(with: $0) }
        }
    }

    public func seal(_ certificates: [SealedCertificate]) async throws {
        try await seal(certificates, samples: [:])
    }
}

public enum RetainOutcome: Hashable, Sendable {
    case retained(RetainResult)
    /// The account has reached its limit; nothing changed.
    case tooOften
    /// Too many wrong guesses of the lead; nothing changed.
    case refused(until: Timestamp)
    /// The account has decided about consent languages since the sightings' decisions; nothing changed.
    case outdated
}

public struct RetainResult: Hashable, Sendable {
    /// The retention that stands: the first one, where there were several, with the outcome of the last.
    public var retention: Retention
    public var wasRetained: Bool
    public var masked: MaskedCertificate?

    public init(retention: Retention, wasRetained: Bool, masked: MaskedCertificate?) {
        self.retention = retention
        self.wasRetained = wasRetained
        self.masked = masked
    }
}

/// A question whether values belong to a certificate's lead, already answered.
public struct MatchAttempt: Hashable, Sendable {
    public enum Value: Hashable, Sendable {
        /// Of the lead, with keyed codes, one for each spelling, by which the reader finds it again.
        case matched(LeadValue.Kind, searchCodes: [[UInt8]])
        /// Not of the lead, with a keyed code of the value, so that the same wrong value counts once.
        case unmatched(code: [UInt8])

        public var isMatched: Bool {
            if case .matched = self { true } else { false }
        }
    }

    /// Who asks: an account's id, or `share:` and a link's id.
    public var reader: String
    public var certificate: CertificateID
    public var at: Timestamp
    public var values: [Value]
    /// At most this many different unmatched values within `period`.
    public var cap: Int
    public var period: Duration

    public init(
        reader: String, certificate: CertificateID, at: Timestamp, values: [Value], cap: Int, period: Duration
    ) {
        self.reader = reader
        self.certificate = certificate
        self.at = at
        self.values = values
        self.cap = cap
        self.period = period
    }
}

public enum MatchAttemptResult: Hashable, Sendable {
    case recorded
    /// Nothing was recorded and nothing may be answered until then.
    case refused(until: Timestamp)
}
