public import SignetModel

/// Somebody who retains certificates: a buyer, a vendor, a publisher.
public struct Account: Hashable, Sendable {
    public var id: String
    public var name: String
    public var createdAt: Timestamp
    /// A disabled account is answered 402 and can do nothing.
    public var disabledAt: Timestamp?
    public var settings: AccountSettings

    public init(
        id: String, name: String, createdAt: Timestamp, disabledAt: Timestamp? = nil,
        settings: AccountSettings = AccountSettings()
    ) {
        self.id = id
        self.name = name
        self.createdAt = createdAt
        self.disabledAt = disabledAt
        self.settings = settings
    }

    public var isActive: Bool { disabledAt == nil }
}

/// A certificate that an account keeps.
public struct Retention: Hashable, Sendable {
    public var account: String
    public var certificate: CertificateID
    /// The certificate whose recording this one shows; the same unless it is masked.
    public var original: CertificateID
    public var vendor: String?
    public var reference: String?
    /// Of the page, as whoever holds the certificate may read it.
    public var domain: String?
    /// The outcome of the last request that retained it.
    public var isSuccess: Bool
    /// What that request found, encrypted; nil where it looked for nothing.
    public var findings: [UInt8]?
    public var createdAt: Timestamp
    public var endsAt: Timestamp

    public init(
        account: String, certificate: CertificateID, original: CertificateID, vendor: String?, reference: String?,
        domain: String?, isSuccess: Bool, findings: [UInt8]? = nil, createdAt: Timestamp, endsAt: Timestamp
    ) {
        self.account = account
        self.certificate = certificate
        self.original = original
        self.vendor = vendor
        self.reference = reference
        self.domain = domain
        self.isSuccess = isSuccess
        self.findings = findings
        self.createdAt = createdAt
        self.endsAt = endsAt
    }
}

/// A masked certificate: which one it is made from, and by whom.
public struct MaskedCertificate: Hashable, Sendable {
    public var id: CertificateID
    public var account: String
    public var original: CertificateID
    public var createdAt: Timestamp

    public init(id: CertificateID, account: String, original: CertificateID, createdAt: Timestamp) {
        self.id = id
        self.account = account
        self.original = original
        self.createdAt = createdAt
    }
}

/// A line of what an account did with a certificate.
public struct HistoryEntry: Hashable, Sendable {
    public enum Action: String, Sendable, CaseIterable {
        case retain
        case match
        case share
        case revoke
    }

    public var account: String
    public var certificate: CertificateID
    public var at: Timestamp
    public var action: Action
    public var vendor: String?
    public var reference: String?
    /// For a match: whether it matched.
    public var matched: Bool?

    public init(
        account: String, certificate: CertificateID, at: Timestamp, action: Action, vendor: String? = nil,
        reference: String? = nil, matched: Bool? = nil
    ) {
        self.account = account
        self.certificate = certificate
        self.at = at
        self.action = action
        self.vendor = vendor
        self.reference = reference
        self.matched = matched
    }
}

/// A link that opens a certificate's page to whoever has it, read-only.
public struct ShareLink: Hashable, Sendable {
    /// Names the link to the account that made it; opens nothing.
    public var id: String
    public var certificate: CertificateID
    public var account: String
    public var createdAt: Timestamp
    public var expiresAt: Timestamp
    public var revokedAt: Timestamp?

    public init(
        id: String, certificate: CertificateID, account: String, createdAt: Timestamp, expiresAt: Timestamp,
        revokedAt: Timestamp? = nil
    ) {
        self.id = id
        self.certificate = certificate
        self.account = account
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
    }
}

/// What is kept of a sealed certificate beside its evidence object.
public struct SealedCertificate: Hashable, Sendable {
    public var certificate: CertificateID
    public var issuedAt: Timestamp
    public var sealedAt: Timestamp
    /// How many batches the seal holds: staging may be dropped only where it holds no more.
    public var batchCount: Int
    public var isSubmitted: Bool
    public var isSandbox: Bool
    /// The certificate's random seed, wrapped; destroying it destroys the evidence.
    public var wrappedSeed: [UInt8]
    /// The facts, encrypted under a key of the seed.
    public var facts: [UInt8]
    /// The name of the evidence object.
    public var evidence: String
    /// The number of the dictionary that facts and evidence are compressed against; nil where there was none.
    public var dictionary: Int?
    /// Codes of the images and fonts that the recording names; of them those that are there are kept with it.
    public var assets: [[UInt8]]

    public init(
        certificate: CertificateID, issuedAt: Timestamp, sealedAt: Timestamp, batchCount: Int, isSubmitted: Bool,
        isSandbox: Bool, wrappedSeed: [UInt8], facts: [UInt8], evidence: String, dictionary: Int? = nil,
        assets: [[UInt8]] = []
    ) {
        self.certificate = certificate
        self.issuedAt = issuedAt
        self.sealedAt = sealedAt
        self.batchCount = batchCount
        self.isSubmitted = isSubmitted
        self.isSandbox = isSandbox
        self.wrappedSeed = wrappedSeed
        self.facts = facts
        self.evidence = evidence
        self.dictionary = dictionary
        self.assets = assets
    }
}

/// What a reader has matched of a certificate's lead.
public struct MatchStatus: Hashable, Sendable {
    public var email: Bool
    public var phone: Bool
    /// Somebody tried, with or without success.
    public var wasAttempted: Bool

    public init(email: Bool = false, phone: Bool = false, wasAttempted: Bool = false) {
        self.email = email
        self.phone = phone
        self.wasAttempted = wasAttempted
    }

    public var isMatched: Bool { email || phone }
}
