import NIOHTTP1
import SignetModel

/// Finds out who sent a request: the peer, or the rightmost address that no trusted proxy vouches away.
struct ClientAddress: Sendable {
    /// Longer headers tell nothing more.
    private static let maximumHeaderLength = 1_024

    let trustedProxies: [AddressRange]

    func observed(_ head: HTTPRequestHead, peer: IPAddress?) -> ObservedRequest {
        observed(peer: peer, headers: head.headers.lazy.map { ($0.name, $0.value) })
    }

    /// One pass over the headers: they are few, and every lookup by name would walk them again.
    func observed(peer: IPAddress?, headers: some Sequence<(String, String)>) -> ObservedRequest {
        var request = ObservedRequest(address: "")
        var forwarded: [Substring] = []
        for (name, value) in headers {
            switch name.utf8.count {
            case 6 where name.isSame(as: "origin"): request.origin = Self.clipped(value)
            case 7 where name.isSame(as: "referer"): request.referer = Self.withoutQuery(Self.clipped(value))
            case 10 where name.isSame(as: "user-agent"): request.userAgent = Self.clipped(value)
            case 15 where name.isSame(as: "x-forwarded-for"): forwarded += value.split(separator: ",")
            default:
                if name.utf8.count > 9, name.isPrefixed(by: "sec-ch-ua") {
                    request.clientHints[name.lowercased()] = Self.clipped(value)
                } else if name.isSame(as: "sec-ch-ua") {
                    request.clientHints["sec-ch-ua"] = Self.clipped(value)
                }
            }
        }
        request.address = address(peer: peer, forwarded: forwarded)
        return request
    }

    private func address(peer: IPAddress?, forwarded: [Substring]) -> String {
        guard let peer else { return "" }
        guard !trustedProxies.isEmpty, isTrusted(peer) else { return peer.description }
        var nearest = peer
        for hop in forwarded.reversed() {
            guard let address = IPAddress(hop.filter { $0 != " " }) else { break }
            nearest = address
            if !isTrusted(address) { break }
        }
        return nearest.description
    }

    private func isTrusted(_ address: IPAddress) -> Bool {
        trustedProxies.contains { $0.contains(address) }
    }

    private static func clipped(_ value: String) -> String {
        value.utf8.count <= maximumHeaderLength ? value : String(value.prefix(maximumHeaderLength))
    }

    /// The query of a referring page may hold what a consumer typed.
    private static func withoutQuery(_ url: String) -> String {
        String(url.prefix { $0 != "?" && $0 != "#" })
    }
}

extension String {
    /// - Parameter name: lower case.
    fileprivate func isSame(as name: StaticString) -> Bool {
        utf8.count == name.utf8CodeUnitCount && isPrefixed(by: name)
    }

    fileprivate func isPrefixed(by name: StaticString) -> Bool {
        name.withUTF8Buffer { name in
            var index = utf8.startIndex
            for byte in name {
                guard index < utf8.endIndex else { return false }
                let own = utf8[index]
                let lowered = own >= UInt8(ascii: "A") && own <= UInt8(ascii: "Z") ? own | 0x20 : own
                if lowered != byte { return false }
                index = utf8.index(after: index)
            }
            return true
        }
    }
}
