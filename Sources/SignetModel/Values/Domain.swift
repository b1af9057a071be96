/// A host as the address bar shows it: lower case, A-labels (RFC 5890), no port, no trailing dot.
///
/// IP addresses count: forms are tested on `127.0.0.1`, and IPv6 ones stand in brackets.
public struct Domain: Hashable, Sendable {
    public let ascii: String

    public init?(_ host: some StringProtocol) {
        var name = host.lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        let isIPv6 = name.hasPrefix("[") && name.hasSuffix("]")
        let allowed: (UInt8) -> Bool = { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                UInt8(ascii: "."), UInt8(ascii: "_"):
                true
            case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ":"): isIPv6
            default: false
            }
        }
        guard !name.isEmpty, name.utf8.count <= 253, name.utf8.allSatisfy(allowed) else { return nil }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard isIPv6 || labels.allSatisfy({ (1...63).contains($0.utf8.count) }) else { return nil }
        ascii = name
    }
}

extension Domain: CustomStringConvertible {
    public var description: String { ascii }
}
