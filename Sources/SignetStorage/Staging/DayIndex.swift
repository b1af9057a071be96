import GRDB
import SignetModel

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Which visits a day's segments hold and where, for look-ups: an SQLite file that may lag behind them and can be made anew.
///
/// Rows lie by time of issue, so that what is written together lies together however many there are.
final class DayIndex: Sendable {
    private static let schema = """
        CREATE TABLE IF NOT EXISTS visit (
            issued_at INTEGER NOT NULL,
            certificate BLOB NOT NULL,
            submitted INTEGER NOT NULL,
            batches BLOB NOT NULL,
            PRIMARY KEY (issued_at, certificate)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS visit_submitted ON visit (issued_at, certificate) WHERE submitted;
        CREATE TABLE IF NOT EXISTS position (
            one INTEGER PRIMARY KEY CHECK (one = 1), segment INTEGER NOT NULL, offset INTEGER NOT NULL
        ) STRICT;
        """

    private let queue: any DatabaseWriter

    /// - Parameter path: nil keeps the index in memory.
    init(path: String?) throws {
        guard let path else {
            queue = try DatabaseQueue()
            try queue.write { try $0.execute(sql: Self.schema) }
            return
        }
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
            // The segments are the truth: what a power loss takes from the index is read from them again.
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.write { try $0.execute(sql: Self.schema) }
        queue = pool
    }

    func close() throws {
        try queue.close()
    }

    /// The end of the last record that was indexed.
    func position() throws -> RecordLocation {
        try queue.read { db in
            try Row.fetchOne(db, sql: "SELECT segment, offset FROM position")
                .map { RecordLocation(segment: $0["segment"], offset: $0["offset"]) }
                ?? RecordLocation(segment: 0, offset: 0)
        }
    }

    /// Puts the visits in place of what was known of them, and says up to where records are indexed with that.
    func put(_ visits: some Collection<StagedVisit>, position: RecordLocation) throws {
        let visits = visits.sorted { ($0.issuedAt, $0.certificate) < ($1.issuedAt, $1.certificate) }
        try queue.write { db in
            let put = try db.cachedStatement(sql: "INSERT OR REPLACE INTO visit VALUES (?, ?, ?, ?)")
            for visit in visits {
                try put.execute(arguments: [
                    visit.issuedAt.seconds, visit.certificate.blob, visit.hasSubmission, visit.bytes.blob,
                ])
            }
            try db.execute(
                sql: "INSERT OR REPLACE INTO position VALUES (1, ?, ?)",
                arguments: [position.segment, position.offset])
        }
    }

    func visit(_ id: CertificateID, issuedAt: Timestamp) throws -> StagedVisit? {
        try queue.read { db in
            let row = try db.cachedStatement(sql: "SELECT * FROM visit WHERE issued_at = ? AND certificate = ?")
            return try Row.fetchOne(row, arguments: [issuedAt.seconds, id.blob]).map { try StagedVisit(row: $0) }
        }
    }

    /// Visits with a submission, by time of issue and id, after the cursor.
    func submitted(after cursor: Visit?, limit: Int) throws -> [StagedVisit] {
        try queue.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM visit WHERE submitted AND (issued_at, certificate) > (?, ?)
                    ORDER BY issued_at, certificate LIMIT ?
                    """,
                arguments: [cursor?.issuedAt.seconds ?? .min, cursor?.certificate.blob ?? Data(), limit]
            ).map { try StagedVisit(row: $0) }
        }
    }
}

extension StagedVisit {
    fileprivate init(row: Row) throws {
        try self.init(
            certificate: row.certificateID("certificate"), issuedAt: Timestamp(seconds: row["issued_at"]),
            bytes: row.bytes("batches"))
    }
}
