public import SignetModel
import SignetStorage

/// Why a batch was not taken.
public enum BatchRefusal: Error, Hashable, Sendable {
    case unknownCertificate
    /// The id is genuine, but too old to be recorded.
    case lapsed
    /// The recording is complete.
    case sealed
    case foreignToken
    case foreignNonce
    case conflictingBatch
    case siteNotAllowed
    case tooManyRequests
    case recordingTooLarge
    /// Staging is full, or the server is going down: later may be better.
    case unavailable
}

/// Takes what browsers record: checks the right to record, then makes the bytes durable.
public struct BatchAcceptor: Sendable {
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

    /// Stores the batch. `completion` is called once, from any thread: without a refusal only when the batch is durable.
    ///
    /// - Parameter token: the word that came with the batch, in ASCII; it sets the batch's options.
    public func accept(
        _ batch: Batch, token: [UInt8], completion: @escaping @Sendable (BatchRefusal?) -> Void
    ) {
        var batch = batch
        let issuedAt: Timestamp
        switch admit(batch, token: token) {
        case .failure(let refusal): return completion(refusal)
        case .success(let admission):
            issuedAt = admission.issuedAt
            batch.options = admission.options
        }
        let age = batch.receivedAt - issuedAt
        if age < configuration.windows.opening, age < configuration.windows.settling {
            // Too young to have been sealed, and still allowed to be the first.
            append(batch, issuedAt: issuedAt, completion: completion)
        } else {
            let checked = batch
            Task {
                do {
                    if let refusal = try await refusal(ofLate: checked.certificate, issuedAt: issuedAt, age: age) {
                        return completion(refusal)
                    }
                    append(checked, issuedAt: issuedAt, completion: completion)
                } catch {
                    completion(.unavailable)
                }
            }
        }
    }

    private func admit(
        _ batch: Batch, token: [UInt8]
    ) -> Result<(issuedAt: Timestamp, options: RecordingOptions), BatchRefusal> {
        guard let contents = ids.open(batch.certificate), contents.kind == .web else {
            return .failure(.unknownCertificate)
        }
        guard let options = tokens.open(token, for: batch.certificate) else { return .failure(.foreignToken) }
        guard batch.receivedAt - contents.issuedAt < configuration.windows.recording else { return .failure(.lapsed) }
        guard configuration.allows(batch.observed) else { return .failure(.siteNotAllowed) }
        guard limiter.admit(batch.observed, at: clock.now, limits: configuration.limits) else {
            return .failure(.tooManyRequests)
        }
        return .success((contents.issuedAt, options))
    }

    /// An old token opens nothing new, and a sealed certificate takes no more.
    private func refusal(
        ofLate certificate: CertificateID, issuedAt: Timestamp, age: Duration
    ) async throws -> BatchRefusal? {
        if try await database.sealed(certificate) != nil { return .sealed }
        if age >= configuration.windows.opening,
            try await staging.visit(certificate, issuedAt: issuedAt) == nil
        {
            return .lapsed
        }
        return nil
    }

    private func append(
        _ batch: Batch, issuedAt: Timestamp, completion: @escaping @Sendable (BatchRefusal?) -> Void
    ) {
        staging.append(batch, issuedAt: issuedAt) { result in
            switch result {
            case .success: completion(nil)
            case .failure(let error): completion(BatchRefusal(error))
            }
        }
    }
}

extension BatchRefusal {
    fileprivate init(_ error: StagingError) {
        switch error {
        case .conflictingBatch: self = .conflictingBatch
        case .foreignNonce: self = .foreignNonce
        case .recordingTooLarge: self = .recordingTooLarge
        case .full, .shutDown: self = .unavailable
        }
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
