import NIOConcurrencyHelpers
public import SignetModel

/// Token buckets by key: each fills at a rate a second, and holds two seconds of it.
///
/// Buckets that are full again are forgotten, so memory follows the number of callers of the last two seconds.
public final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var updatedAt: Timestamp
    }

    private let rate: Double
    private let burst: Double
    private let shards: [NIOLockedValueBox<[Key: Bucket]>]
    private static let shardLimit = 8_192

    public enum Key: Hashable, Sendable {
        case network(ArraySlice<UInt8>)
        case site(String)
    }

    public init(perSecond rate: Double) {
        self.rate = rate
        burst = 2 * rate
        shards = (0..<16).map { _ in NIOLockedValueBox([:]) }
    }

    /// Whether `key` may act now; if so, it has.
    public func admit(_ key: Key, at now: Timestamp) -> Bool {
        shards[Int(UInt(bitPattern: key.hashValue) % UInt(shards.count))].withLockedValue { buckets in
            var bucket = buckets[key] ?? Bucket(tokens: burst, updatedAt: now)
            bucket.tokens = refilled(bucket, at: now)
            bucket.updatedAt = now
            defer { buckets[key] = bucket }
            if buckets.count >= Self.shardLimit { buckets = buckets.filter { refilled($0.value, at: now) < burst } }
            guard bucket.tokens >= 1 else { return false }
            bucket.tokens -= 1
            return true
        }
    }

    private func refilled(_ bucket: Bucket, at now: Timestamp) -> Double {
        let elapsed = Double(max(0, now.milliseconds - bucket.updatedAt.milliseconds)) / 1_000
        return min(burst, bucket.tokens + elapsed * rate)
    }
}
