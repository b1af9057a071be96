import Crypto
public import SignetModel
public import SignetStorage

/// The lead that a caller holds: e-mail addresses and phone numbers, raw or hashed.
public struct LeadQuery: Sendable {
    public var emails: [String]
    public var phones: [String]

    public init(emails: [String] = [], phones: [String] = []) {
        self.emails = emails
        self.phones = phones
    }
}

public struct LeadMatch: Hashable, Sendable {
    /// Nil where no address was given.
    public var email: Bool?
    public var phone: Bool?

    public var isMatched: Bool { email == true || phone == true }
}

/// Who asks: an account may guess more often than a link that was handed around.
public enum MatchReader: Sendable {
    case account(Account)
    case share(ShareLink)

    var name: String {
        switch self {
        case .account(let account): account.id
        case .share(let link): "share:\(link.id)"
        }
    }
}

/// Too many different values were tried that do not belong to the certificate's lead.
public struct TooManyGuesses: Error, Sendable {
    public let retryAt: Timestamp
}

/// Says whether a lead is the one whose visit a certificate records.
public struct LeadMatcher: Sendable {
    private let database: any Database
    private let limits: Limits
    private let secret: Secret
    private let clock: WallClock

    init(database: any Database, limits: Limits, secret: Secret, clock: WallClock) {
        self.database = database
        self.limits = limits
        self.secret = secret
        self.clock = clock
    }

    /// Compares and remembers what was asked. Throws ``TooManyGuesses``, and then says nothing.
    public func match(
        _ query: LeadQuery, with certificate: LoadedCertificate, by reader: MatchReader
    ) async throws -> LeadMatch {
        let emails = answers(to: query.emails, kind: .email, certificate: certificate, reader: reader)
        let phones = answers(to: query.phones, kind: .phone, certificate: certificate, reader: reader)
        let cap =
            switch reader {
            case .account: (limits.unmatchedPerDay, Duration.days(1))
            case .share: (limits.unmatchedPerHourOnShare, Duration.hours(1))
            }
        let attempt = MatchAttempt(
            reader: reader.name, certificate: certificate.id, at: clock.now, values: emails + phones, cap: cap.0,
            period: cap.1)
        if case .refused(let until) = try await database.recordMatch(attempt) {
            throw TooManyGuesses(retryAt: until)
        }
        return LeadMatch(
            email: query.emails.isEmpty ? nil : emails.contains(where: \.matched),
            phone: query.phones.isEmpty ? nil : phones.contains(where: \.matched))
    }

    public func status(of certificate: CertificateID, for reader: MatchReader) async throws -> MatchStatus {
        try await database.matchStatus(of: certificate, reader: reader.name)
    }

    private func answers(
        to texts: [String], kind: LeadValue.Kind, certificate: LoadedCertificate, reader: MatchReader
    ) -> [MatchAttempt.Value] {
        let key = secret.current.key(for: .matchAttempt, context: Array(reader.name.utf8))
        return texts.map { text in
            let value = LeadValue.parse(text, kind: kind)
            let matched = value.map { value in
                LeadFingerprint.all(of: value, key: certificate.fingerprintKey)
                    .contains(where: certificate.fingerprints.contains)
            }
            // What cannot be read as an address or number still is a guess.
            let spelling = value?.digests[0] ?? text
            let code = HMAC<SHA256>.authenticationCode(for: Array("\(kind.rawValue)\(spelling)".utf8), using: key)
            return MatchAttempt.Value(kind: kind, code: Array(code.prefix(16)), matched: matched ?? false)
        }
    }
}
