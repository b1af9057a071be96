import GRDB
public import SignetModel

extension SQLiteDatabase {
    public func addShare(_ share: ShareLink, tokenDigest: [UInt8]) async throws {
        try await write { db in
            try db.run(
                sql: """
                    INSERT INTO share (id, digest, certificate, account, created_at, expires_at)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    share.id, tokenDigest.blob, share.certificate.blob, share.account, share.createdAt.milliseconds,
                    share.expiresAt.milliseconds,
                ])
            try Self.add(
                HistoryEntry(
                    account: share.account, certificate: share.certificate, at: share.createdAt, action: .share),
                in: db)
        }
    }

    public func share(tokenDigest: [UInt8]) async throws -> ShareLink? {
        try await read { db in
            try Row.one(db, sql: "SELECT * FROM share WHERE digest = ?", arguments: [tokenDigest.blob])
                .map(ShareLink.init(row:))
        }
    }

    public func shares(of certificate: CertificateID, by account: String) async throws -> [ShareLink] {
        try await read { db in
            try Row.all(
                db, sql: "SELECT * FROM share WHERE certificate = ? AND account = ? ORDER BY created_at, id",
                arguments: [certificate.blob, account]
            ).map(ShareLink.init(row:))
        }
    }

    public func revokeShare(_ id: String, by account: String, at moment: Timestamp) async throws -> Bool {
        try await write { db in
            guard
                let share = try Row.one(
                    db, sql: "SELECT * FROM share WHERE id = ? AND account = ?", arguments: [id, account]
                ).map(ShareLink.init(row:))
            else { return false }
            if share.revokedAt == nil {
                try db.run(
                    sql: "UPDATE share SET revoked_at = ? WHERE id = ?", arguments: [moment.milliseconds, id])
                try Self.add(
                    HistoryEntry(account: account, certificate: share.certificate, at: moment, action: .revoke),
                    in: db)
            }
            return true
        }
    }
}

extension ShareLink {
    fileprivate init(row: Row) {
        self.init(
            id: row["id"], certificate: row.certificateID("certificate"), account: row["account"],
            createdAt: row.timestamp("created_at"), expiresAt: row.timestamp("expires_at"),
            revokedAt: row.optionalTimestamp("revoked_at"))
    }
}
