public import SignetModel
public import SignetStorage

/// Keeps certificates in accounts, and makes their masked twins.
public struct Retainer: Sendable {
    public enum Refusal: Error, Equatable, Sendable {
        case sandbox
        case expired
        case tooOften
    }

    private let database: any Database
    private let issuer: Issuer
    private let languages: ConsentLanguages
    private let secret: Secret
    private let configuration: ServiceConfiguration
    private let clock: WallClock

    init(
        database: any Database, issuer: Issuer, languages: ConsentLanguages, secret: Secret,
        configuration: ServiceConfiguration, clock: WallClock
    ) {
        self.database = database
        self.issuer = issuer
        self.languages = languages
        self.secret = secret
        self.configuration = configuration
        self.clock = clock
    }

    /// Keeps the certificate for the account; doing it again changes nothing but the history. Its consent languages go to
    /// the account's consent language manager.
    ///
    /// - Parameters:
    ///   - comparison: of the same request, recorded with the retention. Throws ``TooManyGuesses`` where it may not be told.
    ///   - review: of the certificate by the account, where there has been one. Throws ``ConsentLanguages/OutdatedReview`` where it
    ///     was to be confirmed and is not.
    ///   - findings: of the same request, to be told again by ``findings(of:)``.
    ///   - isSuccess: the outcome of the request that retains it.
    public func retain(
        _ certificate: LoadedCertificate, by account: Account, vendor: String?, reference: String?,
        comparison: LeadMatcher.Comparison? = nil, findings: ClaimFindings = ClaimFindings(),
        review: ConsentLanguages.Review? = nil, isSuccess: Bool
    ) async throws -> RetainResult {
        guard !certificate.isSandbox else { throw Refusal.sandbox }
        let now = clock.now
        guard certificate.isWithinWindow(now) else { throw Refusal.expired }
        let length = account.settings.retentionDays.map { Duration.days(Int64($0)) } ?? configuration.windows.retention
        var retention = Retention(
            account: account.id, certificate: certificate.id, original: certificate.original, vendor: vendor,
            reference: reference, domain: domain(of: certificate), isSuccess: isSuccess, createdAt: now,
            endsAt: now + length)
        if findings != ClaimFindings() { retention.findings = try findings.sealed(for: retention, secret: secret) }
        let seen = if let review { review } else { try await languages.review(certificate, by: account) }
        let result = try await database.retain(
            retention, mask: mask(of: certificate, by: account, at: now), limit: account.settings.retentionLimit,
            match: comparison?.attempt, sightings: seen.sightings,
            describe: { [configuration] in Self.describe($0, kind: certificate.kind, configuration, to: &$1) })
        switch result {
        case .retained(let result): return result
        case .tooOften: throw Refusal.tooOften
        case .refused(let until): throw TooManyGuesses(retryAt: until)
        case .outdated:
            languages.forgetDecisions(of: account)
            throw ConsentLanguages.OutdatedReview()
        }
    }

    /// Webhooks are thin: of long labels they tell the beginning.
    private static func describe(
        _ listing: RetentionListing, kind: CertificateKind, _ configuration: ServiceConfiguration,
        to json: inout JSONWriter
    ) {
        var listing = listing
        listing.retention.vendor = listing.retention.vendor.map { String($0.unicodeScalars.prefix(1_000)) }
        listing.retention.reference = listing.retention.reference.map { String($0.unicodeScalars.prefix(1_000)) }
        RetentionRow(listing: listing, kind: kind, configuration: configuration).write(to: &json)
    }

    /// As whoever holds the certificate may read it.
    private func domain(of certificate: LoadedCertificate) -> String? {
        guard let domain = certificate.facts.page.domain else { return nil }
        let masked = MaskedOrigin(of: certificate, secret: secret, suffix: configuration.maskedSuffix)
        return masked?.text(domain) ?? domain.ascii
    }

    private func mask(
        of certificate: LoadedCertificate, by account: Account, at now: Timestamp
    ) -> MaskedCertificate? {
        guard account.settings.masks, certificate.kind == .web || certificate.kind == .mobile else { return nil }
        return MaskedCertificate(
            id: issuer.mask(at: now), account: account.id, original: certificate.original, createdAt: now)
    }

    /// The standing retention, if the account's copy has not run out.
    public func retention(of certificate: CertificateID, by account: Account) async throws -> Retention? {
        let retention = try await database.retention(of: certificate, by: account.id)
        return retention.flatMap { $0.endsAt > clock.now ? $0 : nil }
    }

    /// What the last request that retained it found.
    public func findings(of retention: Retention) throws -> ClaimFindings {
        try ClaimFindings(of: retention, secret: secret)
    }

    public func history(of certificate: CertificateID, by account: Account) async throws -> [HistoryEntry] {
        try await database.history(of: certificate, by: account.id)
    }

    /// The account's masked certificate of this one, where it has made one.
    public func masked(of certificate: LoadedCertificate, by account: Account) async throws -> MaskedCertificate? {
        guard !certificate.isMasked else { return nil }
        return try await database.masked(original: certificate.original, by: account.id)
    }
}
