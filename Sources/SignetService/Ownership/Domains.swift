public import SignetModel
public import SignetStorage

/// The domains that accounts say are theirs, and the proof of it in their DNS.
///
/// An account puts a code that it was given into a TXT record of the domain. The domain is verified once the code is
/// found, and stays verified until the code has been missing for three days. One account at a time can have a domain
/// verified: the first whose code is found.
public struct Domains: Sendable {
    public static let maximumCount = 1_000
    /// What the value of the TXT record begins with.
    static let codePrefix = "signet-domain-verification="
    static let grace: Duration = .days(3)
    static let eagerTime: Duration = .days(3)
    private static let groupSize = 100
    private static let atOnce = 8

    public enum Failure: Error, Equatable, CustomStringConvertible {
        case invalid
        case unknown
        case known
        case tooMany

        public var description: String {
            switch self {
            case .invalid: "a domain is a host name such as example.com, in ASCII; an address is none"
            case .unknown: "the account has no such domain"
            case .known: "the account has this domain already"
            case .tooMany: "an account has at most \(maximumCount) domains"
            }
        }
    }

    private let database: any Database
    private let dns: TextRecords
    private let clock: WallClock

    public init(database: any Database, dns: TextRecords, clock: WallClock) {
        self.database = database
        self.dns = dns
        self.clock = clock
    }

    /// A name that can be owned: two labels at least, the last not a number.
    public static func domain(_ text: some StringProtocol) throws(Failure) -> Domain {
        guard let domain = Domain(text) else { throw .invalid }
        let labels = domain.ascii.split(separator: ".")
        guard labels.count >= 2, let last = labels.last, last.utf8.contains(where: { $0 > UInt8(ascii: "9") }),
            !domain.ascii.contains(":")
        else { throw .invalid }
        return domain
    }

    public func add(
        _ text: String, includesSubdomains: Bool, retainsAutomatically: Bool, to account: Account
    ) async throws -> OwnedDomain {
        let new = OwnedDomain(
            account: account.id, domain: try Self.domain(text), code: Credential.name(Self.codePrefix),
            includesSubdomains: includesSubdomains, retainsAutomatically: retainsAutomatically,
            createdAt: clock.now, nextCheckAt: clock.now)
        guard try await database.addDomain(new, limit: Self.maximumCount) else {
            throw try await database.domain(new.domain, of: account.id) == nil ? Failure.tooMany : Failure.known
        }
        return new
    }

    public func list(of account: Account, after cursor: String? = nil, limit: Int) async throws -> [OwnedDomain] {
        try await database.domains(of: account.id, after: cursor, limit: limit)
    }

    public func show(_ text: String, of account: Account) async throws -> OwnedDomain {
        guard let domain = Domain(text), let found = try await database.domain(domain, of: account.id) else {
            throw Failure.unknown
        }
        return found
    }

    /// Changes what the account chooses for a domain; nil leaves it as it is.
    public func set(
        _ domain: OwnedDomain, includesSubdomains: Bool?, retainsAutomatically: Bool?
    ) async throws -> OwnedDomain {
        let changed = try await database.changeDomain(domain.domain, of: domain.account) { domain in
            domain.includesSubdomains = includesSubdomains ?? domain.includesSubdomains
            domain.retainsAutomatically = retainsAutomatically ?? domain.retainsAutomatically
        }
        guard let changed else { throw Failure.unknown }
        return changed
    }

    public func remove(_ domain: OwnedDomain) async throws {
        guard try await database.removeDomain(domain.domain, of: domain.account) else { throw Failure.unknown }
    }

    // MARK: Proof

    /// Looks for the code now.
    public func check(_ domain: OwnedDomain) async throws -> OwnedDomain {
        let answer = await dns.of(domain.domain)
        guard let recorded = try await database.recordCheck(domain.checked(answer, at: clock.now)) else {
            throw Failure.unknown
        }
        return recorded
    }

    /// Looks for the codes of all domains whose turn it is.
    ///
    /// - Returns: how many were looked at.
    public func checkDue() async throws -> Int {
        var count = 0
        while true {
            let due = try await database.dueDomains(at: clock.now, limit: Self.groupSize)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, domain) in due.enumerated() {
                    if index >= Self.atOnce { try await group.next() }
                    group.addTask {
                        let answer = await dns.of(domain.domain)
                        _ = try await database.recordCheck(domain.checked(answer, at: clock.now))
                    }
                }
                try await group.waitForAll()
            }
            count += due.count
            if due.count < Self.groupSize { return count }
        }
    }
}

extension OwnedDomain {
    /// The domain after a look at its records.
    func checked(_ answer: TextRecords.Answer, at now: Timestamp) -> OwnedDomain {
        var domain = self
        domain.checkedAt = now
        domain.finding =
            switch answer {
            case .records(let texts): texts.contains(code) ? .codeFound : .codeNotFound
            case .noRecords: .codeNotFound
            case .noDomain: .domainNotFound
            case .failed: .connectionError
            }
        if domain.finding == .codeFound {
            domain.verifiedAt = verifiedAt ?? now
            domain.failingSince = nil
            domain.nextCheckAt = now + .days(1)
        } else if verifiedAt != nil {
            // Name servers that do not answer tell nothing about who owns the domain.
            if domain.finding != .connectionError { domain.failingSince = failingSince ?? now }
            if let since = domain.failingSince, now - since >= Domains.grace {
                domain.verifiedAt = nil
                domain.failingSince = nil
            }
            domain.nextCheckAt = now + .hours(1)
        } else {
            domain.nextCheckAt = now + (now - createdAt < Domains.eagerTime ? .minutes(5) : .hours(1))
        }
        return domain
    }
}
