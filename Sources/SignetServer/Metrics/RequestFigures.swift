import NIOConcurrencyHelpers
import Synchronization

/// How often the requests of one route came to which status, and how long they took.
///
/// Counting takes a few tens of nanoseconds and no lock, so that the hot routes can afford it.
final class RequestFigures: Sendable {
    /// The statuses that any route of ours answers.
    static let statuses = [
        200, 201, 202, 204, 302, 303, 304, 400, 401, 402, 403, 404, 405, 409, 410, 411, 413, 415, 422, 429, 431, 500,
        503,
    ]
    /// Upper bounds, in seconds.
    static let bounds = [0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    private static let bounded = bounds.map { Int($0 * 1e9) }

    private final class Count: Sendable {
        private let atomic = Atomic<Int>(0)

        var value: Int { atomic.load(ordering: .relaxed) }

        func add(_ amount: Int) {
            atomic.wrappingAdd(amount, ordering: .relaxed)
        }
    }

    private let byStatus = statuses.map { _ in Count() }
    private let otherStatuses = Count()
    private let byDuration = (0...bounds.count).map { _ in Count() }
    private let nanoseconds = Count()
    private let bytes = Count()

    /// - Parameter received: bytes of the request's body, where the route counts them.
    func count(status: Int, took duration: Duration, received: Int = 0) {
        (Self.statuses.firstIndex(of: status).map { byStatus[$0] } ?? otherStatuses).add(1)
        let nanoseconds = Int(duration / .nanoseconds(1))
        byDuration[Self.bounded.firstIndex { nanoseconds <= $0 } ?? Self.bounds.count].add(1)
        self.nanoseconds.add(nanoseconds)
        if received > 0 { bytes.add(received) }
    }

    /// What was counted, statuses that never came left out.
    var statusCounts: [(status: String, count: Int)] {
        (zip(Self.statuses.map(String.init), byStatus) + [("other", otherStatuses)])
            .map { ($0, $1.value) }.filter { $0.1 > 0 }
    }

    /// How many took at most as long as each bound, and then how many there were.
    var cumulativeDurations: [Int] {
        byDuration.reduce(into: []) { sums, count in sums.append((sums.last ?? 0) + count.value) }
    }

    var seconds: Double { Double(nanoseconds.value) / 1e9 }
    var receivedBytes: Int { bytes.value }
}
