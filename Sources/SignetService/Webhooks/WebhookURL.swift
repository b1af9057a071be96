public import SignetModel

/// An address that webhooks may be sent to, as far as its text tells.
///
/// Nothing in it is left to interpretation: what this type reads is what is connected to.
public struct WebhookURL: Hashable, Sendable {
    public enum Failure: Error, Hashable, CustomStringConvertible {
        case malformed
        case scheme
        case credentials
        case fragment
        case host

        public var description: String {
            switch self {
            case .malformed: "url is an absolute URL in ASCII, such as https://example.com/hooks, of 2,000 characters"
            case .scheme: "url begins with https://"
            case .credentials: "url has no user name or password; the signature tells who sends"
            case .fragment: "url has no fragment"
            case .host: "url has the name of a host, or an address in its usual form"
            }
        }
    }

    private static let maximumLength = 2_000

    public let isSecure: Bool
    /// A name, or an address as it is usually written; an IPv6 one in brackets.
    public let host: String
    /// The host, where it is an address.
    public let address: IPAddress?
    /// Nil where the scheme's own port is used.
    public let port: Int?
    /// Path and query; begins with `/`.
    public let target: String

    public init(_ text: some StringProtocol) throws(Failure) {
        guard text.utf8.count <= Self.maximumLength, text.utf8.allSatisfy(Self.isAllowed),
            Self.hasWholeEscapes(text), let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://")
        else { throw .malformed }
        switch text[..<colon].lowercased() {
        case "https": isSecure = true
        case "http": isSecure = false
        default: throw .scheme
        }
        guard !text.contains("#") else { throw .fragment }
        let rest = text[colon...].dropFirst(3)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = rest[..<end]
        guard !authority.contains("@") else { throw .credentials }

        var name = authority
        var port: Int?
        if let separator = authority.lastIndex(of: ":"), !authority[separator...].contains("]") {
            name = authority[..<separator]
            let digits = authority[authority.index(after: separator)...]
            guard digits.utf8.allSatisfy(Self.isDigit), let number = Int(digits), 1...65_535 ~= number else {
                throw .malformed
            }
            port = number
        }
        (host, address) = try Self.host(name)
        self.port = port == (isSecure ? 443 : 80) ? nil : port
        target = (rest[end...].hasPrefix("/") ? "" : "/") + rest[end...]
        guard description.utf8.count <= Self.maximumLength else { throw .malformed }
    }

    /// Addresses have many spellings that resolvers understand; only the usual one is taken.
    private static func host(_ name: some StringProtocol) throws(Failure) -> (String, IPAddress?) {
        guard let domain = Domain(name) else { throw .host }
        if domain.ascii.hasPrefix("[") {
            guard let address = IPAddress(domain.ascii.dropFirst().dropLast()) else { throw .host }
            return (address.isIPv4 ? "\(address)" : "[\(address)]", address)
        }
        if let last = domain.ascii.split(separator: ".").last, last.utf8.first.map(isDigit) == true {
            guard let address = IPAddress(domain.ascii) else { throw .host }
            return ("\(address)", address)
        }
        return (domain.ascii, nil)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !"\"<>\\^`{|}".utf8.contains(byte)
    }

    private static func hasWholeEscapes(_ text: some StringProtocol) -> Bool {
        text.split(separator: "%", omittingEmptySubsequences: false).dropFirst().allSatisfy { part in
            part.utf8.count >= 2 && part.prefix(2).allSatisfy(\.isHexDigit)
        }
    }
}

extension WebhookURL: CustomStringConvertible {
    public var description: String {
        (isSecure ? "https://" : "http://") + host + (port.map { ":\($0)" } ?? "") + target
    }
}
