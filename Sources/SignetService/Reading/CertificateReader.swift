import Crypto
public import SignetModel
public import SignetRecording
import SignetStorage

/// Finds certificates: by id, in what is sealed, or in staging, where they are analysed when asked about.
public struct CertificateReader: Sendable {
    private let ids: CertificateIDCipher
    private let pings: PingIdentifierCipher
    private let secret: Secret
    private let database: any Database
    private let staging: any StagingStore
    private let evidence: SealedEvidence
    private let windows: Windows
    private let arrivalWait: Duration
    private let clock: WallClock
    /// Of unsealed certificates, as long as no batch comes.
    private let analysed = RecentValues<CertificateID, Analysed>(capacity: 256, lifetime: nil)
    private let sealed = RecentValues<CertificateID, Material>(capacity: 1_024, lifetime: .seconds(2))

    init(
        secret: Secret, database: any Database, staging: any StagingStore, evidence: SealedEvidence,
        configuration: ServiceConfiguration, clock: WallClock
    ) {
        ids = CertificateIDCipher(secret: secret)
        pings = PingIdentifierCipher(secret: secret)
        self.secret = secret
        self.database = database
        self.staging = staging
        self.evidence = evidence
        windows = configuration.windows
        arrivalWait = configuration.limits.arrivalWait
        self.clock = clock
    }

    /// What the id itself says; nil unless it is genuine.
    public func inspect(_ id: CertificateID) -> CertificateIDCipher.Contents? {
        ids.open(id)
    }

    /// The id in a ping URL; nil unless it is genuine.
    public func certificate(ofPing text: some StringProtocol) -> CertificateID? {
        pings.open(text)
    }

    /// The certificate, whether or not its window has ended; nil where nothing of it was ever stored, or no longer is.
    ///
    /// - Parameter awaitingArrival: for an operation, which waits a little for a certificate that is still arriving.
    public func load(_ id: CertificateID, awaitingArrival: Bool = false) async throws -> LoadedCertificate? {
        guard let contents = ids.open(id) else { return nil }
        return try await load(id, saying: contents, awaitingArrival: awaitingArrival)
    }

    /// The same, of an id that was read before.
    public func load(
        _ id: CertificateID, saying contents: CertificateIDCipher.Contents, awaitingArrival: Bool
    ) async throws -> LoadedCertificate? {
        var masked: MaskedCertificate?
        var maskWords: [String] = []
        var original = id
        if contents.kind == .masked {
            guard let found = try await database.masked(id) else { return nil }
            masked = found
            original = found.original
            maskWords = try await database.account(found.account)?.settings.maskWords ?? []
        }
        guard let material = try await material(of: original, awaitingArrival: awaitingArrival) else { return nil }
        return loaded(
            id, saying: contents, masked: masked, maskWords: maskWords, original: original, material: material)
    }

    private func loaded(
        _ id: CertificateID, saying contents: CertificateIDCipher.Contents, masked: MaskedCertificate?,
        maskWords: [String], original: CertificateID, material: Material
    ) -> LoadedCertificate {
        let facts = material.stored.facts.hiding(maskWords)
        let originalEnd = windows.end(
            issuedAt: facts.issuedAt, isSubmitted: facts.form.isSubmitted,
            isSandbox: facts.options.contains(.sandbox))
        return LoadedCertificate(
            id: id, kind: contents.kind, issuedAt: contents.issuedAt, original: original, masked: masked, facts: facts,
            windowEnd: masked.map { max(originalEnd, $0.createdAt + windows.unsubmitted) } ?? originalEnd,
            isSealed: material.isSealed, fingerprints: material.stored.fingerprints,
            fingerprintKey: material.fingerprintKey)
    }

    /// The certificate, where it is sealed and its facts are in memory; nil says nothing about whether it is there.
    ///
    /// Masked ones are never: what they hide is looked up.
    public func atHand(
        _ id: CertificateID, saying contents: CertificateIDCipher.Contents
    ) -> LoadedCertificate? {
        guard contents.kind != .masked, let material = sealed[id] else { return nil }
        return loaded(id, saying: contents, masked: nil, maskWords: [], original: id, material: material)
    }

    /// The events of the certificate's recording; nil where there is none any more.
    public func recording(of certificate: LoadedCertificate) async throws -> Recording? {
        guard certificate.kind != .metaLeadAds else { return nil }
        if let sealed = try await database.sealed(certificate.original) {
            return try await evidence.recording(of: sealed)
        }
        let batches = try await staging.batches(of: certificate.original, issuedAt: certificate.facts.issuedAt)
        guard !batches.isEmpty else { return nil }
        return try Recording(
            certificate: certificate.original, issuedAt: certificate.facts.issuedAt, batches: batches)
    }

    /// Takes note that a certificate is no longer there.
    func forget(_ id: CertificateID) {
        sealed.forget(id)
        analysed.forget(id)
    }

    private struct Analysed: Sendable {
        let stored: StoredFacts
        let batchCount: Int
    }

    private final class Material: Sendable {
        let stored: StoredFacts
        let fingerprintKey: PreparedMAC
        let isSealed: Bool

        init(stored: StoredFacts, fingerprintKey: PreparedMAC, isSealed: Bool) {
            self.stored = stored
            self.fingerprintKey = fingerprintKey
            self.isSealed = isSealed
        }
    }

    private func material(of original: CertificateID, awaitingArrival: Bool) async throws -> Material? {
        if let known = sealed[original] { return known }
        if let row = try await database.sealed(original) {
            let cipher = try evidence.cipher(of: row)
            let material = Material(
                stored: try await evidence.facts(of: row, cipher: cipher), fingerprintKey: cipher.fingerprintKey,
                isSealed: true)
            sealed.remember(material, for: original)
            return material
        }
        guard let issuedAt = ids.open(original)?.issuedAt else { return nil }
        let visit =
            awaitingArrival
            ? try await arrival(of: original, issuedAt: issuedAt)
            : try await staging.visit(original, issuedAt: issuedAt)
        guard let visit else { return nil }
        let key = PreparedMAC(key: secret.current.key(for: .leadFingerprint, context: original.bytes))
        if let known = analysed[original], known.batchCount == visit.batchCount {
            return Material(stored: known.stored, fingerprintKey: key, isSealed: false)
        }
        let batches = try await staging.batches(of: visit)
        guard !batches.isEmpty else { return nil }
        let recording = try Recording(certificate: original, issuedAt: issuedAt, batches: batches)
        let stored = StoredFacts(facts: recording.analyze(), key: key)
        analysed.remember(Analysed(stored: stored, batchCount: batches.count), for: original)
        return Material(stored: stored, fingerprintKey: key, isSealed: false)
    }

    /// The visit once its submission is there, or it has been quiet for a while, or the wait is over.
    private func arrival(of id: CertificateID, issuedAt: Timestamp) async throws -> Visit? {
        let step: Duration = .milliseconds(50)
        var waited: Duration = .zero
        while true {
            let visit = try await staging.visit(id, issuedAt: issuedAt)
            let lastSign = visit?.lastReceivedAt ?? issuedAt
            let isArriving = visit?.submittedAt == nil && clock.now - lastSign < .seconds(10)
            if !isArriving || waited >= arrivalWait { return visit }
            try await Task.sleep(for: step)
            waited += step
        }
    }
}

extension Windows {
    func end(issuedAt: Timestamp, isSubmitted: Bool, isSandbox: Bool) -> Timestamp {
        issuedAt + (isSubmitted && !isSandbox ? submitted : unsubmitted)
    }
}
