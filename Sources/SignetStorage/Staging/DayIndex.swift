import GRDB
import SignetModel

/// Which batches a day's segments hold, for look-ups: an SQLite file that may lag behind them and can be made anew.
final class DayIndex: Sendable {
    struct Row: Sendable {
        let record: BatchRecord
        let location: RecordLocation
    }

    private static let schema = """
        CREATE TABLE IF NOT EXISTS batch (
            certificate BLOB NOT NULL,
            sequence INTEGER NOT NULL,
            flags INTEGER NOT NULL,
            options INTEGER NOT NULL,
            received_at INTEGER NOT NULL,
            nonce INTEGER NOT NULL,
            digest_high INTEGER NOT NULL,
            digest_low INTEGER NOT NULL,
            length INTEGER NOT NULL,
            segment INTEGER NOT NULL,
            offset INTEGER NOT NULL,
            PRIMARY KEY (certificate, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS batch_submitted ON batch (certificate) WHERE flags & 1;
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
            try GRDB.Row.fetchOne(db, sql: "SELECT segment, offset FROM position")
                .map { RecordLocation(segment: $0["segment"], offset: $0["offset"]) }
                ?? RecordLocation(segment: 0, offset: 0)
        }
    }

    func add(_ rows: [Row], position: RecordLocation) throws {
        try queue.write { db in
            let insert = try db.cachedStatement(
                sql: "INSERT OR IGNORE INTO batch VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            for row in rows {
                let record = row.record
                try insert.execute(arguments: [
                    record.certificate.blob, record.sequence, record.flags.rawValue, record.options.rawValue,
                    record.receivedAt.milliseconds, Int64(bitPattern: record.nonceDigest),
                    Int64(bitPattern: record.bodyDigest.high), Int64(bitPattern: record.bodyDigest.low),
                    record.length, row.location.segment, row.location.offset,
                ])
            }
            try db.execute(
                sql: "INSERT OR REPLACE INTO position VALUES (1, ?, ?)",
                arguments: [position.segment, position.offset])
        }
    }

    func visit(_ id: CertificateID) throws -> StagedVisit? {
        try queue.read { db in
            let rows = try db.cachedStatement(sql: "SELECT * FROM batch WHERE certificate = ? ORDER BY segment, offset")
            return try StagedVisit(rows: GRDB.Row.fetchAll(rows, arguments: [id.blob]))
        }
    }

    func submitted(after cursor: CertificateID?, limit: Int) throws -> [StagedVisit] {
        try queue.read { db in
            let ids = try GRDB.Row.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT certificate FROM batch WHERE flags & 1 AND certificate > ?
                    ORDER BY certificate LIMIT ?
                    """,
                arguments: [(cursor?.bytes ?? []).blob, limit]
            ).map { $0.certificateID("certificate") }
            let rows = try db.cachedStatement(sql: "SELECT * FROM batch WHERE certificate = ? ORDER BY segment, offset")
            return try ids.compactMap { try StagedVisit(rows: GRDB.Row.fetchAll(rows, arguments: [$0.blob])) }
        }
    }
}

extension StagedVisit {
    fileprivate init?(rows: [Row]) throws {
        guard let first = rows.first else { return nil }
        self.init(
            certificate: first.certificateID("certificate"),
            options: RecordingOptions(rawValue: first["options"]),
            nonceDigest: UInt64(bitPattern: first["nonce"]))
        for row in rows {
            let record = BatchRecord(
                certificate: certificate, sequence: row["sequence"],
                flags: BatchRecord.Flags(rawValue: row["flags"]), options: options,
                receivedAt: row.timestamp("received_at"), nonceDigest: nonceDigest,
                bodyDigest: BatchRecord.BodyDigest(
                    high: UInt64(bitPattern: row["digest_high"]), low: UInt64(bitPattern: row["digest_low"])),
                length: row["length"])
            add(record, at: RecordLocation(segment: row["segment"], offset: row["offset"]))
        }
    }
}
