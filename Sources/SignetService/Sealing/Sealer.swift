import Logging
public import SignetModel
import SignetRecording
import SignetStorage

/// Makes evidence of recordings: analyses them, and keeps the outcome where it lasts for years.
///
/// Only certificates with a submission or a retention are sealed. Sealing twice, or twice at once, gives the same
/// evidence: the second finds the first one's, unless a batch came in between.
public struct Sealer: Sendable {
    public struct Report: Hashable, Sendable {
        public var sealed = 0
        /// Looked at, and left for later because more may come.
        public var early = 0
        /// Could not be read; named in the log.
        public var failed = 0
        /// The days of those.
        public var failedDays: Set<Day> = []
    }

    private static let groupSize = 64

    private let secret: Secret
    private let ids: CertificateIDCipher
    private let database: any Database
    private let staging: any StagingStore
    private let evidence: any EvidenceStore
    private let sealed: SealedEvidence
    private let vault: AssetVault
    private let rules: UserAgentRules?
    private let retainer: AutomaticRetainer
    private let windows: Windows
    private let clock: WallClock
    private let logger: Logger

    init(
        secret: Secret, database: any Database, staging: any StagingStore, sealed: SealedEvidence,
        vault: AssetVault, rules: UserAgentRules?, retainer: AutomaticRetainer, windows: Windows, clock: WallClock,
        logger: Logger
    ) {
        self.secret = secret
        self.sealed = sealed
        evidence = sealed.evidence
        ids = CertificateIDCipher(secret: secret)
        self.database = database
        self.staging = staging
        self.vault = vault
        self.rules = rules
        self.retainer = retainer
        self.windows = windows
        self.clock = clock
        self.logger = logger
    }

    /// Seals everything that is due.
    ///
    /// - Parameters:
    ///   - moment: what is due by then is due; the present, unless somebody wants to be early.
    ///   - progress: is told after each group how far it is.
    public func sealDue(
        by moment: Timestamp, progress: (Report) -> Void = { _ in }
    ) async throws -> Report {
        var report = Report()
        for day in try await staging.days() {
            try await seal(day, by: moment, report: &report, progress: progress)
        }
        try await sealRetained(by: moment, report: &report, progress: progress)
        return report
    }

    private func seal(
        _ day: Day, by moment: Timestamp, report: inout Report, progress: (Report) -> Void
    ) async throws {
        var cursor: Visit?
        while true {
            let visits = try await staging.submittedVisits(on: day, after: cursor, limit: Self.groupSize)
            guard let last = visits.last else { return }
            cursor = last
            try await seal(visits, by: moment, report: &report)
            progress(report)
        }
    }

    private func sealRetained(
        by moment: Timestamp, report: inout Report, progress: (Report) -> Void
    ) async throws {
        var cursor: CertificateID?
        while true {
            let certificates = try await database.retainedUnsealed(after: cursor, limit: Self.groupSize)
            guard let last = certificates.last else { return }
            cursor = last
            var visits: [Visit] = []
            for certificate in certificates {
                guard let issuedAt = ids.open(certificate)?.issuedAt else { continue }
                if let visit = try await staging.visit(certificate, issuedAt: issuedAt) { visits.append(visit) }
            }
            try await seal(visits, by: moment, report: &report)
            progress(report)
        }
    }

    private func seal(_ visits: [Visit], by moment: Timestamp, report: inout Report) async throws {
        let counts = try await database.sealedBatchCounts(visits.map(\.certificate))
        var packer = EvidencePacker(sealed: sealed, database: database, at: clock.now, logger: logger)
        var drafts: [SealDraft] = []
        for visit in visits where (counts[visit.certificate] ?? 0) < visit.batchCount {
            guard windows.finalSeal(of: visit) <= moment else {
                report.early += 1
                continue
            }
            do {
                drafts.append(try await draft(visit, packer: &packer))
            } catch {
                report.failed += 1
                report.failedDays.insert(visit.issuedAt.day)
                logger.error(
                    "a certificate could not be sealed",
                    metadata: ["certificate": "\(visit.certificate)", "error": "\(error)"])
            }
        }
        guard !drafts.isEmpty else { return }
        // Before the seal, so that a crash in between leaves it to be done again.
        for draft in drafts { try await retainer.retain(draft.certificate) }
        let names = try await evidence.put(drafts.map(\.object))
        try await database.seal(zip(drafts, names).map { $0.row(evidence: $1) }, samples: packer.samples)
        report.sealed += drafts.count
    }

    private func draft(_ visit: Visit, packer: inout EvidencePacker) async throws -> SealDraft {
        let batches = try await staging.batches(of: visit)
        let recording = try Recording(certificate: visit.certificate, issuedAt: visit.issuedAt, batches: batches)
        let facts = recording.analyze()
        let earlier = try await database.sealed(visit.certificate)
        let cipher = try earlier.map(sealed.cipher) ?? EvidenceCipher(secret: secret)
        let stored = StoredFacts(facts: facts, key: cipher.fingerprintKey)
        let packed =
            if let earlier {
                await packer.pack(recording, facts: stored.bytes, asIn: earlier)
            } else {
                try await packer.pack(recording, facts: stored.bytes, of: facts)
            }
        return SealDraft(
            certificate: LoadedCertificate(
                visit.certificate, saying: .init(kind: .web, issuedAt: visit.issuedAt), stored: stored,
                fingerprintKey: cipher.fingerprintKey, rules: rules, windows: windows, isSealed: true),
            sealedAt: clock.now, batchCount: batches.count,
            wrappedSeed: try earlier?.wrappedSeed ?? cipher.wrappedSeed(for: visit.certificate),
            facts: try cipher.seal(packed.facts, for: .facts), object: try cipher.seal(packed.archive, for: .evidence),
            dictionary: packed.dictionary, assets: assets(of: recording, observed: facts.observed))
    }

    private func assets(of recording: Recording, observed: ObservedRequest) -> [[UInt8]] {
        guard let site = observed.site else { return [] }
        return Set(recording.reportedAssets.map(\.digest)).flatMap { vault.label($0, of: site).codes }
    }
}

/// A seal before its evidence object has a name.
private struct SealDraft: Sendable {
    let certificate: LoadedCertificate
    let sealedAt: Timestamp
    let batchCount: Int
    let wrappedSeed: [UInt8]
    let facts: [UInt8]
    let object: [UInt8]
    let dictionary: Int?
    let assets: [[UInt8]]

    func row(evidence: String) -> SealedCertificate {
        SealedCertificate(
            certificate: certificate.id, issuedAt: certificate.issuedAt, sealedAt: sealedAt, batchCount: batchCount,
            isSubmitted: certificate.facts.form.isSubmitted, isSandbox: certificate.isSandbox,
            wrappedSeed: wrappedSeed, facts: facts, evidence: evidence, dictionary: dictionary, assets: assets)
    }
}

extension Windows {
    /// When a visit is complete for good: a while after the page's end, at the latest when no batch is taken any more.
    func finalSeal(of visit: Visit) -> Timestamp {
        let latest = visit.issuedAt + recording
        return visit.endedAt.map { min(latest, max($0, visit.lastReceivedAt) + settling) } ?? latest
    }
}
