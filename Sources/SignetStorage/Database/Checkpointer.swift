import GRDB
import NIOConcurrencyHelpers

/// Keeps the write-ahead log short: a long one makes every read slower, since SQLite looks there first.
///
/// A connection of its own moves nearly all of the log into the database while writes go on. The few pages that came meanwhile
/// are moved by the writer between two transactions, since SQLite begins the log anew only when nothing is left in it.
final class Checkpointer: Sendable {
    /// Writes between two checkpoints: some tens of megabytes. A page that many of them touch is moved once.
    private static let period = 4_000

    private struct State {
        var writes = 0
        var isAtWork = false
        var awaitsWriter = false
    }

    private let queue: DatabaseQueue
    private let state = NIOLockedValueBox(State())

    init(path: String, configuration: GRDB.Configuration) throws {
        queue = try DatabaseQueue(path: path, configuration: configuration)
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
            let isDone = (try? await checkpoint()) != nil
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

    func checkpoint() async throws {
        try await queue.writeWithoutTransaction { db in _ = try db.checkpoint(.passive) }
    }

    func close() throws {
        try queue.close()
    }
}
