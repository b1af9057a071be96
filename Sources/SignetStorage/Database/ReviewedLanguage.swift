public import SignetModel

/// A consent language in an account's consent language manager.
public struct ReviewedLanguage: Hashable, Sendable {
    public enum Status: String, Sendable, CaseIterable {
        case unreviewed
        case approved
        case rejected
    }

    public var id: String
    public var account: String
    /// With placeholders for what differs between visits.
    public var text: String
    /// Of the text as it is compared.
    public var digest: [UInt8]
    public var status: Status
    public var name: String?
    public var note: String?
    /// Nil for one that was added by hand and not seen yet.
    public var firstSeen: Timestamp?
    public var lastSeen: Timestamp?
    /// In how many certificates.
    public var count: Int

    public var isDecided: Bool { status != .unreviewed }

    public init(
        id: String, account: String, text: String, digest: [UInt8], status: Status, name: String? = nil,
        note: String? = nil, firstSeen: Timestamp? = nil, lastSeen: Timestamp? = nil, count: Int = 0
    ) {
        self.id = id
        self.account = account
        self.text = text
        self.digest = digest
        self.status = status
        self.name = name
        self.note = note
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.count = count
    }
}

/// Consent languages that a certificate shows: each counts once for each certificate. Those that the account does not have are
/// added as unreviewed, while it has fewer than ``cap`` of these.
public struct Sightings: Hashable, Sendable {
    public var languages: [ReviewedLanguage]
    public var certificate: CertificateID
    public var cap: Int
    /// What ``Database/languageDecisions(of:)`` told before the languages were compared; a retention is recorded only where it still
    /// tells that. Nil where that does not matter.
    public var decisions: Int?

    public init(
        _ languages: [ReviewedLanguage], in certificate: CertificateID, cap: Int, decisions: Int? = nil
    ) {
        self.languages = languages
        self.certificate = certificate
        self.cap = cap
        self.decisions = decisions
    }
}

/// The account has as many consent languages as it may: unreviewed ones, or decided ones.
public struct TooManyLanguages: Error, Hashable, Sendable {}
