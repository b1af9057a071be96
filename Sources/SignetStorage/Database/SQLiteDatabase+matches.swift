import GRDB
public import SignetModel

extension SQLiteDatabase {
    public func recordMatch(_ attempt: MatchAttempt) async throws -> MatchAttemptResult {
        try await write { db in try Self.record(attempt, in: db) }
    }

    static func record(_ attempt: MatchAttempt, in db: GRDB.Database) throws -> MatchAttemptResult {
        if let until = try Self.refusal(of: attempt, in: db) { return .refused(until: until) }
        for value in attempt.values {
            switch value {
            case .matched(let kind, let searchCodes):
                try db.run(
                    sql: "INSERT OR IGNORE INTO matched VALUES (?, ?, ?)",
                    arguments: [attempt.certificate.blob, attempt.reader, kind.rawValue])
                for code in searchCodes {
                    try db.run(
                        sql: "INSERT OR IGNORE INTO matched_value VALUES (?, ?, ?)",
                        arguments: [attempt.reader, code.blob, attempt.certificate.blob])
                }
            case .unmatched(let code):
                try db.run(
                    sql: "INSERT OR REPLACE INTO unmatched VALUES (?, ?, ?, ?)",
                    arguments: [attempt.certificate.blob, attempt.reader, code.blob, attempt.at.milliseconds])
            }
        }
        try Self.add(
            HistoryEntry(
                account: attempt.reader, certificate: attempt.certificate, at: attempt.at, action: .match,
                matched: attempt.values.contains(where: \.isMatched)),
            in: db)
        return .recorded
    }

    /// When the reader may ask again, where these values would be more wrong ones than the cap allows.
    private static func refusal(of attempt: MatchAttempt, in db: GRDB.Database) throws -> Timestamp? {
        let wrong = Set(attempt.values.compactMap { if case .unmatched(let code) = $0 { code } else { nil } })
        if wrong.isEmpty { return nil }
        let since = attempt.at - attempt.period
        let known = try Row.all(
            db, sql: "SELECT code, at FROM unmatched WHERE certificate = ? AND reader = ? AND at > ? ORDER BY at",
            arguments: [attempt.certificate.blob, attempt.reader, since.milliseconds])
        let codes = Set(known.map { $0.bytes("code") })
        let added = wrong.subtracting(codes).count
        guard added > 0, codes.count + added > attempt.cap else { return nil }
        return (known.first?.timestamp("at") ?? attempt.at) + attempt.period
    }

    public func matchStatus(of certificate: CertificateID, reader: String) async throws -> MatchStatus {
        try await read { db in
            let kinds = try UInt8.fetchSet(
                db, sql: "SELECT kind FROM matched WHERE certificate = ? AND reader = ?",
                arguments: [certificate.blob, reader])
            let attempted = try Bool.fetchOne(
                db, sql: "SELECT 1 FROM unmatched WHERE certificate = ? AND reader = ? LIMIT 1",
                arguments: [certificate.blob, reader])
            return MatchStatus(
                email: kinds.contains(LeadValue.Kind.email.rawValue),
                phone: kinds.contains(LeadValue.Kind.phone.rawValue),
                wasAttempted: attempted != nil || !kinds.isEmpty)
        }
    }
}
