import GRDB
public import SignetModel

extension SQLiteDatabase {
    public func wantAssets(_ codes: [[UInt8]], on day: Day) async throws -> Set<[UInt8]> {
        let found = try await read { db in
            try codes.compactMap { code in
                try Row.one(
                    db, sql: "SELECT code, wanted_on FROM asset WHERE code = ? AND state = ?",
                    arguments: [code.blob, AssetState.kept.rawValue])
            }.map { (code: $0.bytes("code"), wantedOn: $0["wanted_on"] as Int) }
        }
        let stale = found.filter { $0.wantedOn < day.number }.map(\.code)
        guard !stale.isEmpty else { return Set(found.map(\.code)) }
        let fresh = Set(found.filter { $0.wantedOn >= day.number }.map(\.code))
        return try await write { db in
            // One that went since it was read is not there.
            let noted = try stale.filter { code in
                try db.run(
                    sql: "UPDATE asset SET wanted_on = max(wanted_on, ?) WHERE code = ? AND state = ?",
                    arguments: [day.number, code.blob, AssetState.kept.rawValue])
                return db.changesCount > 0
            }
            return fresh.union(noted)
        }
    }

    public func announceAsset(_ asset: KeptAsset, on day: Day) async throws -> AssetState {
        try await write { db in
            try db.run(
                sql: """
                    INSERT INTO asset VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (code) DO UPDATE SET wanted_on = max(wanted_on, excluded.wanted_on) WHERE state <> ?
                    """,
                arguments: [
                    asset.code.blob, asset.object, asset.size, AssetState.arriving.rawValue, day.number,
                    AssetState.going.rawValue,
                ])
            let row = try Row.one(db, sql: "SELECT state FROM asset WHERE code = ?", arguments: [asset.code.blob])
            return row.flatMap { AssetState(rawValue: $0["state"]) } ?? .arriving
        }
    }

    public func confirmAsset(_ code: [UInt8]) async throws {
        try await write { db in
            try db.run(
                sql: "UPDATE asset SET state = ? WHERE code = ? AND state = ?",
                arguments: [AssetState.kept.rawValue, code.blob, AssetState.arriving.rawValue])
        }
    }

    public func assets(_ codes: [[UInt8]]) async throws -> [KeptAsset] {
        try await read { db in
            try codes.compactMap { code in
                try Row.one(
                    db, sql: "SELECT * FROM asset WHERE code = ? AND state = ?",
                    arguments: [code.blob, AssetState.kept.rawValue]
                ).map(KeptAsset.init(row:))
            }
        }
    }

    public func assets(of certificate: CertificateID) async throws -> [KeptAsset] {
        try await read { db in
            try Row.all(
                db,
                sql: """
                    SELECT asset.* FROM asset_use JOIN asset ON asset.code = asset_use.asset
                    WHERE asset_use.certificate = ?
                    """,
                arguments: [certificate.blob]
            ).map(KeptAsset.init(row:))
        }
    }

    public func assetBytes() async throws -> Int {
        try await read { db in
            try Row.one(db, sql: "SELECT coalesce(sum(size), 0) AS bytes FROM asset")?["bytes"] ?? 0
        }
    }

    public func releaseAssets(unwantedSince day: Day, limit: Int) async throws -> [KeptAsset] {
        try await write { db in
            try db.run(
                sql: """
                    UPDATE asset SET state = ? WHERE code IN (
                        SELECT code FROM asset
                        WHERE wanted_on < ? AND state <> ? AND NOT EXISTS (SELECT 1 FROM asset_use WHERE asset_use.asset = asset.code)
                        ORDER BY wanted_on, code LIMIT ?
                    )
                    """,
                arguments: [AssetState.going.rawValue, day.number, AssetState.going.rawValue, limit])
            return try Row.all(
                db, sql: "SELECT * FROM asset WHERE state = ? LIMIT ?", arguments: [AssetState.going.rawValue, limit]
            ).map(KeptAsset.init(row:))
        }
    }

    public func forgetAssets(_ codes: [[UInt8]]) async throws {
        try await write { db in
            for code in codes {
                try db.run(
                    sql: "DELETE FROM asset WHERE code = ? AND state = ?",
                    arguments: [code.blob, AssetState.going.rawValue])
            }
        }
    }
}

extension GRDB.Database {
    /// Notes what a sealed certificate shows, as far as it is there.
    func noteUse(of codes: [[UInt8]], by certificate: CertificateID) throws {
        for code in codes {
            try run(
                sql: "INSERT OR IGNORE INTO asset_use SELECT ?, code FROM asset WHERE code = ? AND state = ?",
                arguments: [certificate.blob, code.blob, AssetState.kept.rawValue])
        }
    }
}

extension KeptAsset {
    fileprivate init(row: Row) {
        self.init(code: row.bytes("code"), object: row["object"], size: row["size"])
    }
}
