import GRDB
import GRDBSQLite
import NIOConcurrencyHelpers
import NIOPosix

#if canImport(Glibc)
import Glibc
#endif

/// Keeps the write-ahead log short: a long one makes every read slower, since SQLite looks there first.
///
/// A connection of its own moves nearly all of the log into the database while writes go on. The few pages that came meanwhile
/// are moved by the writer between two transactions, since SQLite begins the log anew only when nothing is left in it.
final class Checkpointer: Sendable {
    /// Writes between two checkpoints: a log of some 150 MB where all are retains. A page that many of them touch is moved once.
    private static let period = 8_000
    /// Whoever waits for an answer goes before.
    private static let niceness: Int32 = 10

    private struct State {
        var writes = 0
        var isAtWork = false
        var awaitsWriter = false
    }

    private let thread = NIOThreadPool(numberOfThreads: 1)
    private let queue: DatabaseQueue
    private let state = NIOLockedValueBox(State())

    init(path: String, configuration: GRDB.Configuration) throws {
        queue = try DatabaseQueue(path: path, configuration: configuration)
        thread.start()
        #if canImport(Glibc)
        // On Linux, the calling thread's only.
        thread.submit { _ in _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness) }
        #endif
    }

    /// Counts a transaction of so many writes, and starts a checkpoint where one is due and none at work.
    func noteCommit(of writes: Int) {
        let isDue = state.withLockedValue { state in
            state.writes += writes
            guard state.writes >= Self.period, !state.isAtWork, !state.awaitsWriter else { return false }
            state.writes = 0
            state.isAtWork = true
            return true
        }
        guard isDue else { return }
        Task {
            // What one leaves behind, the next takes along.
            let isDone = (try? await checkpointTwice()) != nil
            state.withLockedValue { state in
                state.isAtWork = false
                state.awaitsWriter = isDone
            }
        }
    }

    /// Whether the writer should move what is left; asked once.
    func takeTurn() -> Bool {
        state.withLockedValue { state in
            defer { state.awaitsWriter = false }
            return state.awaitsWriter
        }
    }

    /// The second takes what came during the first.
    private func checkpointTwice() async throws {
        for _ in 0..<2 { try await checkpoint() }
    }

    func checkpoint() async throws {
        try await thread.runIfActive { [queue] in
            try queue.writeWithoutTransaction { db in
                _ = try db.checkpoint(.passive)
                try db.syncFile()
            }
        }
    }

    func close() async throws {
        try await thread.shutdownGracefully()
        try queue.close()
    }
}

extension GRDB.Database {
    /// Waits until the disk has what was written to the database file.
    ///
    /// SQLite does so when the whole log has been moved, which on a busy server is when the writer moves the rest, and everybody
    /// waits.
    fileprivate func syncFile() throws {
        var file: UnsafeMutablePointer<sqlite3_file>?
        var code = sqlite3_file_control(sqliteConnection, "main", SQLITE_FCNTL_FILE_POINTER, &file)
        if code == SQLITE_OK, let file { code = file.pointee.pMethods.pointee.xSync(file, SQLITE_SYNC_NORMAL) }
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
}
