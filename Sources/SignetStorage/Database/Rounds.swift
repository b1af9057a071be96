import Dispatch
import NIOConcurrencyHelpers

/// Work in rounds: what arrives while one runs waits for the next, and shares it.
///
/// Rounds run one at a time, in the order in which things came, on a queue of their own: they wait for the disk, which no thread
/// of Swift's pool should.
final class Rounds<Item: Sendable>: Sendable {
    private struct State {
        var waiting: [Item] = []
        var isRunning = false
    }

    /// A round of so many shows that more are on their way.
    private static var busy: Int { 4 }

    private let state = NIOLockedValueBox(State())
    private let queue: DispatchQueue
    private let gathering: DispatchTimeInterval?

    /// - Parameter gathering: how long a round waits for more after a busy one; a lone thing never waits.
    init(label: String, gathering: DispatchTimeInterval? = nil) {
        queue = DispatchQueue(label: label)
        self.gathering = gathering
    }

    /// Adds to the next round, and starts it where none runs.
    ///
    /// - Parameter run: what a round is; the same in every call.
    func add(_ item: Item, run: @escaping @Sendable ([Item]) -> Void) {
        let mustStart = state.withLockedValue { state in
            state.waiting.append(item)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if mustStart { queue.async { self.runAll(run) } }
    }

    private func runAll(_ run: @escaping @Sendable ([Item]) -> Void) {
        while true {
            let items = state.withLockedValue { state in
                defer { state.waiting = [] }
                state.isRunning = !state.waiting.isEmpty
                return state.waiting
            }
            if items.isEmpty { return }
            run(items)
            if let gathering, items.count >= Self.busy {
                return queue.asyncAfter(deadline: .now() + gathering) { self.runAll(run) }
            }
        }
    }
}
