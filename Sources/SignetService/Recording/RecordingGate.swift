public import SignetModel
import SignetStorage

/// The right to add to a recording, which whatever a page sends must have.
struct RecordingGate: Sendable {
    /// A right that was found to be there, as far as can be told without looking anything up.
    struct Admission: Sendable {
        let certificate: CertificateID
        let issuedAt: Timestamp
        let options: RecordingOptions
        /// Of the certificate when the request came.
        let age: Duration
    }

    private let ids: CertificateIDCipher
    private let tokens: RecordingTokenAuthority
    private let staging: any StagingStore
    private let database: any Database
    private let configuration: ServiceConfiguration
    private let clock: WallClock
    private let limiter: RateLimiter

    init(
        secret: Secret, staging: any StagingStore, database: any Database, configuration: ServiceConfiguration,
        clock: WallClock
    ) {
        ids = CertificateIDCipher(secret: secret)
        tokens = RecordingTokenAuthority(secret: secret)
        self.staging = staging
        self.database = database
        self.configuration = configuration
        self.clock = clock
        limiter = RateLimiter(perSecond: configuration.limits.batchesPerSecond)
    }

    func admit(
        _ certificate: CertificateID, token: [UInt8], observed: ObservedRequest, receivedAt: Timestamp
    ) -> Result<Admission, BatchRefusal> {
        guard let contents = ids.open(certificate), contents.kind == .web else {
            return .failure(.unknownCertificate)
        }
        guard let options = tokens.open(token, for: certificate) else { return .failure(.foreignToken) }
        let age = receivedAt - contents.issuedAt
        guard age < configuration.windows.recording else { return .failure(.lapsed) }
        guard configuration.allows(observed) else { return .failure(.siteNotAllowed) }
        guard limiter.admit(observed, at: clock.now, limits: configuration.limits) else {
            return .failure(.tooManyRequests)
        }
        return .success(
            Admission(certificate: certificate, issuedAt: contents.issuedAt, options: options, age: age))
    }

    /// Too young to have been sealed, and still allowed to be the first.
    func isSurelyOpen(_ admission: Admission) -> Bool {
        admission.age < configuration.windows.opening && admission.age < configuration.windows.settling
    }

    /// An old token opens nothing new, and a sealed certificate takes no more.
    func refusal(ofLate admission: Admission) async throws -> BatchRefusal? {
        if try await database.sealed(admission.certificate) != nil { return .sealed }
        if admission.age >= configuration.windows.opening,
            try await staging.visit(admission.certificate, issuedAt: admission.issuedAt) == nil
        {
            return .lapsed
        }
        return nil
    }
}

extension ServiceConfiguration {
    /// Whether the site that a browser names in its request may record here.
    public func allows(_ request: ObservedRequest) -> Bool {
        guard let allowedSites else { return true }
        return request.site.map(allowedSites.contains) ?? false
    }
}

extension ObservedRequest {
    /// The site that the browser says the request came from.
    public var site: Domain? {
        (origin ?? referer).flatMap { PageURL($0)?.domain }
    }
}

extension RateLimiter {
    /// Whether both the caller's network and the site it comes from may go on.
    public func admit(_ request: ObservedRequest, at now: Timestamp, limits: Limits) -> Bool {
        guard limits.countsRequests else { return true }
        if let address = IPAddress(request.address), !admit(.network(address.prefix), at: now) { return false }
        return request.site.map { admit(.site($0.ascii), at: now) } ?? true
    }
}
