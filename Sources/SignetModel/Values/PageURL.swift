/// The address of a page that a consumer visited: `http` or `https`, never with query, fragment or credentials.
public struct PageURL: Hashable, Sendable {
    public static let maximumLength = 8_192

    public let scheme: String
    public let domain: Domain
    /// Nil where the scheme's own port is used.
    public let port: Int?
    /// Begins with `/`.
    public let path: String

    /// Takes what a browser calls an absolute URL and drops what must not be kept; nil for any other scheme or form.
    ///
    /// By bytes: in a string of characters, what follows a delimiter may be one character with it, and hide it.
    public init?(_ text: some StringProtocol) {
        var rest = Substring(text).utf8
        guard rest.count <= Self.maximumLength, let colon = rest.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let scheme = Substring(rest[..<colon]).lowercased()
        rest = rest[rest.index(after: colon)...]
        guard scheme == "http" || scheme == "https", rest.starts(with: "//".utf8) else { return nil }
        rest = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        let slash = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
        let path = rest[slash...]
        guard path.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }

        var host = rest[..<slash]
        if let at = host.lastIndex(of: UInt8(ascii: "@")) { host = host[host.index(after: at)...] }
        var port: Int?
        if let separator = host.lastIndex(of: UInt8(ascii: ":")), !host[separator...].contains(UInt8(ascii: "]")) {
            let digits = host[host.index(after: separator)...]
            host = host[..<separator]
            if !digits.isEmpty {
                guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
                    let number = Int(Substring(digits)), (0...65_535).contains(number)
                else { return nil }
                port = number
            }
        }
        guard let domain = Domain(Substring(host)) else { return nil }
        self.scheme = scheme
        self.domain = domain
        self.port = port == (scheme == "https" ? 443 : 80) ? nil : port
        self.path = path.isEmpty ? "/" : String(Substring(path))
    }

    /// `https://example.com:8443`
    public var origin: String {
        scheme + "://" + domain.ascii + (port.map { ":\($0)" } ?? "")
    }
}

extension PageURL: CustomStringConvertible {
    public var description: String { origin + path }
}
