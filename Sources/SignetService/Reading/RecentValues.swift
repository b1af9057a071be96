import NIOConcurrencyHelpers

/// What was asked for lately: a lead is often asked about several times within moments.
///
/// What other processes change shows after ``lifetime``; the least recently used value goes first.
final class RecentValues<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// A class, so that finding a value copies nothing else.
    private final class Entry: Sendable {
        let value: Value
        let end: ContinuousClock.Instant?
        /// Read and written under the lock only.
        nonisolated(unsafe) var lastUse: UInt64

        init(value: Value, end: ContinuousClock.Instant?, lastUse: UInt64) {
            self.value = value
            self.end = end
            self.lastUse = lastUse
        }
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var uses: UInt64 = 0
    }

    private let capacity: Int
    private let lifetime: Duration?
    private let state = NIOLockedValueBox(State())

    /// - Parameter lifetime: nil for values that stay true.
    init(capacity: Int, lifetime: Duration?) {
        self.capacity = capacity
        self.lifetime = lifetime
    }

    subscript(_ key: Key) -> Value? {
        state.withLockedValue { state in
            guard let entry = state.entries[key] else { return nil }
            if let end = entry.end, end <= .now {
                state.entries[key] = nil
                return nil
            }
            state.uses += 1
            entry.lastUse = state.uses
            return entry.value
        }
    }

    func remember(_ value: Value, for key: Key) {
        state.withLockedValue { state in
            state.uses += 1
            state.entries[key] = Entry(value: value, end: lifetime.map { .now + $0 }, lastUse: state.uses)
            if state.entries.count > capacity,
                let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                state.entries[oldest.key] = nil
            }
        }
    }

    func forget(_ key: Key) {
        state.withLockedValue { $0.entries[key] = nil }
    }

    func forgetAll() {
        state.withLockedValue { $0.entries = [:] }
    }
}
