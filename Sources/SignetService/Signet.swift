public import Logging
public import SignetModel
public import SignetStorage

/// The whole of what the system does, put together over one database, one staging and one evidence store.
public final class Signet: Sendable {
    public let configuration: ServiceConfiguration
    public let clock: WallClock
    public let issuer: Issuer
    public let batches: BatchAcceptor
    public let arrivingAssets: AssetAcceptor
    public let assets: CertificateAssets
    public let reader: CertificateReader
    public let matcher: LeadMatcher
    public let retainer: Retainer
    public let retentions: Retentions
    public let consentLanguages: ConsentLanguages
    public let sharing: Sharing
    public let metaCertificates: MetaCertificates
    public let accounts: Accounts
    public let domains: Domains
    public let connections: Connections
    public let ownership: Ownership
    public let disclosures: Disclosures
    public let webhooks: Webhooks
    let webhookDeliverer: WebhookDeliverer
    public let sealer: Sealer
    public let expirer: Expirer
    /// Counts loaders and certificates issued.
    public let issueLimiter: RateLimiter
    /// Counts what comes with an API key.
    public let keyLimiter: RateLimiter

    let jobCounts: JobCounts
    private let staging: any StagingStore
    private let secret: Secret
    private let geography: Geography?

    public init(
        configuration: ServiceConfiguration, secret: Secret, database: any Database, staging: any StagingStore,
        evidence: any EvidenceStore, geography: Geography? = nil, rules: UserAgentRules? = nil,
        dns: TextRecords = .system, webhookTransport: WebhookTransport = .system, clock: WallClock, logger: Logger
    ) {
        self.configuration = configuration
        self.clock = clock
        self.secret = secret
        self.staging = staging
        jobCounts = JobCounts()
        self.geography = geography
        let sealed = SealedEvidence(
            secret: secret, evidence: evidence,
            dictionaries: Dictionaries(secret: secret, database: database, evidence: evidence))
        issuer = Issuer(secret: secret, configuration: configuration, clock: clock)
        let gate = RecordingGate(
            secret: secret, staging: staging, database: database, configuration: configuration, clock: clock)
        batches = BatchAcceptor(gate: gate, staging: staging, logger: logger)
        let vault = AssetVault(secret: secret, database: database, evidence: evidence)
        arrivingAssets = AssetAcceptor(
            gate: gate, vault: vault, staging: staging, database: database, limits: configuration.limits, clock: clock,
            logger: logger)
        assets = CertificateAssets(vault: vault)
        reader = CertificateReader(
            secret: secret, database: database, staging: staging, evidence: sealed, rules: rules,
            configuration: configuration, clock: clock)
        matcher = LeadMatcher(database: database, limits: configuration.limits, secret: secret, clock: clock)
        consentLanguages = ConsentLanguages(database: database, clock: clock)
        retainer = Retainer(
            database: database, issuer: issuer, languages: consentLanguages, secret: secret,
            configuration: configuration, clock: clock)
        retentions = Retentions(database: database, secret: secret)
        metaCertificates = MetaCertificates(
            secret: secret, issuer: issuer, database: database, evidence: evidence, windows: configuration.windows,
            clock: clock)
        sharing = Sharing(database: database, secret: secret, configuration: configuration, clock: clock)
        accounts = Accounts(database: database, clock: clock)
        domains = Domains(database: database, dns: dns, clock: clock)
        connections = Connections(database: database, clock: clock)
        ownership = Ownership(database: database)
        disclosures = Disclosures(database: database, reader: reader, clock: clock)
        webhooks = Webhooks(
            database: database, secret: secret, networks: configuration.webhookNetworks, clock: clock)
        webhookDeliverer = WebhookDeliverer(
            database: database, secret: secret, transport: webhookTransport, networks: configuration.webhookNetworks,
            counts: jobCounts, clock: clock, logger: logger)
        sealer = Sealer(
            secret: secret, database: database, staging: staging, sealed: sealed, vault: vault, rules: rules,
            retainer: AutomaticRetainer(
                database: database, ownership: ownership, matcher: matcher, retainer: retainer),
            windows: configuration.windows, clock: clock, logger: logger)
        expirer = Expirer(
            sealer: sealer, reader: reader, database: database, staging: staging, sealed: sealed,
            windows: configuration.windows, logger: logger)
        issueLimiter = RateLimiter(perSecond: configuration.limits.issuesPerSecond)
        keyLimiter = RateLimiter(perSecond: configuration.limits.requestsPerSecond)
    }

    /// What background work came to in this process.
    public var jobFigures: JobFigures { jobCounts.figures }

    /// Bytes of recordings that wait to be sealed or forgotten; nil beside the process that stores them.
    public var stagedBytes: Int? { staging.byteCount }

    /// What may be told of a certificate to whoever holds it.
    ///
    /// - Parameter moment: to which its age is counted; now, where it is nil.
    public func insights(of certificate: LoadedCertificate, at moment: Timestamp? = nil) -> Insights {
        Insights(
            of: certificate, origin: maskedOrigin(of: certificate), redactor: redactor(for: certificate),
            place: geography?.place(of: certificate.facts.observed.address), now: moment ?? clock.now)
    }

    /// Looks for terms in what the consumer could see, as whoever holds the certificate may read it.
    public func scan(_ certificate: LoadedCertificate, for scan: PageScan) -> PageScan.Result {
        let text = certificate.facts.text
        return scan.result(in: redactor(for: certificate)?.redact(text) ?? text)
    }

    /// The consent languages, as whoever holds the certificate may read them.
    public func consentLanguages(of certificate: LoadedCertificate) -> [ConsentLanguage] {
        guard let redactor = redactor(for: certificate) else { return certificate.facts.consent }
        return certificate.facts.consent.map { language in
            var redacted = language
            redacted.text = redactor.redact(language.text)
            return redacted
        }
    }

    /// Whether the consent that a certificate records satisfies an account, which has reviewed it.
    public func verify(
        _ certificate: LoadedCertificate, review: ConsentLanguages.Review, criteria: VerificationCriteria
    ) -> Verification {
        Verification(
            of: certificate.facts, languages: consentLanguages(of: certificate), isApproved: review.isApproved,
            criteria: criteria)
    }

    /// Why the visit looks like a machine's, as whoever holds the certificate may read it.
    public func botReasons(of certificate: LoadedCertificate) -> [BotAssessment.Reason] {
        guard let redactor = redactor(for: certificate) else { return certificate.facts.bot.reasons }
        return certificate.facts.bot.reasons.map { reason in
            BotAssessment.Reason(code: reason.code, text: redactor.redact(reason.text), points: reason.points)
        }
    }

    private func maskedOrigin(of certificate: LoadedCertificate) -> MaskedOrigin? {
        MaskedOrigin(of: certificate, secret: secret, suffix: configuration.maskedSuffix)
    }

    private func redactor(for certificate: LoadedCertificate) -> OriginRedactor? {
        guard certificate.isMasked else { return nil }
        return OriginRedactor(hosts: certificate.hosts, paths: certificate.paths)
    }

    /// A word that a form on one of our pages must send back, so that no other site can send the form for the reader.
    public func formToken(session: String) -> String {
        FormToken.make(session: session, secret: secret)
    }
}
