import Crypto
public import SignetModel
public import SignetStorage

/// An account's consent language manager: the texts that its certificates showed, and what the account says of them.
public struct ConsentLanguages: Sendable {
    /// Once an account has as many unreviewed ones, no more are added.
    public static let maximumUnreviewed = 1_000
    public static let maximumLength = 5_000

    public enum Failure: Error, Equatable, CustomStringConvertible {
        case empty
        case tooLong
        case unknown
        /// The account has it already, under this id.
        case known(String)

        public var description: String {
            switch self {
            case .empty: "a consent language needs a text"
            case .tooLong: "a consent language has at most \(maximumLength) characters, its name and note 1,000"
            case .unknown: "the account has no such consent language"
            case .known(let id): "the account has this consent language already: \(id)"
            }
        }
    }

    private let database: any Database
    private let clock: WallClock

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

    public func review(_ certificate: LoadedCertificate, by account: Account) async throws -> Review {
        let facts = certificate.facts
        let texts = Set(facts.consent.map { Self.template($0.text, hosts: facts.hosts) }).sorted()
        let decided = texts.isEmpty ? [] : try await database.decidedLanguages(of: account.id)
        let now = clock.now
        let seen = texts.map { text in
            let matches = Self.matches(in: text, decided)
            let best = matches.first { $0.status == .rejected } ?? matches.first
            var language = best ?? language(text, account: account, status: .unreviewed)
            language.lastSeen = now
            return language
        }
        return Review(sightings: Sightings(seen, in: certificate.id, cap: Self.maximumUnreviewed))
    }

    /// Counts the certificate as one in which the languages were seen.
    public func count(_ review: Review) async throws {
        if !review.sightings.languages.isEmpty { try await database.record(review.sightings) }
    }

    /// The texts that stand within this one, wildcards of theirs matching anything.
    private static func matches(in text: String, _ languages: [ReviewedLanguage]) -> [ReviewedLanguage] {
        let page = FoldedText(page: text).bytes
        return languages.filter { language in
            var finder = TermFinder([ScanTerm(language.text).segments])
            return finder.find(in: page) == [true]
        }
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
        if let known = try await database.addLanguage(new) { throw Failure.known(known.id) }
        return new
    }

    /// Changes status, name and note.
    public func set(_ language: ReviewedLanguage) async throws {
        try Self.check(language)
        guard try await database.setLanguage(language) else { throw Failure.unknown }
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
