import Mustache

/// A point in time as pages write it; always UTC, and always says so.
///
/// In a template: `date`, `time`, `stamp`, `iso`, `seconds`.
struct Moment: Hashable, Comparable, Sendable, MustacheParent {
    /// Since 1970-01-01T00:00:00Z.
    let milliseconds: Int64

    init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    init(seconds: Int64) {
        self.milliseconds = seconds * 1_000
    }

    static func < (left: Moment, right: Moment) -> Bool { left.milliseconds < right.milliseconds }

    /// `Monday, 23 November 2026`
    var date: String {
        let fields = fields
        return "\(Self.weekdays[fields.weekday]), \(fields.day) \(Self.months[fields.month - 1]) \(fields.year)"
    }

    /// `13:22:30 UTC`
    var time: String { clock + " UTC" }

    /// `2026-11-23 13:22:30`, for tables whose heading names the zone.
    var stamp: String { isoDay + " " + clock }

    /// `2026-11-23T13:22:30Z`
    var iso: String { isoDay + "T" + clock + "Z" }

    func child(named name: String) -> Any? {
        switch name {
        case "date": date
        case "time": time
        case "stamp": stamp
        case "iso": iso
        case "seconds": milliseconds.floorDivided(by: 1_000)
        default: nil
        }
    }

    private static let weekdays = [
        "Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday",
    ]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    private var isoDay: String {
        let fields = fields
        return "\(padded(fields.year, 4))-\(padded(fields.month))-\(padded(fields.day))"
    }

    private var clock: String {
        let second = Int(secondOfDay)
        return "\(padded(second / 3_600)):\(padded(second / 60 % 60)):\(padded(second % 60))"
    }

    private var days: Int64 { milliseconds.floorDivided(by: 86_400_000) }
    private var secondOfDay: Int64 { milliseconds.floorDivided(by: 1_000) - days * 86_400 }

    /// Calendar fields of the proleptic Gregorian calendar; weekday counts from the Thursday that 1970 began with.
    private var fields: (year: Int, month: Int, day: Int, weekday: Int) {
        // Years are counted from March, so that the leap day is a year's last and each month's start is a formula.
        let sinceEra = days + 719_468
        let era = sinceEra.floorDivided(by: 146_097)
        let dayOfEra = sinceEra - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (
            year: Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), month: Int(month),
            day: Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1), weekday: Int(days - days.floorDivided(by: 7) * 7)
        )
    }
}

/// The time left until something happens, in the two largest units that matter.
struct Remaining: Sendable {
    let until: Moment
    /// `2 days, 23 hours`
    let words: String

    init(until: Moment, now: Moment) {
        self.until = until
        let minutes = max(0, (until.milliseconds - now.milliseconds) / 60_000)
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
        let head = hours > 0 ? "\(hours):\(padded(minutes))" : "\(minutes)"
        return "\(head):\(padded(seconds)).\(tenths % 10)"
    }
}

private func counted(_ count: Int64, _ unit: String) -> String {
    "\(count) \(unit)\(count == 1 ? "" : "s")"
}

private func joined(_ head: String, _ count: Int64, _ unit: String) -> String {
    count == 0 ? head : "\(head), \(counted(count, unit))"
}

private func padded(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

extension Int64 {
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
