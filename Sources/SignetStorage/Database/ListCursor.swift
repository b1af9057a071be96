public import SignetModel

/// A place in a list that begins with the newest; equal times follow their ids, the greatest first.
public struct ListCursor: Hashable, Sendable {
    public var at: Timestamp
    public var id: String

    public init(at: Timestamp, id: String) {
        self.at = at
        self.id = id
    }
}

extension DisclosureRequest {
    public var cursor: ListCursor { ListCursor(at: createdAt, id: id) }
}

extension WebhookDelivery {
    public var cursor: ListCursor { ListCursor(at: createdAt, id: id) }
}

extension ShareLink {
    public var cursor: ListCursor { ListCursor(at: createdAt, id: id) }
}
