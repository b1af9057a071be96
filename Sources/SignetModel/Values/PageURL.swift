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
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count <= Self.maximumLength, let colon = text.firstIndex(of: ":") else { return nil }
        let scheme = text[..<colon].lowercased()
        var rest = text[text.index(after: colon)...]
        guard scheme == "http" || scheme == "https", rest.hasPrefix("//") else { return nil }
        rest = rest.dropFirst(2)
        if let end = rest.firstIndex(where: { $0 == "?" || $0 == "#" }) { rest = rest[..<end] }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        var authority = rest[..<slash]
        if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
        let path = rest[slash...]
        guard path.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }) else { return nil }

        var host = authority
        var port: Int?
        if let separator = authority.lastIndex(of: ":"), !authority[separator...].contains("]") {
            host = authority[..<separator]
            let digits = authority[authority.index(after: separator)...]
            if !digits.isEmpty {
                guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
                    let number = Int(digits), (0...65_535).contains(number)
                else { return nil }
                port = number
            }
        }
        guard let domain = Domain(host) else { return nil }
        self.scheme = scheme
        self.domain = domain
        self.port = port == (scheme == "https" ? 443 : 80) ? nil : port
        self.path = path.isEmpty ? "/" : String(path)
    }

    /// `https://example.com:8443`
    public var origin: String {
        scheme + "://" + domain.ascii + (port.map { ":\($0)" } ?? "")
    }
}

extension PageURL: CustomStringConvertible {
    public var description: String { origin + path }
}
