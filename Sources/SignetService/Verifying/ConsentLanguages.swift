import Crypto
public import SignetModel
public import SignetStorage

/// An account's consent language manager: the texts that its certificates showed, and what the account says of them.
public struct ConsentLanguages: Sendable {
    /// Of unreviewed ones, and again of those that were approved or rejected.
    public static let maximumCount = 1_000
    public static let maximumLength = 5_000

    public enum Failure: Error, Equatable, CustomStringConvertible {
        case empty
        case tooLong
        case unknown
        case tooMany
        /// The account has it already, under this id.
        case known(String)

        public var description: String {
            switch self {
            case .empty: "a consent language needs a text"
            case .tooLong: "a consent language has at most \(maximumLength) characters, its name and note 1,000"
            case .unknown: "the account has no such consent language"
            case .tooMany:
                "an account has at most \(maximumCount) unreviewed consent languages, and as many approved or rejected ones"
            case .known(let id): "the account has this consent language already: \(id)"
            }
        }
    }

    /// The account has decided about consent languages since a review was made; nothing was recorded.
    public struct OutdatedReview: Error {}

    private let database: any Database
    private let clock: WallClock
    /// By account.
    private let prepared = RecentValues<String, DecidedLanguages>(capacity: 16, lifetime: nil)

    public init(database: any Database, clock: WallClock) {
        self.database = database
        self.clock = clock
    }

    // MARK: What certificates show

    /// What a certificate shows, as the account's manager knows it.
    public struct Review: Sendable {
        let sightings: Sightings

        /// Of one language at least, while none is rejected.
        public var isApproved: Bool {
            let statuses = Set(sightings.languages.map(\.status))
            return statuses.contains(.approved) && !statuses.contains(.rejected)
        }
    }

    /// What the certificate shows, and what the account says of it.
    ///
    /// - Parameter isConfirmed: the review is recorded with a retention, which fails with ``OutdatedReview`` where the account has
    ///   decided since; so what it decided is not looked up, if it is in memory.
    public func review(
        _ certificate: LoadedCertificate, by account: Account, isConfirmed: Bool = false
    ) async throws -> Review {
        let hosts = certificate.hosts
        let texts = Set(certificate.facts.consent.map { Self.template($0.text, hosts: hosts) }).sorted()
        let decided = texts.isEmpty ? nil : try await decided(by: account, isConfirmed: isConfirmed)
        let now = clock.now
        let seen = texts.map { text in
            let matches = decided?.standing(in: text) ?? []
            let best = matches.first { $0.status == .rejected } ?? matches.first
            var language = best ?? language(text, account: account, status: .unreviewed)
            language.lastSeen = now
            return language
        }
        return Review(
            sightings: Sightings(
                seen, in: certificate.id, cap: Self.maximumCount, decisions: isConfirmed ? decided?.decisions : nil))
    }

    /// As they are now, whoever changed them, or as they were, where they are confirmed: making them ready takes longer than asking
    /// whether they are the same, and that longer than to be told so when something is recorded anyhow.
    private func decided(by account: Account, isConfirmed: Bool) async throws -> DecidedLanguages {
        if isConfirmed, let known = prepared[account.id] { return known }
        let decisions = try await database.languageDecisions(of: account.id)
        if let known = prepared[account.id], known.decisions == decisions { return known }
        let ready = DecidedLanguages(try await database.decidedLanguages(of: account.id), decisions: decisions)
        prepared.remember(ready, for: account.id)
        return ready
    }

    /// Takes note that the account has decided since what is in memory.
    func forgetDecisions(of account: Account) {
        prepared.forget(account.id)
    }

    /// Counts the certificate as one in which the languages were seen.
    public func count(_ review: Review) async throws {
        if !review.sightings.languages.isEmpty { try await database.record(review.sightings) }
    }

    /// The text with placeholders where visits or pages differ; the same for a full certificate and its masked ones.
    private static func template(_ text: String, hosts: [Domain] = []) -> String {
        OriginRedactor(hosts: hosts, placeholders: .template).redact(text)
    }

    private func language(
        _ template: String, account: Account, status: ReviewedLanguage.Status
    ) -> ReviewedLanguage {
        ReviewedLanguage(
            id: Credential.name("lang_"), account: account.id, text: template,
            digest: Array(SHA256.hash(data: FoldedText(page: template).bytes)), status: status)
    }

    // MARK: What the account says

    /// The languages of a status, a page at a time; `after` is the last id of the page before.
    public func list(
        _ status: ReviewedLanguage.Status, of account: Account, after cursor: String? = nil, limit: Int
    ) async throws -> [ReviewedLanguage] {
        try await database.languages(of: account.id, status: status, after: cursor, limit: limit)
    }

    public func show(_ id: String, of account: Account) async throws -> ReviewedLanguage {
        guard let language = try await database.language(id, of: account.id) else { throw Failure.unknown }
        return language
    }

    /// The last certificates that showed it, newest first.
    public func samples(of language: ReviewedLanguage) async throws -> [CertificateID] {
        try await database.samples(of: language.id, limit: 5)
    }

    /// Adds a text that no certificate has shown yet.
    public func add(
        _ text: String, status: ReviewedLanguage.Status, name: String?, note: String?, to account: Account
    ) async throws -> ReviewedLanguage {
        guard text.unicodeScalars.count <= Self.maximumLength else { throw Failure.tooLong }
        var new = language(
            Self.template(text.split(whereSeparator: \.isWhitespace).joined(separator: " ")), account: account,
            status: status)
        guard !ScanTerm(new.text).segments.isEmpty else { throw Failure.empty }
        new.name = name
        new.note = note
        try Self.check(new)
        do {
            let known = try await database.addLanguage(new, cap: Self.maximumCount)
            if let known { throw Failure.known(known.id) }
        } catch is TooManyLanguages {
            throw Failure.tooMany
        }
        return new
    }

    /// Changes status, name and note.
    ///
    /// - Parameter change: of the language as it is then, so that changes at the same time do not undo each other.
    public func set(
        _ id: String, of account: Account, _ change: @escaping @Sendable (inout ReviewedLanguage) throws -> Void
    ) async throws -> ReviewedLanguage {
        do {
            let changed = try await database.changeLanguage(id, of: account.id, cap: Self.maximumCount) { language in
                try change(&language)
                try Self.check(language)
            }
            guard let changed else { throw Failure.unknown }
            return changed
        } catch is TooManyLanguages {
            throw Failure.tooMany
        }
    }

    public func remove(_ id: String, of account: Account) async throws {
        guard try await database.removeLanguage(id, of: account.id) else { throw Failure.unknown }
    }

    private static func check(_ language: ReviewedLanguage) throws {
        guard language.text.unicodeScalars.count <= maximumLength,
            language.name?.unicodeScalars.count ?? 0 <= 1_000, language.note?.unicodeScalars.count ?? 0 <= 1_000
        else { throw Failure.tooLong }
    }
}
