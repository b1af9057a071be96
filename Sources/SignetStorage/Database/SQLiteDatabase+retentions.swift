import GRDB
public import SignetModel

extension SQLiteDatabase {
    public func retain(
        _ retention: Retention, mask: MaskedCertificate?, limit: Int, match: MatchAttempt?, sightings: Sightings,
        describe: @escaping @Sendable (RetentionListing, inout JSONWriter) -> Void
    ) async throws -> RetainOutcome {
        try await write { [self] db in
            let row = try Self.row(of: retention.certificate, by: retention.account, in: db)
            let retains: Int =
                try row?["retains"] ?? Self.retainCount(of: retention.certificate, by: retention.account, in: db)
            guard retains < limit else { return .tooOften }
            if let decisions = sightings.decisions,
                try Self.languageDecisions(of: retention.account, in: db) != decisions
            {
                return .outdated
            }
            if let match, case .refused(let until) = try Self.record(match, in: db) { return .refused(until: until) }
            var earlier = row.map(Retention.init(row:))
            // What has ended is there only until it is swept.
            if let end = earlier?.endsAt, end <= retention.createdAt { earlier = nil }
            if earlier == nil {
                try db.run(
                    sql: """
                        INSERT OR REPLACE INTO retention
                            (certificate, account, original, vendor, reference, created_at, ends_at, domain, success,
                            findings, retains)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        retention.certificate.blob, retention.account, retention.original.blob, retention.vendor,
                        retention.reference, retention.createdAt.milliseconds, retention.endsAt.milliseconds,
                        retention.domain, retention.isSuccess, retention.findings?.blob, retains + 1,
                    ])
            } else {
                try db.run(
                    sql: """
                        UPDATE retention SET success = ?, findings = ?, retains = ? WHERE certificate = ? AND account = ?
                        """,
                    arguments: [
                        retention.isSuccess, retention.findings?.blob, retains + 1, retention.certificate.blob,
                        retention.account,
                    ])
                earlier?.isSuccess = retention.isSuccess
                earlier?.findings = retention.findings
            }
            try Self.add(
                HistoryEntry(
                    account: retention.account, certificate: retention.certificate, at: retention.createdAt,
                    action: .retain, vendor: retention.vendor, reference: retention.reference),
                in: db)
            try Self.record(sightings, in: db)
            let masked = try mask.map { try Self.mask($0, in: db) }
            if earlier == nil {
                try announce(.retentionCreated, to: retention.account, at: retention.createdAt, in: db) { json in
                    describe(try Self.listing(of: retention, in: db), &json)
                }
            }
            return .retained(
                RetainResult(retention: earlier ?? retention, wasRetained: earlier != nil, masked: masked))
        }
    }

    /// The retention's, standing or not.
    private static func row(of certificate: CertificateID, by account: String, in db: GRDB.Database) throws -> Row? {
        try Row.one(
            db, sql: "SELECT * FROM retention WHERE certificate = ? AND account = ?",
            arguments: [certificate.blob, account])
    }

    /// As history tells, of which a retention that is no longer there leaves its part.
    private static func retainCount(
        of certificate: CertificateID, by account: String, in db: GRDB.Database
    ) throws -> Int {
        try Row.one(
            db, sql: "SELECT count(*) FROM history WHERE certificate = ? AND account = ? AND action = 'retain'",
            arguments: [certificate.blob, account])?[0] ?? 0
    }

    /// The masked certificate that this account has of this original: the one there is, else this one.
    private static func mask(_ mask: MaskedCertificate, in db: GRDB.Database) throws -> MaskedCertificate {
        if let earlier = try masked(original: mask.original, by: mask.account, in: db) { return earlier }
        try db.run(
            sql: "INSERT INTO masked VALUES (?, ?, ?, ?)",
            arguments: [mask.id.blob, mask.account, mask.original.blob, mask.createdAt.milliseconds])
        return mask
    }

    public func retention(of certificate: CertificateID, by account: String) async throws -> Retention? {
        try await read { db in try Self.row(of: certificate, by: account, in: db).map(Retention.init(row:)) }
    }

    public func lastRetentionEnd(ofOriginal original: CertificateID) async throws -> Timestamp? {
        try await read { db in
            try Int64.fetchOne(
                db, sql: "SELECT max(ends_at) FROM retention WHERE original = ?", arguments: [original.blob]
            ).map(Timestamp.init(milliseconds:))
        }
    }

    public func retainedUnsealed(after cursor: CertificateID?, limit: Int) async throws -> [CertificateID] {
        try await read { db in
            try Row.all(
                db,
                sql: """
                    SELECT DISTINCT original FROM retention
                    WHERE original > ? AND NOT EXISTS (SELECT 1 FROM sealed WHERE certificate = original)
                    ORDER BY original LIMIT ?
                    """,
                arguments: [(cursor?.bytes ?? []).blob, limit]
            ).map { $0.certificateID("original") }
        }
    }

    public func history(of certificate: CertificateID, by account: String) async throws -> [HistoryEntry] {
        try await settle()
        return try await read { db in
            try Row.all(
                db, sql: "SELECT * FROM history WHERE certificate = ? AND account = ? ORDER BY at, number",
                arguments: [certificate.blob, account]
            ).map(HistoryEntry.init(row:))
        }
    }

    static func add(_ entry: HistoryEntry, in db: GRDB.Database) throws {
        try db.run(
            sql: """
                INSERT INTO history (certificate, account, at, action, vendor, reference, matched)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                entry.certificate.blob, entry.account, entry.at.milliseconds, entry.action.rawValue, entry.vendor,
                entry.reference, entry.matched,
            ])
    }

    public func masked(_ id: CertificateID) async throws -> MaskedCertificate? {
        try await read { db in
            try Row.one(db, sql: "SELECT * FROM masked WHERE id = ?", arguments: [id.blob])
                .map(MaskedCertificate.init(row:))
        }
    }

    public func masked(original: CertificateID, by account: String) async throws -> MaskedCertificate? {
        try await read { db in try Self.masked(original: original, by: account, in: db) }
    }

    static func masked(
        original: CertificateID, by account: String, in db: GRDB.Database
    ) throws -> MaskedCertificate? {
        try Row.one(
            db, sql: "SELECT * FROM masked WHERE original = ? AND account = ?", arguments: [original.blob, account]
        ).map(MaskedCertificate.init(row:))
    }

    public func lastMasking(ofOriginal original: CertificateID) async throws -> Timestamp? {
        try await read { db in
            try Int64.fetchOne(
                db, sql: "SELECT max(created_at) FROM masked WHERE original = ?", arguments: [original.blob]
            ).map(Timestamp.init(milliseconds:))
        }
    }
}

extension Retention {
    init(row: Row) {
        self.init(
            account: row["account"], certificate: row.certificateID("certificate"),
            original: row.certificateID("original"), vendor: row["vendor"], reference: row["reference"],
            domain: row["domain"], isSuccess: row["success"], findings: row.optionalBytes("findings"),
            createdAt: row.timestamp("created_at"), endsAt: row.timestamp("ends_at"))
    }
}

extension MaskedCertificate {
    fileprivate init(row: Row) {
        self.init(
            id: row.certificateID("id"), account: row["account"], original: row.certificateID("original"),
            createdAt: row.timestamp("created_at"))
    }
}

extension HistoryEntry {
    fileprivate init(row: Row) throws {
        guard let action = Action(rawValue: row["action"]) else {
            throw DatabaseError(message: "history holds the unknown action \(row["action"] as String)")
        }
        self.init(
            account: row["account"], certificate: row.certificateID("certificate"), at: row.timestamp("at"),
            action: action, vendor: row["vendor"], reference: row["reference"], matched: row["matched"])
    }
}
