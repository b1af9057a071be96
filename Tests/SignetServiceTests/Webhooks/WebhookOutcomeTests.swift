import SignetModel
import SignetStorage
import Testing

@testable import SignetService

struct WebhookOutcomeTests {
    private let now = Timestamp(seconds: 1_795_000_000)

    private func delivery(attempts: Int = 0) -> WebhookDelivery {
        var delivery = WebhookDelivery(.test, to: "wh_1", body: [], at: now)
        delivery.attempts = attempts
        return delivery
    }

    private func answer(_ status: Int, _ retryAfter: String? = nil) -> WebhookOutcome {
        .answered(WebhookResponse(status: status, retryAfter: retryAfter))
    }

    @Test func `a failure is tried again after 5 seconds, then ever later, ten times in all`() {
        var delivery = delivery()
        var waits: [Duration] = []
        while delivery.state == .pending {
            delivery = delivery.after(.failed("no answer"), at: now, jitter: 0)
            if let next = delivery.nextAttemptAt { waits.append(next - now) }
        }
        #expect(delivery.attempts == 10)
        #expect(delivery.state == .failed)
        #expect(delivery.nextAttemptAt == nil)
        #expect(
            waits == [
                .seconds(5), .minutes(5), .minutes(30), .hours(2), .hours(5), .hours(10), .hours(14), .hours(20),
                .hours(24),
            ])
    }

    @Test func `what failed together does not come back together`() {
        let next = delivery(attempts: 1).after(.failed(""), at: now, jitter: 1).nextAttemptAt
        #expect(next == now + .seconds(330))
    }

    @Test(arguments: [200, 201, 202, 204, 299])
    func `any 2xx is success`(status: Int) {
        let delivery = delivery().after(answer(status), at: now, jitter: 0)
        #expect(delivery.state == .delivered)
        #expect(delivery.status == status)
        #expect(delivery.nextAttemptAt == nil)
    }

    @Test(arguments: [100, 300, 301, 302, 304, 307, 308, 400, 401, 404, 429, 500, 502, 503])
    func `anything else is a failure, and is tried again`(status: Int) {
        let delivery = delivery().after(answer(status), at: now, jitter: 0)
        #expect(delivery.state == .pending)
        #expect(delivery.nextAttemptAt == now + .seconds(5))
    }

    @Test func `410 ends it`() {
        #expect(answer(410).isGone)
        #expect(delivery().after(answer(410), at: now, jitter: 0).state == .failed)
    }

    @Test(arguments: [
        (429, "120", Duration.seconds(120)), (503, "120", .seconds(120)), (503, "1", .seconds(5)),
        (503, "999999", .days(1)), (503, "9223372036854775807", .days(1)), (503, "-7", .seconds(5)),
        (503, "soon", .seconds(5)), (500, "120", .seconds(5)), (302, "120", .seconds(5)),
        (503, "Wed, 18 Nov 2026 11:10:00 GMT", .seconds(200)),
        (429, "Fri, 18 Nov 2033 11:10:00 GMT", .days(1)), (429, "Tue, 18 Nov 2025 11:10:00 GMT", .seconds(5)),
        (429, "Wed, 18 Foo 2026 11:10:00 GMT", .seconds(5)),
    ])
    func `a busy endpoint is left alone as long as it asks, and no longer than a day`(
        status: Int, retryAfter: String, wait: Duration
    ) {
        let next = delivery().after(answer(status, retryAfter), at: now, jitter: 0).nextAttemptAt
        #expect(next == now + wait)
    }
}
