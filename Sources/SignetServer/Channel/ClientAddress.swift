import SignetModel

/// The address at the other end of a connection.
struct Peer: Sendable {
    let address: IPAddress
    /// In canonical form, made once for all requests of a connection.
    let text: String

    init?(_ text: String?) {
        guard let address = text.flatMap({ IPAddress($0) }) else { return nil }
        self.address = address
        self.text = address.description
    }
}

/// What a request's headers tell of the browser that sent it.
struct ObservedHeaders: Sendable {
    /// Longer values tell nothing more.
    private static let maximumLength = 1_024

    private(set) var userAgent: String?
    private(set) var origin: String?
    /// Without query and fragment, which may hold what a consumer typed.
    private(set) var referer: String?
    private(set) var clientHints: [String: String] = [:]
    /// What `X-Forwarded-For` says, in its order.
    private(set) var forwarded: [String] = []

    mutating func note(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
        let clipped = value.prefix(Self.maximumLength)
        switch name.count {
        case 6 where name.isSame(as: "origin"): origin = clipped.text
        case 7 where name.isSame(as: "referer"):
            referer = clipped.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }.text
        case 10 where name.isSame(as: "user-agent"): userAgent = clipped.text
        case 15 where name.isSame(as: "x-forwarded-for"):
            forwarded += value.split(separator: UInt8(ascii: ",")).map(\.trimmed.text)
        case 9... where name.isPrefixed(by: "sec-ch-ua"): clientHints[name.text.lowercased()] = clipped.text
        default: break
        }
    }
}

/// Finds out who sent a request: the peer, or the rightmost address that no trusted proxy vouches away.
struct ClientAddress: Sendable {
    let trustedProxies: [AddressRange]

    func observed(_ headers: ObservedHeaders, peer: Peer?) -> ObservedRequest {
        ObservedRequest(
            address: address(peer: peer, forwarded: headers.forwarded), userAgent: headers.userAgent,
            origin: headers.origin, referer: headers.referer, clientHints: headers.clientHints)
    }

    private func address(peer: Peer?, forwarded: [String]) -> String {
        guard let peer else { return "" }
        guard !trustedProxies.isEmpty, isTrusted(peer.address) else { return peer.text }
        var nearest = peer.address
        for hop in forwarded.reversed() {
            guard let address = IPAddress(hop) else { break }
            nearest = address
            if !isTrusted(address) { break }
        }
        return nearest.description
    }

    private func isTrusted(_ address: IPAddress) -> Bool {
        trustedProxies.contains { $0.contains(address) }
    }
}
