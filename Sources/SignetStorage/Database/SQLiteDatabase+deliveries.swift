import GRDB
public import SignetModel

extension SQLiteDatabase {
    /// Puts an event into the outbox, once for each endpoint of the account that wants it.
    ///
    /// Belongs into the transaction of what causes the event: then the one is there exactly where the other is.
    ///
    /// - Parameter data: writes what the event is about; is not called where nobody wants to know.
    func announce(
        _ type: WebhookEventType, to account: String, at moment: Timestamp, in db: GRDB.Database,
        data: (inout JSONWriter) throws -> Void
    ) throws {
        let endpoints = try Row.all(
            db,
            sql: """
                SELECT id FROM webhook
                WHERE account = ? AND enabled AND (events IS NULL OR instr(' ' || events || ' ', ' ' || ? || ' '))
                """,
            arguments: [account, type.rawValue])
        guard !endpoints.isEmpty else { return }
        let body = try WebhookDelivery.body(type, at: moment, data: data)
        for row in endpoints {
            try insert(WebhookDelivery(type, to: row["id"], body: body, at: moment), in: db)
        }
    }

    public func addDelivery(_ delivery: WebhookDelivery) async throws {
        try await write { [self] db in try insert(delivery, in: db) }
    }

    private func insert(_ delivery: WebhookDelivery, in db: GRDB.Database) throws {
        try db.run(
            sql: "INSERT INTO webhook_delivery VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                delivery.id, delivery.endpoint, delivery.type.rawValue, delivery.body.blob,
                delivery.createdAt.milliseconds, delivery.state.rawValue, delivery.attempts,
                delivery.nextAttemptAt?.milliseconds, delivery.status, delivery.error,
            ])
        db.afterNextTransaction { [webhookBell] _ in webhookBell.ring() }
    }

    public func deliveries(
        of endpoint: String, after cursor: ListCursor?, limit: Int
    ) async throws -> [WebhookDelivery] {
        try await read { db in
            try Row.all(
                db,
                sql: """
                    SELECT * FROM webhook_delivery
                    WHERE webhook = ?1 AND (?2 IS NULL OR (created_at, id) < (?2, ?3))
                    ORDER BY created_at DESC, id DESC LIMIT ?4
                    """,
                arguments: [endpoint, cursor?.at.milliseconds, cursor?.id, limit]
            ).map(WebhookDelivery.init(row:))
        }
    }

    public func replayDelivery(
        _ id: String, of endpoint: String, at moment: Timestamp
    ) async throws -> WebhookDelivery? {
        try await write { [webhookBell] db in
            try db.run(
                sql: "UPDATE webhook_delivery SET state = ?, attempts = 0, next_at = ? WHERE id = ? AND webhook = ?",
                arguments: [WebhookDelivery.State.pending.rawValue, moment.milliseconds, id, endpoint])
            db.afterNextTransaction { _ in webhookBell.ring() }
            return try Row.one(
                db, sql: "SELECT * FROM webhook_delivery WHERE id = ? AND webhook = ?", arguments: [id, endpoint]
            ).map(WebhookDelivery.init(row:))
        }
    }

    public func dueWebhooks(at moment: Timestamp) async throws -> [WebhookEndpoint] {
        try await read { db in
            // Goes from endpoint to endpoint in the index, however much waits for each.
            try Row.all(
                db,
                sql: """
                    WITH RECURSIVE waiting (webhook) AS (
                        SELECT min(webhook) FROM webhook_delivery WHERE next_at IS NOT NULL
                        UNION ALL
                        SELECT (SELECT min(webhook) FROM webhook_delivery
                            WHERE next_at IS NOT NULL AND webhook > waiting.webhook)
                        FROM waiting WHERE waiting.webhook IS NOT NULL
                    )
                    SELECT webhook.* FROM waiting
                    JOIN webhook ON webhook.id = waiting.webhook
                    JOIN account ON account.id = webhook.account
                    WHERE webhook.enabled AND account.disabled_at IS NULL AND EXISTS (
                        SELECT 1 FROM webhook_delivery WHERE webhook = waiting.webhook AND next_at <= ?)
                    """,
                arguments: [moment.milliseconds]
            ).map(WebhookEndpoint.init(row:))
        }
    }

    public func dueDeliveries(
        of endpoint: String, at moment: Timestamp, limit: Int
    ) async throws -> [WebhookDelivery] {
        try await read { db in
            try Row.all(
                db, sql: "SELECT * FROM webhook_delivery WHERE webhook = ? AND next_at <= ? ORDER BY next_at LIMIT ?",
                arguments: [endpoint, moment.milliseconds, limit]
            ).map(WebhookDelivery.init(row:))
        }
    }

    public func recordAttempt(_ delivery: WebhookDelivery, of tried: WebhookDelivery, isGone: Bool) async throws {
        try await write { db in
            try db.run(
                sql: """
                    UPDATE webhook_delivery SET state = ?, attempts = ?, next_at = ?, status = ?, error = ?
                    WHERE id = ? AND attempts = ? AND next_at = ?
                    """,
                arguments: [
                    delivery.state.rawValue, delivery.attempts, delivery.nextAttemptAt?.milliseconds, delivery.status,
                    delivery.error, delivery.id, tried.attempts, tried.nextAttemptAt?.milliseconds,
                ])
            if isGone {
                try db.run(sql: "UPDATE webhook SET enabled = FALSE WHERE id = ?", arguments: [delivery.endpoint])
            }
        }
    }
}

extension WebhookDelivery {
    fileprivate init(row: Row) throws {
        guard let state = State(rawValue: row["state"]) else {
            throw DatabaseError(message: "a webhook's delivery has the unknown state \(row["state"] as String)")
        }
        self.init(
            try WebhookEventType(stored: row["type"]), to: row["webhook"], body: row.bytes("body"),
            at: row.timestamp("created_at"))
        id = row["id"]
        self.state = state
        attempts = row["attempts"]
        nextAttemptAt = row.optionalTimestamp("next_at")
        status = row["status"]
        error = row["error"]
    }
}
