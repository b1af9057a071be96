import GRDB
public import SignetModel

extension SQLiteDatabase {
    public func recordMatch(
        _ attempt: MatchAttempt, completion: @escaping @Sendable (Result<MatchAttemptResult, any Error>) -> Void
    ) {
        if let journal, journal.hasRoom, attempt.values.allSatisfy(\.isMatched) {
            journal.append(attempt, due: { [writer] in writer.writeJournal() }) { completion($0.map { .recorded }) }
        } else {
            writer.write({ db in try Self.record(attempt, in: db) }, completion: completion)
        }
    }

    /// Returns when what was acknowledged before stands in the tables.
    func settle() async throws {
        guard let journal, !journal.pending.isEmpty else { return }
        try await write { _ in }
    }

    /// Adds attempts of which every value matched, in the order of their numbers.
    static func add(_ entries: some Collection<MatchJournal.Entry>, in db: GRDB.Database) throws {
        var last: UInt64?
        // The same lead is often asked about more than once within moments.
        var known: Set<MatchAttempt> = []
        for entry in entries {
            let attempt = entry.attempt
            if known.insert(attempt.undated).inserted {
                for value in attempt.values { try Self.record(value, of: attempt, in: db) }
            }
            try Self.add(HistoryEntry(of: attempt), in: db)
            last = entry.number
        }
        guard let last else { return }
        try db.run(sql: "UPDATE match_journal SET added = ?", arguments: [Int64(last)])
    }

    static func record(_ attempt: MatchAttempt, in db: GRDB.Database) throws -> MatchAttemptResult {
        if let until = try Self.refusal(of: attempt, in: db) { return .refused(until: until) }
        for value in attempt.values { try record(value, of: attempt, in: db) }
        try add(HistoryEntry(of: attempt), in: db)
        return .recorded
    }

    private static func record(_ value: MatchAttempt.Value, of attempt: MatchAttempt, in db: GRDB.Database) throws {
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
        try await settle()
        return try await read { db in
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

extension MatchAttempt {
    /// What it adds but for the line of history.
    fileprivate var undated: MatchAttempt {
        var undated = self
        undated.at = Timestamp(milliseconds: 0)
        return undated
    }
}

extension HistoryEntry {
    fileprivate init(of attempt: MatchAttempt) {
        self.init(
            account: attempt.reader, certificate: attempt.certificate, at: attempt.at, action: .match,
            matched: attempt.values.contains(where: \.isMatched))
    }
}
