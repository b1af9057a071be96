/// A host as the address bar shows it: lower case, A-labels (RFC 5890), no port, no trailing dot.
///
/// IP addresses count: forms are tested on `127.0.0.1`, and IPv6 ones stand in brackets.
public struct Domain: Hashable, Sendable {
    public let ascii: String

    public init?(_ host: some StringProtocol) {
        var name = host.lowercased()
        if name.utf8.last == UInt8(ascii: ".") { name.removeLast() }
        let isIPv6 = name.utf8.first == UInt8(ascii: "[") && name.utf8.last == UInt8(ascii: "]")
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
        guard isIPv6 || Self.hasLabels(name.utf8) else { return nil }
        ascii = name
    }

    /// Whether each label, between full stops, has 1 to 63 bytes (RFC 1035, 2.3.4).
    private static func hasLabels(_ name: String.UTF8View) -> Bool {
        var length = 0
        for byte in name {
            guard byte == UInt8(ascii: ".") else {
                length += 1
                continue
            }
            guard (1...63).contains(length) else { return false }
            length = 0
        }
        return (1...63).contains(length)
    }
}

extension Domain: CustomStringConvertible {
    public var description: String { ascii }
}
