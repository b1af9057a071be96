import GRDB
public import SignetModel

extension SQLiteDatabase {
    public func addDomain(_ domain: OwnedDomain, limit: Int) async throws -> Bool {
        try await write { db in
            let count: Int =
                try Row.one(
                    db, sql: "SELECT count(*) FROM domain WHERE account = ?", arguments: [domain.account])?[0] ?? 0
            guard count < limit else { return false }
            try db.run(
                sql: """
                    INSERT OR IGNORE INTO domain
                        (account, domain, code, subdomains, retains, created_at, finding, next_check_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    domain.account, domain.domain.ascii, domain.code, domain.includesSubdomains,
                    domain.retainsAutomatically, domain.createdAt.milliseconds, domain.finding.rawValue,
                    domain.nextCheckAt.milliseconds,
                ])
            return db.changesCount > 0
        }
    }

    public func domains(of account: String, after cursor: String?, limit: Int) async throws -> [OwnedDomain] {
        try await read { db in
            try Row.all(
                db, sql: "SELECT * FROM domain WHERE account = ? AND domain > ? ORDER BY domain LIMIT ?",
                arguments: [account, cursor ?? "", limit]
            ).map(OwnedDomain.init(row:))
        }
    }

    public func domain(_ domain: Domain, of account: String) async throws -> OwnedDomain? {
        try await read { db in try Self.domain(domain, of: account, in: db) }
    }

    private static func domain(
        _ domain: Domain, of account: String, in db: GRDB.Database
    ) throws -> OwnedDomain? {
        try Row.one(
            db, sql: "SELECT * FROM domain WHERE account = ? AND domain = ?", arguments: [account, domain.ascii]
        ).map(OwnedDomain.init(row:))
    }

    public func changeDomain(
        _ domain: Domain, of account: String, _ change: @escaping @Sendable (inout OwnedDomain) -> Void
    ) async throws -> OwnedDomain? {
        try await write { db in
            guard var changed = try Self.domain(domain, of: account, in: db) else { return nil }
            change(&changed)
            try db.run(
                sql: "UPDATE domain SET subdomains = ?, retains = ? WHERE account = ? AND domain = ?",
                arguments: [changed.includesSubdomains, changed.retainsAutomatically, account, domain.ascii])
            return changed
        }
    }

    public func removeDomain(_ domain: Domain, of account: String) async throws -> Bool {
        try await write { db in
            try db.run(
                sql: "DELETE FROM domain WHERE account = ? AND domain = ?", arguments: [account, domain.ascii])
            return db.changesCount > 0
        }
    }

    public func dueDomains(at moment: Timestamp, limit: Int) async throws -> [OwnedDomain] {
        try await read { db in
            try Row.all(
                db, sql: "SELECT * FROM domain WHERE next_check_at <= ? ORDER BY next_check_at LIMIT ?",
                arguments: [moment.milliseconds, limit]
            ).map(OwnedDomain.init(row:))
        }
    }

    public func recordCheck(_ domain: OwnedDomain) async throws -> OwnedDomain? {
        try await write { [self] db in
            var domain = domain
            guard let earlier = try Self.domain(domain.domain, of: domain.account, in: db) else { return nil }
            let owner = try Row.one(
                db, sql: "SELECT account FROM domain WHERE domain = ? AND verified_at IS NOT NULL",
                arguments: [domain.domain.ascii])
            if let owner: String = owner?["account"], owner != domain.account, domain.verifiedAt != nil {
                domain.verifiedAt = nil
                domain.finding = .taken
            }
            try db.run(
                sql: """
                    UPDATE domain
                    SET finding = ?, checked_at = ?, next_check_at = ?, verified_at = ?, failing_since = ?
                    WHERE account = ? AND domain = ?
                    """,
                arguments: [
                    domain.finding.rawValue, domain.checkedAt?.milliseconds, domain.nextCheckAt.milliseconds,
                    domain.verifiedAt?.milliseconds, domain.failingSince?.milliseconds, domain.account,
                    domain.domain.ascii,
                ])
            if (earlier.verifiedAt == nil) != (domain.verifiedAt == nil) {
                let news: WebhookEventType = domain.verifiedAt == nil ? .domainLapsed : .domainVerified
                let moment = domain.checkedAt ?? domain.createdAt
                try announce(news, to: domain.account, at: moment, in: db) { json in
                    json.object { json in
                        json.key("domain")
                        json.string(domain.domain.ascii)
                    }
                }
            }
            return try Self.domain(domain.domain, of: domain.account, in: db)
        }
    }

    public func verifiedDomain(of host: Domain) async throws -> OwnedDomain? {
        try await read { db in
            for name in host.andThoseAbove {
                let row = try Row.one(
                    db,
                    sql: """
                        SELECT * FROM domain
                        WHERE domain = ? AND verified_at IS NOT NULL AND (subdomains OR domain = ?)
                        """,
                    arguments: [name, host.ascii])
                if let row { return try OwnedDomain(row: row) }
            }
            return nil
        }
    }

    // MARK: Connections

    public func addConnection(_ connection: Connection) async throws -> Bool {
        try await write { db in
            guard try Self.connection(between: connection.inviter, and: connection.invitee, in: db) == nil else {
                return false
            }
            try db.run(
                sql: "INSERT INTO connection VALUES (?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    connection.id, connection.inviter, connection.invitee, connection.createdAt.milliseconds,
                    connection.acceptedAt?.milliseconds, connection.inviterSharesOwnership,
                    connection.inviteeSharesOwnership,
                ])
            return true
        }
    }

    public func connections(of account: String, after cursor: String?, limit: Int) async throws -> [Connection] {
        try await read { db in
            try Row.all(
                db,
                sql: "SELECT * FROM connection WHERE (inviter = ? OR invitee = ?) AND id > ? ORDER BY id LIMIT ?",
                arguments: [account, account, cursor ?? "", limit]
            ).map(Connection.init(row:))
        }
    }

    public func connection(_ id: String, of account: String) async throws -> Connection? {
        try await read { db in try Self.connection(id, of: account, in: db) }
    }

    private static func connection(_ id: String, of account: String, in db: GRDB.Database) throws -> Connection? {
        try Row.one(
            db, sql: "SELECT * FROM connection WHERE id = ? AND (inviter = ? OR invitee = ?)",
            arguments: [id, account, account]
        ).map(Connection.init(row:))
    }

    public func connection(between account: String, and other: String) async throws -> Connection? {
        try await read { db in try Self.connection(between: account, and: other, in: db) }
    }

    private static func connection(
        between account: String, and other: String, in db: GRDB.Database
    ) throws -> Connection? {
        try Row.one(
            db, sql: "SELECT * FROM connection WHERE inviter = ? AND invitee = ? OR inviter = ? AND invitee = ?",
            arguments: [account, other, other, account]
        ).map(Connection.init(row:))
    }

    public func changeConnection(
        _ id: String, of account: String, _ change: @escaping @Sendable (inout Connection) throws -> Void
    ) async throws -> Connection? {
        try await write { db in
            guard var connection = try Self.connection(id, of: account, in: db) else { return nil }
            try change(&connection)
            try db.run(
                sql: "UPDATE connection SET accepted_at = ?, inviter_shares = ?, invitee_shares = ? WHERE id = ?",
                arguments: [
                    connection.acceptedAt?.milliseconds, connection.inviterSharesOwnership,
                    connection.inviteeSharesOwnership, id,
                ])
            return connection
        }
    }

    public func removeConnection(_ id: String) async throws {
        try await write { db in try db.run(sql: "DELETE FROM connection WHERE id = ?", arguments: [id]) }
    }
}

extension Domain {
    /// The domain itself and every one above it, the nearest first: `a.b.example`, `b.example`, `example`.
    fileprivate var andThoseAbove: [String] {
        let labels = ascii.split(separator: ".")
        return labels.indices.map { labels[$0...].joined(separator: ".") }
    }
}

extension OwnedDomain {
    fileprivate init(row: Row) throws {
        guard let domain = Domain(row["domain"] as String), let finding = Finding(rawValue: row["finding"]) else {
            throw DatabaseError(message: "the domain \(row["domain"] as String) cannot be read")
        }
        self.init(
            account: row["account"], domain: domain, code: row["code"], includesSubdomains: row["subdomains"],
            retainsAutomatically: row["retains"], createdAt: row.timestamp("created_at"), finding: finding,
            checkedAt: row.optionalTimestamp("checked_at"), nextCheckAt: row.timestamp("next_check_at"),
            verifiedAt: row.optionalTimestamp("verified_at"), failingSince: row.optionalTimestamp("failing_since"))
    }
}

extension Connection {
    fileprivate init(row: Row) {
        self.init(
            id: row["id"], inviter: row["inviter"], invitee: row["invitee"], createdAt: row.timestamp("created_at"),
            acceptedAt: row.optionalTimestamp("accepted_at"), inviterSharesOwnership: row["inviter_shares"],
            inviteeSharesOwnership: row["invitee_shares"])
    }
}
