import GRDB
public import SignetModel

extension SQLiteDatabase {
    public func sealed(_ certificate: CertificateID) async throws -> SealedCertificate? {
        try await read { db in
            try Row.one(db, sql: "SELECT * FROM sealed WHERE certificate = ?", arguments: [certificate.blob])
                .map(SealedCertificate.init(row:))
        }
    }

    public func sealedBatchCounts(_ certificates: [CertificateID]) async throws -> [CertificateID: Int] {
        try await read { db in
            let statement = try db.makeStatement(sql: "SELECT batch_count FROM sealed WHERE certificate = ?")
            var counts: [CertificateID: Int] = [:]
            for certificate in certificates {
                counts[certificate] = try Int.fetchOne(statement, arguments: [certificate.blob])
            }
            return counts
        }
    }

    public func seal(_ certificates: [SealedCertificate], samples: [CertificateID: [UInt8]]) async throws {
        try await write { db in
            let statement = try db.makeStatement(
                sql: """
                    INSERT INTO sealed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (certificate) DO UPDATE SET
                        sealed_at = excluded.sealed_at, batch_count = excluded.batch_count,
                        submitted = excluded.submitted, seed = excluded.seed, facts = excluded.facts,
                        evidence = excluded.evidence, dictionary = excluded.dictionary
                    WHERE excluded.batch_count > sealed.batch_count
                    """)
            let evidence = try db.makeStatement(sql: "SELECT evidence FROM sealed WHERE certificate = ?")
            for sealed in certificates {
                let earlier = try String.fetchOne(evidence, arguments: [sealed.certificate.blob])
                try statement.execute(arguments: [
                    sealed.certificate.blob, sealed.issuedAt.milliseconds, sealed.sealedAt.milliseconds,
                    sealed.batchCount, sealed.isSubmitted, sealed.isSandbox, sealed.wrappedSeed.blob,
                    sealed.facts.blob, sealed.evidence, sealed.dictionary,
                ])
                if let earlier, earlier != sealed.evidence {
                    let isReplaced = db.changesCount > 0
                    try db.noteRemoved(object: isReplaced ? earlier : sealed.evidence)
                }
                try db.noteUse(of: sealed.assets, by: sealed.certificate)
                guard let page = samples[sealed.certificate] else { continue }
                try db.run(
                    sql: "INSERT OR IGNORE INTO dictionary_sample VALUES (?, ?, ?)",
                    arguments: [page.blob, sealed.sealedAt.milliseconds, sealed.certificate.blob])
            }
        }
    }

    public func lapsedSealed(
        at moment: Timestamp, unsubmittedWindow: Duration, submittedWindow: Duration, after cursor: CertificateID?,
        limit: Int
    ) async throws -> [SealedCertificate] {
        try await read { db in
            try Row.all(
                db,
                sql: """
                    SELECT * FROM sealed
                    WHERE certificate > ?
                        AND issued_at <= CASE WHEN submitted AND NOT sandbox THEN ? ELSE ? END
                    ORDER BY certificate LIMIT ?
                    """,
                arguments: [
                    (cursor?.bytes ?? []).blob, (moment - submittedWindow).milliseconds,
                    (moment - unsubmittedWindow).milliseconds, limit,
                ]
            ).map(SealedCertificate.init(row:))
        }
    }

    public func notedUnsealed(after cursor: CertificateID?, limit: Int) async throws -> [CertificateID] {
        // Whatever else is noted of a certificate comes with a line of history.
        let noted = ["history", "consent_sample"].map { table in
            """
            SELECT certificate FROM \(table) WHERE certificate > :cursor
                AND NOT EXISTS (SELECT 1 FROM sealed WHERE sealed.certificate = \(table).certificate)
                AND NOT EXISTS (SELECT 1 FROM masked WHERE masked.id = \(table).certificate)
                AND NOT EXISTS (SELECT 1 FROM retention WHERE retention.original = \(table).certificate)
            """
        }
        return try await read { db in
            try Row.all(
                db, sql: noted.joined(separator: " UNION ") + " ORDER BY certificate LIMIT :limit",
                arguments: ["cursor": (cursor?.bytes ?? []).blob, "limit": limit]
            ).map { $0.certificateID("certificate") }
        }
    }

    public func remove(_ certificates: [CertificateID]) async throws {
        try await write { db in for certificate in certificates { try Self.remove(certificate, in: db) } }
    }

    private static func remove(_ certificate: CertificateID, in db: GRDB.Database) throws {
        let masked = try Row.all(
            db, sql: "SELECT id FROM masked WHERE original = ?", arguments: [certificate.blob]
        ).map { $0.certificateID("id") }
        for id in masked + [certificate] {
            for table in [
                "history", "matched", "unmatched", "share", "retention", "consent_sample", "matched_value",
                "asset_use",
            ] {
                try db.run(sql: "DELETE FROM \(table) WHERE certificate = ?", arguments: [id.blob])
            }
        }
        try db.run(sql: "DELETE FROM disclosure WHERE original = ?", arguments: [certificate.blob])
        try db.run(sql: "DELETE FROM masked WHERE original = ?", arguments: [certificate.blob])
        for table in ["dictionary_sample", "sealed"] {
            try db.run(sql: "DELETE FROM \(table) WHERE certificate = ?", arguments: [certificate.blob])
        }
    }

    public func takeLease(_ name: String, holder: String, until: Timestamp, now: Timestamp) async throws -> Bool {
        try await write { db in
            try db.run(
                sql: """
                    INSERT INTO lease VALUES (?, ?, ?)
                    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
                    WHERE lease.holder = excluded.holder OR lease.expires_at <= ?
                    """,
                arguments: [name, holder, until.milliseconds, now.milliseconds])
            return db.changesCount > 0
        }
    }

    public func releaseLease(_ name: String, holder: String) async throws {
        try await write { db in
            try db.run(sql: "DELETE FROM lease WHERE name = ? AND holder = ?", arguments: [name, holder])
        }
    }

    public func sweep(at moment: Timestamp) async throws {
        try await write { db in
            let now = moment.milliseconds
            try db.run(sql: "DELETE FROM session WHERE expires_at <= ?", arguments: [now])
            try db.run(sql: "DELETE FROM share WHERE expires_at <= ?", arguments: [now])
            try db.run(
                sql: "DELETE FROM idempotent_answer WHERE at <= ?",
                arguments: [(moment - IdempotentAnswer.lifetime).milliseconds])
            try db.run(sql: "DELETE FROM retention WHERE ends_at <= ?", arguments: [now])
            try db.run(
                sql: "DELETE FROM webhook_delivery WHERE created_at <= ?",
                arguments: [(moment - WebhookDelivery.lifetime).milliseconds])
        }
    }
}

extension SealedCertificate {
    init(row: Row) {
        self.init(
            certificate: row.certificateID("certificate"), issuedAt: row.timestamp("issued_at"),
            sealedAt: row.timestamp("sealed_at"), batchCount: row["batch_count"], isSubmitted: row["submitted"],
            isSandbox: row["sandbox"], wrappedSeed: row.bytes("seed"), facts: row.bytes("facts"),
            evidence: row["evidence"], dictionary: row["dictionary"])
    }
}
