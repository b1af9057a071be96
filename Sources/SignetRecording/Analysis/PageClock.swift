import SignetModel

/// From the page's clock, which may be wrong by years, to the server's.
struct PageClock: Sendable {
    /// To be added to a time of the page's, in milliseconds.
    let correction: Int64?
    private let earliest: Int64
    private let received: [Int64]

    /// A request cannot arrive before it was sent, so of all batches the one with the least difference was on its way for the
    /// shortest time and is nearest to the truth.
    init(_ content: Archive, events: [Event]) {
        received = content.entries.map(\.envelope.receivedAt.milliseconds)
        earliest = content.issuedAt.milliseconds - Int64(86_400_000)
        let differences = content.entries.compactMap { entry in
            entry.envelope.sentAt.map { entry.envelope.receivedAt.milliseconds &- $0.milliseconds }
        }
        correction = differences.min() ?? Self.correction(of: events, received: received)
    }

    /// Without times of sending: none, unless events are said to be from after their arrival or from long before.
    private static func correction(of events: [Event], received: [Int64]) -> Int64? {
        guard let slack = events.map({ received[Int($0.batch)] - $0.at }).min() else { return nil }
        return slack < 0 || slack > 86_400_000 ? slack : nil
    }

    /// Never after the event's batch arrived, never more than a day before the certificate was issued.
    func time(of event: Event) -> Timestamp {
        let time = event.at.addingReportingOverflow(correction ?? 0).partialValue
        return Timestamp(milliseconds: max(earliest, min(time, received[Int(event.batch)])))
    }
}
