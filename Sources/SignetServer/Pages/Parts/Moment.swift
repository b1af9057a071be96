import Mustache
import SignetModel

/// A point in time as pages write it; always UTC, and always says so.
///
/// In a template: `date`, `time`, `stamp`, `iso`, `seconds`.
struct Moment: Hashable, Comparable, Sendable, MustacheParent {
    let timestamp: Timestamp

    init(_ timestamp: Timestamp) {
        self.timestamp = timestamp
    }

    static func < (left: Moment, right: Moment) -> Bool { left.timestamp < right.timestamp }

    /// `Monday, 23 November 2026`
    var date: String {
        let day = timestamp.day
        return "\(Self.weekdays[day.weekday]), \(day.day) \(Self.months[day.month - 1]) \(day.year)"
    }

    /// `13:22:30 UTC`
    var time: String { clock + " UTC" }

    /// `2026-11-23 13:22:30`, for tables whose heading names the zone.
    var stamp: String { "\(timestamp.day) \(clock)" }

    func child(named name: String) -> Any? {
        switch name {
        case "date": date
        case "time": time
        case "stamp": stamp
        case "iso": timestamp.iso8601
        case "seconds": timestamp.seconds
        default: nil
        }
    }

    private static let weekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    private var clock: String {
        let utc = timestamp.utc
        return "\(utc.hour.padded(2)):\(utc.minute.padded(2)):\(utc.second.padded(2))"
    }
}

/// The time left until something happens, in the two largest units that matter.
struct Remaining: Sendable {
    let until: Moment
    /// `2 days, 23 hours`
    let words: String

    init(until: Moment, now: Moment) {
        self.until = until
        let minutes = max(0, (until.timestamp - now.timestamp).inMilliseconds / 60_000)
        let (days, hours) = (minutes / 1_440, minutes / 60 % 24)
        words =
            switch minutes {
            case 0: "less than a minute"
            case 1..<60: counted(minutes, "minute")
            case 60..<1_440: joined(counted(hours, "hour"), minutes % 60, "minute")
            default: joined(counted(days, "day"), hours, "hour")
            }
    }
}

/// `54 seconds`, `2 minutes, 5 seconds`, `1 hour, 3 minutes`.
func inWords(seconds: Int64) -> String {
    switch max(0, seconds) {
    case let seconds where seconds < 60: counted(seconds, "second")
    case let seconds where seconds < 3_600: joined(counted(seconds / 60, "minute"), seconds % 60, "second")
    case let seconds: joined(counted(seconds / 3_600, "hour"), seconds / 60 % 60, "minute")
    }
}

/// A place in the session replay, in milliseconds from its start: `0:12.3`, `1:02:03.4`.
struct ReplayOffset: Hashable, Sendable, MustacheParent {
    let milliseconds: Int

    /// `clock`, and `value` for links.
    func child(named name: String) -> Any? {
        switch name {
        case "clock": clock
        case "value": milliseconds
        default: nil
        }
    }

    var clock: String {
        let tenths = max(0, milliseconds) / 100
        let (seconds, minutes, hours) = (tenths / 10 % 60, tenths / 600 % 60, tenths / 36_000)
        let head = hours > 0 ? "\(hours):\(minutes.padded(2))" : "\(minutes)"
        return "\(head):\(seconds.padded(2)).\(tenths % 10)"
    }
}

private func counted(_ count: Int64, _ unit: String) -> String {
    "\(count) \(unit)\(count == 1 ? "" : "s")"
}

private func joined(_ head: String, _ count: Int64, _ unit: String) -> String {
    count == 0 ? head : "\(head), \(counted(count, unit))"
}
