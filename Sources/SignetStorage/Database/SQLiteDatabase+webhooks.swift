import GRDB
import SignetModel

extension SQLiteDatabase {
    public func addWebhook(_ endpoint: WebhookEndpoint, limit: Int) async throws -> Bool {
        try await write { db in
            let count: Int =
                try Row.one(
                    db, sql: "SELECT count(*) FROM webhook WHERE account = ?", arguments: [endpoint.account])?[0] ?? 0
            guard count < limit else { return false }
            try db.run(
                sql: """
                    INSERT INTO webhook (id, account, url, events, description, enabled, created_at, secret)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    endpoint.id, endpoint.account, endpoint.url, endpoint.eventNames, endpoint.description,
                    endpoint.isEnabled, endpoint.createdAt.milliseconds, endpoint.sealedSecret.blob,
                ])
            return true
        }
    }

    public func webhooks(of account: String, after cursor: String?, limit: Int) async throws -> [WebhookEndpoint] {
        try await read { db in
            try Row.all(
                db, sql: "SELECT * FROM webhook WHERE account = ? AND id > ? ORDER BY id LIMIT ?",
                arguments: [account, cursor ?? "", limit]
            ).map(WebhookEndpoint.init(row:))
        }
    }

    public func webhook(_ id: String, of account: String) async throws -> WebhookEndpoint? {
        try await read { db in try Self.webhook(id, of: account, in: db) }
    }

    private static func webhook(_ id: String, of account: String, in db: GRDB.Database) throws -> WebhookEndpoint? {
        try Row.one(db, sql: "SELECT * FROM webhook WHERE id = ? AND account = ?", arguments: [id, account])
            .map(WebhookEndpoint.init(row:))
    }

    public func changeWebhook(
        _ id: String, of account: String, _ change: @escaping @Sendable (inout WebhookEndpoint) throws -> Void
    ) async throws -> WebhookEndpoint? {
        try await write { [webhookBell] db in
            guard var endpoint = try Self.webhook(id, of: account, in: db) else { return nil }
            try change(&endpoint)
            try db.run(
                sql: """
                    UPDATE webhook SET url = ?, events = ?, description = ?, enabled = ?, secret = ?, retired_secret = ?,
                        retired_until = ?
                    WHERE id = ?
                    """,
                arguments: [
                    endpoint.url, endpoint.eventNames, endpoint.description, endpoint.isEnabled,
                    endpoint.sealedSecret.blob, endpoint.retiredSecret?.sealed.blob,
                    endpoint.retiredSecret?.endsAt.milliseconds, id,
                ])
            db.afterNextTransaction { _ in webhookBell.ring() }
            return endpoint
        }
    }

    public func removeWebhook(_ id: String, of account: String) async throws -> Bool {
        try await write { db in
            try db.run(sql: "DELETE FROM webhook WHERE id = ? AND account = ?", arguments: [id, account])
            return db.changesCount > 0
        }
    }
}

extension WebhookEndpoint {
    fileprivate var eventNames: String? { events?.map(\.rawValue).joined(separator: " ") }

    init(row: Row) throws {
        let events = try (row["events"] as String?).map { names in
            try names.split(separator: " ").map { try WebhookEventType(stored: String($0)) }
        }
        self.init(
            id: row["id"], account: row["account"], url: row["url"], events: events, description: row["description"],
            isEnabled: row["enabled"], createdAt: row.timestamp("created_at"), sealedSecret: row.bytes("secret"),
            retiredSecret: row.optionalTimestamp("retired_until").map { endsAt in
                RetiredSecret(sealed: row.bytes("retired_secret"), endsAt: endsAt)
            })
    }
}

extension WebhookEventType {
    init(stored name: String) throws {
        guard let type = Self(rawValue: name) else {
            throw DatabaseError(message: "a webhook has the unknown event \(name)")
        }
        self = type
    }
}
