extension Schema {
    static let webhooks = """
        CREATE TABLE webhook (
            id TEXT PRIMARY KEY,
            account TEXT NOT NULL REFERENCES account (id),
            url TEXT NOT NULL,
            events TEXT,
            description TEXT,
            enabled INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            secret BLOB NOT NULL,
            retired_secret BLOB,
            retired_until INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX webhook_by_account ON webhook (account, id);

        CREATE TABLE webhook_delivery (
            id TEXT PRIMARY KEY,
            webhook TEXT NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
            type TEXT NOT NULL,
            body BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            next_at INTEGER,
            status INTEGER,
            error TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook, next_at) WHERE next_at IS NOT NULL;
        CREATE INDEX webhook_delivery_by_webhook ON webhook_delivery (webhook, created_at, id);
        CREATE INDEX webhook_delivery_by_age ON webhook_delivery (created_at);
        """
}
