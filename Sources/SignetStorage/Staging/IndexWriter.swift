import Logging
import NIOConcurrencyHelpers
import NIOPosix
import SignetModel

/// Brings the indexes of days up to what their segments hold, on a thread of its own and in large pieces.
///
/// What is not indexed yet is kept here and can be asked for; what a crash takes of it is read from the segments again.
final class IndexWriter: Sendable {
    private struct Piece: Sendable {
        let day: StagedDay
        var visits: [CertificateID: StagedVisit] = [:]
        /// The end of what `visits` were made of.
        var end: RecordLocation
    }

    private struct State {
        var waiting: [Day: Piece] = [:]
        /// Is being written just now.
        var writing: [Day: Piece] = [:]
        var isScheduled = false

        var waitingCount: Int { waiting.values.reduce(0) { $0 + $1.visits.count } }
    }

    /// So many visits make a piece.
    private static let pieceSize = 10_000
    /// At so many the store waits for the index, which bounds memory.
    private static let maximumWaiting = 5 * pieceSize

    private let thread = NIOThreadPool(numberOfThreads: 1)
    private let state = NIOLockedValueBox(State())
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
        thread.start()
    }

    /// Notes what became of visits.
    ///
    /// - Parameter end: up to where the day's records are known to `visits` and what was noted earlier.
    func note(_ visits: [StagedVisit], of day: StagedDay, end: RecordLocation) {
        let (isFull, mustStart) = state.withLockedValue { state in
            var piece = state.waiting.removeValue(forKey: day.day) ?? Piece(day: day, end: end)
            for visit in visits { piece.visits[visit.certificate] = visit }
            piece.end = end
            state.waiting[day.day] = piece
            let count = state.waitingCount
            let mustStart = count >= Self.pieceSize && !state.isScheduled
            if mustStart { state.isScheduled = true }
            return (count >= Self.maximumWaiting, mustStart)
        }
        if mustStart { thread.submit { _ in self.write() } }
        if isFull { waitForThread() }
    }

    /// Returns when the pieces of now are written.
    private func waitForThread() {
        let done = ConditionLock(value: false)
        thread.submit { _ in
            done.lock()
            done.unlock(withValue: true)
        }
        done.lock(whenValue: true)
        done.unlock()
    }

    /// What is known of a visit and not indexed yet.
    func visit(_ id: CertificateID, on day: Day) -> StagedVisit? {
        state.withLockedValue { $0.waiting[day]?.visits[id] ?? $0.writing[day]?.visits[id] }
    }

    /// Returns when all that was noted by now is indexed.
    func flush() async {
        await withCheckedContinuation { continuation in
            thread.submit { _ in
                self.write()
                continuation.resume()
            }
        }
    }

    func forget(_ day: Day) {
        state.withLockedValue { $0.waiting[day] = nil }
    }

    func shutDown() async throws {
        await flush()
        try await thread.shutdownGracefully()
    }

    private func write() {
        let pieces = state.withLockedValue { state in
            state.isScheduled = false
            state.writing = state.waiting
            state.waiting = [:]
            return state.writing
        }
        for (day, piece) in pieces where !piece.visits.isEmpty {
            do {
                try piece.day.index.put(piece.visits.values, position: piece.end)
            } catch {
                logger.error("the staging index lags", metadata: ["day": "\(day)", "error": "\(error)"])
                keep(piece, of: day)
            }
        }
        state.withLockedValue { $0.writing = [:] }
    }

    /// Puts back what could not be written, under what has come since.
    private func keep(_ piece: Piece, of day: Day) {
        state.withLockedValue { state in
            var kept = piece
            if let newer = state.waiting[day] {
                kept.visits.merge(newer.visits) { $1 }
                kept.end = newer.end
            }
            state.waiting[day] = kept
        }
    }
}
