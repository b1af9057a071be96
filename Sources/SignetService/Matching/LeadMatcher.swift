public import SignetModel
public import SignetStorage

/// The lead that a caller holds: e-mail addresses and phone numbers, raw or hashed.
public struct LeadQuery: Sendable {
    public var emails: [String]
    public var phones: [String]
    /// SHA-1 values of either.
    public var fingerprints: [String]

    public init(emails: [String] = [], phones: [String] = [], fingerprints: [String] = []) {
        self.emails = emails
        self.phones = phones
        self.fingerprints = fingerprints
    }

    public var isEmpty: Bool { emails.isEmpty && phones.isEmpty && fingerprints.isEmpty }
}

public struct LeadMatch: Hashable, Sendable {
    /// Nil where no address was given.
    public var email: Bool?
    public var phone: Bool?
    /// SHA-1 of each value given that is the lead's, in 40 lowercase hex digits, first to last.
    public var matching: [String]
    /// And of each that is not.
    public var nonMatching: [String]

    public var isMatched: Bool { !matching.isEmpty }
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
    private let codes = RecentValues<String, LeadCodes>(capacity: 1_024, lifetime: nil)

    init(database: any Database, limits: Limits, secret: Secret, clock: WallClock) {
        self.database = database
        self.limits = limits
        self.secret = secret
        self.clock = clock
    }

    /// What a comparison found. Nobody may be told before it is recorded.
    public struct Comparison: Sendable {
        public let match: LeadMatch
        let attempt: MatchAttempt
    }

    /// Compares and remembers what was asked. Throws ``TooManyGuesses``, and then says nothing.
    public func match(
        _ query: LeadQuery, with certificate: LoadedCertificate, by reader: MatchReader
    ) async throws -> LeadMatch {
        try await record(compare(query, with: certificate, by: reader))
    }

    /// Remembers what was asked. Throws ``TooManyGuesses``, and then the comparison must stay untold.
    public func record(_ comparison: Comparison) async throws -> LeadMatch {
        try await withCheckedThrowingContinuation { continuation in
            record(comparison) { continuation.resume(with: $0) }
        }
    }

    /// The same, without a task. `completion` is called once, from any thread.
    public func record(
        _ comparison: Comparison, completion: @escaping @Sendable (Result<LeadMatch, any Error>) -> Void
    ) {
        database.recordMatch(comparison.attempt) { result in
            completion(
                result.flatMap { result in
                    switch result {
                    case .recorded: .success(comparison.match)
                    case .refused(let until): .failure(TooManyGuesses(retryAt: until))
                    }
                })
        }
    }

    /// Compares; whoever asks for it records it, alone or together with a retention.
    public func compare(
        _ query: LeadQuery, with certificate: LoadedCertificate, by reader: MatchReader
    ) -> Comparison {
        let codes = codes(of: reader.name)
        let emails = query.emails.map { answer(to: $0, kind: .email, certificate: certificate, codes: codes) }
        let phones = query.phones.map { answer(to: $0, kind: .phone, certificate: certificate, codes: codes) }
        let digests = query.fingerprints.map { text in
            let asPhone = answer(to: text, kind: .phone, certificate: certificate, codes: codes)
            return asPhone.isMatched
                ? asPhone : answer(to: text, kind: .email, certificate: certificate, codes: codes)
        }
        let answers = emails + phones + digests
        let cap =
            switch reader {
            case .account: (limits.unmatchedPerDay, Duration.days(1))
            case .share: (limits.unmatchedPerHourOnShare, Duration.hours(1))
            }
        let attempt = MatchAttempt(
            reader: reader.name, certificate: certificate.id, at: clock.now, values: answers.map(\.value), cap: cap.0,
            period: cap.1)
        let match = LeadMatch(
            email: emails.isEmpty ? nil : emails.contains(where: \.isMatched),
            phone: phones.isEmpty ? nil : phones.contains(where: \.isMatched),
            matching: answers.filter(\.isMatched).compactMap(\.digest),
            nonMatching: answers.filter { !$0.isMatched }.compactMap(\.digest))
        return Comparison(match: match, attempt: attempt)
    }

    public func status(of certificate: CertificateID, for reader: MatchReader) async throws -> MatchStatus {
        try await database.matchStatus(of: certificate, reader: reader.name)
    }

    private func codes(of reader: String) -> LeadCodes {
        if let known = codes[reader] { return known }
        let made = LeadCodes(reader: reader, secret: secret)
        codes.remember(made, for: reader)
        return made
    }

    private struct Answer {
        let value: MatchAttempt.Value
        /// Nil for what cannot be read as an address or number.
        let digest: String?

        var isMatched: Bool { value.isMatched }
    }

    private func answer(
        to text: String, kind: LeadValue.Kind, certificate: LoadedCertificate, codes: LeadCodes
    ) -> Answer {
        let value = LeadValue.parse(text, kind: kind)
        let spellings = value.map { LeadFingerprint.all(of: $0, key: certificate.fingerprintKey) } ?? []
        guard let value, spellings.contains(where: certificate.fingerprints.contains) else {
            return Answer(
                value: .unmatched(code: codes.guessCode(of: value, text: text, kind: kind)), digest: value?.digests[0])
        }
        return Answer(value: .matched(kind, searchCodes: codes.codes(of: value)), digest: value.digests[0])
    }
}
