import SignetModel
import Testing

@testable import SignetService

struct RateLimiterTests {
    private let start = Timestamp(seconds: 1_795_000_000)

    @Test func `a caller may spend two seconds' worth at once, and then as much as comes in`() {
        let limiter = RateLimiter(perSecond: 5)
        let key = RateLimiter.Key.site("forms.example")
        let atOnce = (0..<20).filter { _ in limiter.admit(key, at: start) }
        #expect(atOnce.count == 10)
        let aSecondLater = (0..<20).filter { _ in limiter.admit(key, at: start + .seconds(1)) }
        #expect(aSecondLater.count == 5)
        let muchLater = (0..<20).filter { _ in limiter.admit(key, at: start + .hours(1)) }
        #expect(muchLater.count == 10)
    }

    @Test func `callers do not spend each other's share`() {
        let limiter = RateLimiter(perSecond: 1)
        for number in UInt8(0)...255 { #expect(limiter.admit(.network([192, 0, number]), at: start)) }
        #expect(limiter.admit(.site("a.example"), at: start))
    }

    @Test func `a clock that goes back gives nothing and takes nothing`() {
        let limiter = RateLimiter(perSecond: 1)
        let key = RateLimiter.Key.site("forms.example")
        #expect(limiter.admit(key, at: start) && limiter.admit(key, at: start))
        #expect(!limiter.admit(key, at: start - .hours(1)))
    }

    @Test func `many callers are counted each, and forgotten when they are gone`() {
        let limiter = RateLimiter(perSecond: 1)
        func callers(_ moment: Timestamp) -> Int {
            (0..<300_000).filter { limiter.admit(.site("\($0).example"), at: moment) }.count
        }
        #expect(callers(start) == 300_000)
        #expect(limiter.count == 300_000)
        #expect((0..<3).allSatisfy { _ in limiter.admit(.site("new.example"), at: start + .minutes(1)) } == false)
        _ = callers(start + .minutes(1))
        #expect(limiter.count < 320_000)
    }
}
