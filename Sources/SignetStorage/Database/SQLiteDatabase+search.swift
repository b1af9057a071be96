import GRDB
import SignetModel

extension SQLiteDatabase {
    public func retentions(
        _ search: RetentionSearch, of account: String, limit: Int
    ) async throws -> [RetentionListing] {
        let condition = RetentionCondition(search, account: account)
        try await settle()
        return try await read { db in
            try Row.all(
                db,
                sql: """
                    SELECT retention.*,
                        EXISTS (\(RetentionCondition.matched)) AS matched,
                        (SELECT id FROM masked WHERE original = certificate AND account = retention.account) AS masked
                    FROM retention WHERE \(condition.sql)
                    ORDER BY created_at DESC, certificate DESC LIMIT \(limit)
                    """,
                arguments: condition.arguments
            ).map { row in
                RetentionListing(
                    retention: Retention(row: row), isMatched: row["matched"],
                    masked: row.hasNull(atIndex: row.count - 1) ? nil : row.certificateID("masked"))
            }
        }
    }

    /// The same of one that was made a moment ago.
    static func listing(of retention: Retention, in db: GRDB.Database) throws -> RetentionListing {
        let matched = try Row.one(
            db, sql: "SELECT 1 FROM matched WHERE certificate = ? AND reader = ?",
            arguments: [retention.certificate.blob, retention.account])
        return RetentionListing(
            retention: retention, isMatched: matched != nil,
            masked: try masked(original: retention.certificate, by: retention.account, in: db)?.id)
    }

    public func begin(_ request: IdempotentAnswer) async throws -> IdempotentAnswer? {
        try await write { db in
            let earlier = try Row.one(
                db, sql: "SELECT * FROM idempotent_answer WHERE account = ? AND key = ?",
                arguments: [request.account, request.key]
            ).map(IdempotentAnswer.init(row:))
            if let earlier, !earlier.isOver(at: request.at) { return earlier }
            try Self.put(request, in: db)
            return nil
        }
    }

    public func finish(_ answer: IdempotentAnswer) async throws {
        try await write { db in try Self.put(answer, in: db) }
    }

    private static func put(_ answer: IdempotentAnswer, in db: GRDB.Database) throws {
        try db.run(
            sql: "INSERT OR REPLACE INTO idempotent_answer VALUES (?, ?, ?, ?, ?)",
            arguments: [
                answer.account, answer.key, answer.request.blob, answer.answer?.blob, answer.at.milliseconds,
            ])
    }
}

extension IdempotentAnswer {
    fileprivate init(row: Row) {
        self.init(
            account: row["account"], key: row["key"], request: row.bytes("request"),
            answer: row.hasNull(atIndex: 3) ? nil : row.bytes("answer"), at: row.timestamp("at"))
    }

    fileprivate func isOver(at moment: Timestamp) -> Bool {
        moment - at > (answer == nil ? Self.patience : Self.lifetime)
    }
}

/// A search as SQL over the table of retentions.
private struct RetentionCondition {
    static let matched = """
        SELECT 1 FROM matched
        WHERE matched.certificate = retention.certificate AND matched.reader = retention.account
        """

    private(set) var sql = "account = ?"
    private(set) var arguments: StatementArguments

    init(_ search: RetentionSearch, account: String) {
        arguments = [account]
        if search.vendor != nil || search.reference != nil { addLabels(search) }
        if let domain = search.domain { add("domain = ?", [domain]) }
        if let isSuccess = search.isSuccess { add("success = ?", [isSuccess]) }
        if let isMatched = search.isMatched { add("\(isMatched ? "" : "NOT ")EXISTS (\(Self.matched))", []) }
        for codes in search.leadCodes {
            let places = codes.map { _ in "?" }.joined(separator: ", ")
            add(
                """
                certificate IN (SELECT certificate FROM matched_value WHERE reader = retention.account AND code IN (\(places)))
                """, StatementArguments(codes.map(\.blob)))
        }
        if let from = search.from { add("created_at >= ?", [from.milliseconds]) }
        if let to = search.to { add("created_at < ?", [to.milliseconds]) }
        if let after = search.after {
            add("(created_at, certificate) < (?, ?)", [after.at.milliseconds, after.certificate.blob])
        }
    }

    /// One line of history must have both.
    private mutating func addLabels(_ search: RetentionSearch) {
        var line = """
            EXISTS (SELECT 1 FROM history WHERE history.certificate = retention.certificate
                AND history.account = retention.account AND action = 'retain'
            """
        var values: StatementArguments = []
        for (column, value) in [("vendor", search.vendor), ("reference", search.reference)] {
            guard let value else { continue }
            line += " AND history.\(column) = ?"
            values += [value]
        }
        add(line + ")", values)
    }

    private mutating func add(_ condition: String, _ values: StatementArguments) {
        sql += " AND " + condition
        arguments += values
    }
}
