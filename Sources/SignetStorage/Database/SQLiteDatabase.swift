package import GRDB
import SignetModel

/// The embedded database: one SQLite file.
///
/// WAL with `synchronous=FULL`: what a write returned from survives a power loss. Writes that arrive while one
/// transaction is being synced share the next. Checkpoints run off the write path. Any number of processes may have it open;
/// one of them may keep a ``MatchJournal`` in front of it, whose matches the others see half a second later.
public final class SQLiteDatabase: Database {
    package let pool: DatabasePool
    public let webhookBell = WebhookBell()
    let writer: GatheringWriter
    let journal: MatchJournal?
    private let checkpointer: Checkpointer

    /// Opens the file, creating or migrating it. Throws ``StorageVersionError`` on data of a newer Signet.
    public convenience init(path: String) throws {
        try self.init(path: path, journal: nil)
    }

    /// The same, and adds what the journal of an earlier process holds.
    init(path: String, journal: MatchJournal?) throws {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16384")
        }
        pool = try DatabasePool(path: path, configuration: configuration)
        // The pool sets up its connection with NORMAL, under which the last commits are lost with the power.
        try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
        let migrator = Schema.migrator
        if try pool.read(migrator.hasBeenSuperseded) {
            throw StorageVersionError(path: path)
        }
        try migrator.migrate(pool)
        checkpointer = try Checkpointer(path: path, configuration: configuration)
        self.journal = journal
        writer = GatheringWriter(pool: pool, checkpointer: checkpointer, journal: journal)
        if let journal { try open(journal) }
    }

    private func open(_ journal: MatchJournal) throws {
        let added = try pool.write { db in
            let added = try Int64.fetchOne(db, sql: "SELECT added FROM match_journal") ?? 0
            let left = try journal.read(after: UInt64(added))
            try Self.add(left, in: db)
            return left.last?.number ?? UInt64(added)
        }
        try journal.begin(after: added)
    }

    /// On the caller's thread: what is read is small and mostly in memory, and costs less than going to another thread.
    func read<Value: Sendable>(_ body: (GRDB.Database) throws -> Value) async throws -> Value {
        try readHere(body)
    }

    private func readHere<Value>(_ body: (GRDB.Database) throws -> Value) throws -> Value {
        try pool.read(body)
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (GRDB.Database) throws -> Value) async throws -> Value {
        try await writer.write(body)
    }

    /// Moves what the write-ahead log holds into the database file, as far as readers allow.
    public func checkpoint() async throws {
        try await checkpointer.checkpoint()
    }

    /// Adds what the journal holds, and lets go of the file.
    public func close() async throws {
        try await settle()
        try await checkpointer.close()
        try pool.close()
    }
}

/// The data was written by a newer Signet than this one.
public struct StorageVersionError: Error, CustomStringConvertible {
    public let path: String

    public var description: String {
        "\(path) was written by a newer version of Signet; run that version, or restore a backup made with this one"
    }
}
