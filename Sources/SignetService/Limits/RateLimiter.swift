import NIOConcurrencyHelpers
public import SignetModel

/// Token buckets by key: each fills at a rate a second, and holds two seconds of it.
///
/// Buckets that are full again are forgotten where there are many, so memory follows the number of callers of the last two
/// seconds, or stays small.
public final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var updatedAt: Timestamp
    }

    private struct Shard {
        var buckets: [Key: Bucket] = [:]
        var sweptAt: Timestamp?
    }

    private static let sweepPeriod: Duration = .seconds(1)
    private static let shardLimit = 8_192

    private let rate: Double
    private let burst: Double
    private let shards: [NIOLockedValueBox<Shard>]

    public enum Key: Hashable, Sendable {
        case network(ArraySlice<UInt8>)
        case site(String)
        /// A digest of what authenticates.
        case credential([UInt8])
    }

    /// What a caller has left.
    public struct Share: Hashable, Sendable {
        public let isAdmitted: Bool
        /// Requests that would be admitted now.
        public let remaining: Int
        /// Seconds until everything is there again; for a caller that is refused, until the next request is admitted.
        public let resetSeconds: Int
    }

    /// Requests that a caller may make at once.
    public var quota: Int { Int(burst) }
    /// In which time they come back.
    public static let windowSeconds = 2

    public init(perSecond rate: Double) {
        self.rate = rate
        burst = Double(Self.windowSeconds) * rate
        shards = (0..<16).map { _ in NIOLockedValueBox(Shard()) }
    }

    /// Whether `key` may act now; if so, it has.
    public func admit(_ key: Key, at now: Timestamp) -> Bool {
        take(key, at: now).isAdmitted
    }

    /// The same, and what is left then.
    public func take(_ key: Key, at now: Timestamp) -> Share {
        shards[Int(UInt(bitPattern: key.hashValue) % UInt(shards.count))].withLockedValue { shard in
            sweep(&shard, at: now)
            var bucket = shard.buckets[key] ?? Bucket(tokens: burst, updatedAt: now)
            bucket.tokens = refilled(bucket, at: now)
            bucket.updatedAt = now
            defer { shard.buckets[key] = bucket }
            guard bucket.tokens >= 1 else {
                return Share(isAdmitted: false, remaining: 0, resetSeconds: seconds(for: 1 - bucket.tokens))
            }
            bucket.tokens -= 1
            return Share(
                isAdmitted: true, remaining: Int(bucket.tokens), resetSeconds: seconds(for: burst - bucket.tokens))
        }
    }

    /// Until as many tokens have come in; at least one.
    private func seconds(for tokens: Double) -> Int { max(1, Int((tokens / rate).rounded(.up))) }

    /// Buckets in memory.
    var count: Int { shards.reduce(0) { $0 + $1.withLockedValue { $0.buckets.count } } }

    /// Forgets full buckets, where there are many, and not for every request.
    private func sweep(_ shard: inout Shard, at now: Timestamp) {
        guard shard.buckets.count >= Self.shardLimit else { return }
        if let last = shard.sweptAt, now - last < Self.sweepPeriod { return }
        shard.sweptAt = now
        shard.buckets = shard.buckets.filter { refilled($0.value, at: now) < burst }
    }

    private func refilled(_ bucket: Bucket, at now: Timestamp) -> Double {
        let elapsed = Double(max(0, now.milliseconds - bucket.updatedAt.milliseconds)) / 1_000
        return min(burst, bucket.tokens + elapsed * rate)
    }
}
