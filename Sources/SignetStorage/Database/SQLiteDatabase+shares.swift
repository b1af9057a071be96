import GRDB
public import SignetModel

extension SQLiteDatabase {
    public func addShare(_ share: ShareLink, tokenDigest: [UInt8], limit: Int) async throws -> Bool {
        try await write { db in
            let count = try Row.one(
                db, sql: "SELECT count(*) FROM share WHERE \(Self.isLive)",
                arguments: [share.certificate.blob, share.account, share.createdAt.milliseconds])
            guard count?[0] ?? 0 < limit else { return false }
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
            return true
        }
    }

    /// A link to the certificate, by the account, that opens it after the moment.
    private static let isLive = "certificate = ? AND account = ? AND revoked_at IS NULL AND expires_at > ?"

    public func share(tokenDigest: [UInt8]) async throws -> ShareLink? {
        try await read { db in
            try Row.one(db, sql: "SELECT * FROM share WHERE digest = ?", arguments: [tokenDigest.blob])
                .map(ShareLink.init(row:))
        }
    }

    public func shares(
        of certificate: CertificateID, by account: String, after cursor: ListCursor?, limit: Int
    ) async throws -> [ShareLink] {
        try await read { db in
            try Row.all(
                db,
                sql: """
                    SELECT * FROM share
                    WHERE certificate = ?1 AND account = ?2 AND (?3 IS NULL OR (created_at, id) < (?3, ?4))
                    ORDER BY created_at DESC, id DESC LIMIT ?5
                    """,
                arguments: [certificate.blob, account, cursor?.at.milliseconds, cursor?.id, limit]
            ).map(ShareLink.init(row:))
        }
    }

    public func lastShare(
        of certificate: CertificateID, by account: String, expiringAfter moment: Timestamp
    ) async throws -> ShareLink? {
        try await read { db in
            try Row.one(
                db, sql: "SELECT * FROM share WHERE \(Self.isLive) ORDER BY expires_at DESC, id LIMIT 1",
                arguments: [certificate.blob, account, moment.milliseconds]
            ).map(ShareLink.init(row:))
        }
    }

    public func revokeShare(
        _ id: String, of certificate: CertificateID, by account: String, at moment: Timestamp
    ) async throws -> Bool {
        try await write { db in
            guard
                let share = try Row.one(
                    db, sql: "SELECT * FROM share WHERE id = ? AND certificate = ? AND account = ?",
                    arguments: [id, certificate.blob, account]
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
