import GRDB
public import SignetModel

extension SQLiteDatabase {
    public func addDisclosureRequest(
        _ request: DisclosureRequest, limit: Int
    ) async throws -> DisclosureRequest? {
        try await write { [self] db in
            let earlier = try Row.all(
                db, sql: "SELECT * FROM disclosure WHERE masked = ? AND holder = ? ORDER BY created_at DESC",
                arguments: [request.masked.blob, request.holder]
            ).map { try DisclosureRequest(row: $0, in: db) }
            if let open = earlier.first(where: { $0.answer == nil }) { return open }
            if earlier.count >= limit { return earlier.first }
            try db.run(
                sql: """
                    INSERT INTO disclosure
                        (id, masked, original, holder, masker, message, shows_holder, shows_masker, created_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, FALSE, ?)
                    """,
                arguments: [
                    request.id, request.masked.blob, request.original.blob, request.holder, request.masker,
                    request.message, request.showsHolder, request.createdAt.milliseconds,
                ])
            try announce(.disclosureRequested, to: request.masker, at: request.createdAt, in: db) { json in
                request.writeNews(to: &json)
            }
            return nil
        }
    }

    public func disclosureRequest(_ id: String) async throws -> DisclosureRequest? {
        try await read { db in
            try Row.one(db, sql: "SELECT * FROM disclosure WHERE id = ?", arguments: [id])
                .map { try DisclosureRequest(row: $0, in: db) }
        }
    }

    public func disclosureRequests(
        _ side: DisclosureSide, of account: String, after cursor: ListCursor?, limit: Int
    ) async throws -> [DisclosureRequest] {
        let column = side == .received ? "masker" : "holder"
        return try await read { db in
            try Row.all(
                db,
                sql: """
                    SELECT * FROM disclosure
                    WHERE \(column) = ?1 AND (?2 IS NULL OR (created_at, id) < (?2, ?3))
                    ORDER BY created_at DESC, id DESC LIMIT ?4
                    """,
                arguments: [account, cursor?.at.milliseconds, cursor?.id, limit]
            ).map { try DisclosureRequest(row: $0, in: db) }
        }
    }

    public func disclosureRequests(
        ofMasked masked: CertificateID, with account: String
    ) async throws -> [DisclosureRequest] {
        try await read { db in
            try Row.all(
                db,
                sql: """
                    SELECT * FROM disclosure WHERE masked = ? AND (holder = ? OR masker = ?)
                    ORDER BY created_at DESC, id DESC
                    """,
                arguments: [masked.blob, account, account]
            ).map { try DisclosureRequest(row: $0, in: db) }
        }
    }

    public func answerDisclosureRequest(_ request: DisclosureRequest) async throws -> Bool {
        let (kind, reason, facts) = request.answer?.columns ?? ("", nil, [])
        return try await write { [self] db in
            try db.run(
                sql: """
                    UPDATE disclosure SET answer = ?, reason = ?, shows_masker = ?, answered_at = ?
                    WHERE id = ? AND answer IS NULL
                    """,
                arguments: [kind, reason, request.showsMasker, request.answeredAt?.milliseconds, request.id])
            guard db.changesCount > 0 else { return false }
            for (number, fact) in facts.enumerated() {
                try db.run(
                    sql: "INSERT INTO disclosed_fact VALUES (?, ?, ?, ?)",
                    arguments: [request.id, number, fact.name, fact.value])
            }
            let moment = request.answeredAt ?? request.createdAt
            try announce(.disclosureAnswered, to: request.holder, at: moment, in: db) { json in
                request.writeNews(to: &json)
            }
            return true
        }
    }

    public func isDisclosed(_ original: CertificateID, to account: String) async throws -> Bool {
        try await read { db in
            try Row.one(
                db, sql: "SELECT 1 FROM disclosure WHERE original = ? AND holder = ? AND answer = 'certificate'",
                arguments: [original.blob, account]) != nil
        }
    }
}

extension DisclosureRequest {
    /// What webhooks tell: what was asked and answered is read with a key.
    fileprivate func writeNews(to json: inout JSONWriter) {
        json.object { json in
            json.key("id")
            json.string(id)
            json.key("certificate_id")
            json.string(masked.description)
        }
    }
}

extension DisclosureRequest.Answer {
    fileprivate var columns: (kind: String, reason: String?, facts: [DisclosureRequest.Fact]) {
        switch self {
        case .certificate: ("certificate", nil, [])
        case .facts(let facts): ("facts", nil, facts)
        case .refused(let reason): ("refused", reason, [])
        }
    }
}

extension DisclosureRequest {
    fileprivate init(row: Row, in db: GRDB.Database) throws {
        let id: String = row["id"]
        let kind: String? = row["answer"]
        let answer: Answer? =
            switch kind {
            case nil: nil
            case "certificate": .certificate
            case "facts": .facts(try Self.facts(of: id, in: db))
            case "refused": .refused(reason: row["reason"])
            case let kind?: throw DatabaseError(message: "a disclosure request has the unknown answer \(kind)")
            }
        self.init(
            id: id, masked: row.certificateID("masked"), original: row.certificateID("original"),
            holder: row["holder"], masker: row["masker"], message: row["message"], showsHolder: row["shows_holder"],
            showsMasker: row["shows_masker"], createdAt: row.timestamp("created_at"), answer: answer,
            answeredAt: row.optionalTimestamp("answered_at"))
    }

    private static func facts(of request: String, in db: GRDB.Database) throws -> [Fact] {
        try Row.all(
            db, sql: "SELECT name, value FROM disclosed_fact WHERE request = ? ORDER BY number", arguments: [request]
        ).map { Fact(name: $0["name"], value: $0["value"]) }
    }
}
