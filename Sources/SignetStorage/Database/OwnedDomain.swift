public import SignetModel

/// A domain that an account says is its own, and what its DNS says.
public struct OwnedDomain: Hashable, Sendable {
    /// What the last look at the domain's TXT records found.
    public enum Finding: String, Sendable, CaseIterable {
        case notChecked = "not_checked"
        case codeFound = "code_found"
        case codeNotFound = "code_not_found"
        case domainNotFound = "domain_not_found"
        case connectionError = "connection_error"
        /// The code is there, but another account verified the domain first.
        case taken
    }

    public var account: String
    public var domain: Domain
    /// The value of the TXT record that proves the ownership.
    public var code: String
    /// Whether hosts below the domain are the account's too.
    public var includesSubdomains: Bool
    /// Whether submitted certificates of the domain are retained to the account.
    public var retainsAutomatically: Bool
    public var createdAt: Timestamp
    public var finding: Finding
    public var checkedAt: Timestamp?
    public var nextCheckAt: Timestamp
    /// Since when the account is known to own the domain; nil while it is not.
    public var verifiedAt: Timestamp?
    /// Since when the code of a verified domain has been missing.
    public var failingSince: Timestamp?

    public init(
        account: String, domain: Domain, code: String, includesSubdomains: Bool, retainsAutomatically: Bool,
        createdAt: Timestamp, finding: Finding = .notChecked, checkedAt: Timestamp? = nil, nextCheckAt: Timestamp,
        verifiedAt: Timestamp? = nil, failingSince: Timestamp? = nil
    ) {
        self.account = account
        self.domain = domain
        self.code = code
        self.includesSubdomains = includesSubdomains
        self.retainsAutomatically = retainsAutomatically
        self.createdAt = createdAt
        self.finding = finding
        self.checkedAt = checkedAt
        self.nextCheckAt = nextCheckAt
        self.verifiedAt = verifiedAt
        self.failingSince = failingSince
    }
}

/// Two accounts that know each other. Each decides by itself whether the other may learn what it owns.
public struct Connection: Hashable, Sendable {
    public var id: String
    public var inviter: String
    public var invitee: String
    public var createdAt: Timestamp
    /// Nil while the invitation is open: until then it tells nobody anything.
    public var acceptedAt: Timestamp?
    public var inviterSharesOwnership: Bool
    public var inviteeSharesOwnership: Bool

    public init(
        id: String, inviter: String, invitee: String, createdAt: Timestamp, acceptedAt: Timestamp? = nil,
        inviterSharesOwnership: Bool, inviteeSharesOwnership: Bool = false
    ) {
        self.id = id
        self.inviter = inviter
        self.invitee = invitee
        self.createdAt = createdAt
        self.acceptedAt = acceptedAt
        self.inviterSharesOwnership = inviterSharesOwnership
        self.inviteeSharesOwnership = inviteeSharesOwnership
    }

    public func partner(of account: String) -> String { account == inviter ? invitee : inviter }
    public func sharesOwnership(_ account: String) -> Bool {
        account == inviter ? inviterSharesOwnership : inviteeSharesOwnership
    }
}
