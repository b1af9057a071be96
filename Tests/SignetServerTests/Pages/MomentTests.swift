import SignetModel
import Testing

@testable import SignetServer

@Suite("Times on pages")
struct MomentTests {
    @Test(
        "are written in UTC with weekday and month in words",
        arguments: [
            (0, "Thursday, 1 January 1970", "1970-01-01T00:00:00Z"),
            (-1, "Wednesday, 31 December 1969", "1969-12-31T23:59:59Z"),
            (951_782_400, "Tuesday, 29 February 2000", "2000-02-29T00:00:00Z"),
            (1_709_251_199, "Thursday, 29 February 2024", "2024-02-29T23:59:59Z"),
            (1_795_440_150, "Monday, 23 November 2026", "2026-11-23T13:22:30Z"),
            (4_107_542_400, "Monday, 1 March 2100", "2100-03-01T00:00:00Z"),
        ])
    func dates(_ seconds: Int64, _ date: String, _ iso: String) {
        let moment = Moment(Timestamp(seconds: seconds))
        #expect(moment.date == date)
        #expect(moment.timestamp.iso8601 == iso)
    }

    @Test(
        "left are told in the two largest units",
        arguments: [
            (-5, "less than a minute"), (59, "less than a minute"), (60, "1 minute"), (3_599, "59 minutes"),
            (3_600, "1 hour"), (7_260, "2 hours, 1 minute"), (86_400, "1 day"), (255_600, "2 days, 23 hours"),
        ])
    func remaining(_ seconds: Int64, _ words: String) {
        #expect(
            Remaining(until: Moment(Timestamp(seconds: 1_000 + seconds)), now: Moment(Timestamp(seconds: 1_000))).words
                == words)
    }

    @Test(
        "spent are told to the second within the hour",
        arguments: [
            (0, "0 seconds"), (1, "1 second"), (54, "54 seconds"), (84, "1 minute, 24 seconds"),
            (3_780, "1 hour, 3 minutes"),
        ])
    func spans(_ seconds: Int64, _ words: String) {
        #expect(inWords(seconds: seconds) == words)
    }

    @Test(
        "in the replay are told to the tenth",
        arguments: [(0, "0:00.0"), (12_345, "0:12.3"), (3_723_400, "1:02:03.4")])
    func offsets(_ milliseconds: Int, _ clock: String) {
        #expect(ReplayOffset(milliseconds: milliseconds).clock == clock)
    }
}
