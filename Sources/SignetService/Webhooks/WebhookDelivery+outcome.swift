import SignetModel
import SignetStorage

/// What came of one attempt to deliver.
enum WebhookOutcome: Hashable, Sendable {
    case answered(WebhookResponse)
    /// Nobody answered, and why.
    case failed(String)

    var isDelivered: Bool {
        if case .answered(let response) = self { 200...299 ~= response.status } else { false }
    }

    /// The endpoint wants nothing more.
    var isGone: Bool {
        if case .answered(let response) = self { response.status == 410 } else { false }
    }

    /// What a busy endpoint asks for, at most a day.
    func wait(from now: Timestamp) -> Duration {
        guard case .answered(let response) = self, [429, 503].contains(response.status), let text = response.retryAfter
        else { return .zero }
        let wait = Int64(text).map { .seconds(min($0, 86_400)) } ?? Timestamp(httpDate: text).map { $0 - now }
        return min(wait ?? .zero, .days(1))
    }
}

extension WebhookDelivery {
    /// How long to wait after each failure; after one more there is no other attempt.
    static let schedule: [Duration] = [
        .seconds(5), .minutes(5), .minutes(30), .hours(2), .hours(5), .hours(10), .hours(14), .hours(20), .hours(24),
    ]

    /// The delivery after an attempt.
    ///
    /// - Parameter jitter: 0 to 1; spreads what failed together over a tenth more of the time.
    func after(_ outcome: WebhookOutcome, at now: Timestamp, jitter: Double) -> WebhookDelivery {
        var delivery = self
        delivery.attempts += 1
        delivery.nextAttemptAt = nil
        switch outcome {
        case .answered(let response): (delivery.status, delivery.error) = (response.status, nil)
        case .failed(let reason): (delivery.status, delivery.error) = (nil, reason)
        }
        if outcome.isDelivered {
            delivery.state = .delivered
        } else if outcome.isGone || attempts >= Self.schedule.count {
            delivery.state = .failed
        } else {
            let pause = Self.schedule[attempts]
            delivery.nextAttemptAt = now + max(pause + pause * (0.1 * jitter), outcome.wait(from: now))
        }
        return delivery
    }
}

extension Timestamp {
    /// From a date as HTTP has it, such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7); its older forms are nil.
    init?(httpDate text: String) {
        let words = text.split(separator: " ")
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard words.count == 6, words[5] == "GMT", let month = months.firstIndex(of: String(words[2])) else {
            return nil
        }
        self.init(iso8601: "\(words[3])-\((month + 1).padded(2))-\(words[1])T\(words[4])Z")
    }
}
