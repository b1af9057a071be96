/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Hashable, Comparable, Sendable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public init(seconds: Int64) {
        self.milliseconds = seconds * 1_000
    }

    /// Whole seconds since 1970, rounded down.
    public var seconds: Int64 { milliseconds.floorDivided(by: 1_000) }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    public static func + (moment: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds + duration.inMilliseconds)
    }

    public static func - (moment: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds - duration.inMilliseconds)
    }

    public static func - (later: Timestamp, earlier: Timestamp) -> Duration {
        .milliseconds(later.milliseconds - earlier.milliseconds)
    }
}

extension Timestamp {
    /// The calendar fields in UTC (proleptic Gregorian).
    public struct UTC: Hashable, Sendable {
        public let year: Int
        public let month: Int
        public let day: Int
        public let hour: Int
        public let minute: Int
        public let second: Int
    }

    public var utc: UTC {
        let days = seconds.floorDivided(by: 86_400)
        let time = Int(seconds - days * 86_400)
        let date = Day(number: Int(days))
        return UTC(
            year: date.year, month: date.month, day: date.day,
            hour: time / 3_600, minute: time / 60 % 60, second: time % 60
        )
    }

    /// `2026-11-23T12:00:00Z`: UTC, whole seconds, as every API of Signet writes a moment.
    public var iso8601: String {
        let utc = utc
        return "\(utc.year.padded(4))-\(utc.month.padded(2))-\(utc.day.padded(2))"
            + "T\(utc.hour.padded(2)):\(utc.minute.padded(2)):\(utc.second.padded(2))Z"
    }

    /// From `2026-11-23T12:00:00Z`, or from a day alone, which begins at midnight UTC; nil for anything else.
    public init?(iso8601 text: some StringProtocol) {
        guard let day = Day(text.prefix(10)) else { return nil }
        guard text.utf8.count > 10 else {
            self = day.start
            return
        }
        let parts = text.dropFirst(11).dropLast().split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ $0.count == 2 }), let hour = Int64(parts[0]),
            let minute = Int64(parts[1]), let second = Int64(parts[2])
        else { return nil }
        self = Timestamp(seconds: day.start.seconds + hour * 3_600 + minute * 60 + second)
        guard iso8601 == text else { return nil }
    }

    /// The UTC day this moment falls on.
    public var day: Day { Day(number: Int(seconds.floorDivided(by: 86_400))) }
}

extension Timestamp: CustomStringConvertible {
    public var description: String { iso8601 }
}

extension Duration {
    /// Whole milliseconds, rounded towards zero.
    public var inMilliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }

    public static func minutes(_ count: Int64) -> Duration { .seconds(count * 60) }
    public static func hours(_ count: Int64) -> Duration { .seconds(count * 3_600) }
    public static func days(_ count: Int64) -> Duration { .seconds(count * 86_400) }
}

extension Int64 {
    func floorDivided(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension Int {
    package func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
