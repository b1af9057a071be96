import Logging
public import SignetModel
import SignetStorage

/// Forgets what nobody may see any more: days of staging, lapsed evidence, images and fonts that no certificate shows, ended
/// sessions, links and retentions.
public struct Expirer: Sendable {
    public struct Report: Hashable, Sendable {
        public var droppedDays = 0
        public var removedCertificates = 0
        public var removedAssets = 0
    }

    private static let groupSize = 256

    private let sealer: Sealer
    private let reader: CertificateReader
    private let database: any Database
    private let staging: any StagingStore
    private let evidence: any EvidenceStore
    private let dictionaries: Dictionaries
    private let windows: Windows
    private let logger: Logger

    init(
        sealer: Sealer, reader: CertificateReader, database: any Database, staging: any StagingStore,
        sealed: SealedEvidence, windows: Windows, logger: Logger
    ) {
        self.sealer = sealer
        self.reader = reader
        self.database = database
        self.staging = staging
        evidence = sealed.evidence
        dictionaries = sealed.dictionaries
        self.windows = windows
        self.logger = logger
    }

    public func expire(at moment: Timestamp) async throws -> Report {
        var report = Report()
        report.droppedDays = try await dropDays(at: moment)
        if report.droppedDays > 0 { try await removeForgotten(at: moment) }
        try await database.sweep(at: moment)
        report.removedCertificates = try await removeLapsed(at: moment)
        report.removedAssets = try await removeAssets(at: moment)
        try await dictionaries.removeUnused(at: moment)
        return report
    }

    /// Drops each day that is old enough, once a last round of sealing left nothing of it behind.
    private func dropDays(at moment: Timestamp) async throws -> Int {
        let old = try await staging.days().filter { isOld($0, at: moment) }
        guard !old.isEmpty else { return 0 }
        let failed = try await sealer.sealDue(by: moment).failedDays
        for day in old where failed.contains(day) {
            logger.error(
                "an old day of staging is kept, since some of its certificates could not be sealed",
                metadata: ["day": "\(day)"])
        }
        let dropped = old.filter { !failed.contains($0) }
        for day in dropped { try await staging.drop(day) }
        return dropped.count
    }

    private func isOld(_ day: Day, at moment: Timestamp) -> Bool { day.end + windows.staging <= moment }

    /// Removes what was noted of visits that were never sealed and are no longer staged.
    private func removeForgotten(at moment: Timestamp) async throws {
        let staged = Set(try await staging.days())
        var cursor: CertificateID?
        while true {
            let unsealed = try await database.notedUnsealed(after: cursor, limit: Self.groupSize)
            guard let last = unsealed.last else { return }
            cursor = last
            let forgotten = unsealed.filter { certificate in
                guard let day = reader.inspect(certificate)?.issuedAt.day else { return false }
                return isOld(day, at: moment) && !staged.contains(day)
            }
            if !forgotten.isEmpty { try await database.remove(forgotten) }
        }
    }

    private func removeLapsed(at moment: Timestamp) async throws -> Int {
        var removed = 0
        var cursor: CertificateID?
        while true {
            let lapsed = try await database.lapsedSealed(
                at: moment, unsubmittedWindow: windows.unsubmitted, submittedWindow: windows.submitted,
                after: cursor, limit: Self.groupSize)
            guard let last = lapsed.last else { return removed }
            cursor = last.certificate
            for sealed in lapsed where try await !isKept(sealed.certificate, at: moment) {
                try await evidence.remove(sealed.evidence)
                try await database.remove([sealed.certificate])
                reader.forget(sealed.certificate)
                removed += 1
            }
        }
    }

    /// Removes the images and fonts that no certificate shows, and none that is still staged may.
    private func removeAssets(at moment: Timestamp) async throws -> Int {
        let ended = (moment - windows.staging).day
        let staged = try await staging.days().first ?? ended
        var removed = 0
        while true {
            let going = try await database.releaseAssets(unwantedSince: min(ended, staged), limit: Self.groupSize)
            if going.isEmpty { return removed }
            for asset in going { try await evidence.remove(asset.object) }
            try await database.forgetAssets(going.map(\.code))
            removed += going.count
        }
    }

    /// A retention of the certificate or of a masked one of it, or the window of a masked one, keeps it.
    private func isKept(_ certificate: CertificateID, at moment: Timestamp) async throws -> Bool {
        if let end = try await database.lastRetentionEnd(ofOriginal: certificate), end > moment { return true }
        if let masking = try await database.lastMasking(ofOriginal: certificate) {
            return masking + windows.unsubmitted > moment
        }
        return false
    }
}
