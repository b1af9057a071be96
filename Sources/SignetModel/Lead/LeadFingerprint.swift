import Crypto

/// An e-mail address or a phone number as somebody gave it, ready to be compared with what a consumer typed.
public struct LeadValue: Hashable, Sendable {
    public enum Kind: UInt8, Sendable, CaseIterable {
        case email = 1
        case phone = 2
    }

    public let kind: Kind
    /// SHA-1 of each spelling under which this value may be known, 40 lowercase hex digits.
    public let digests: [String]

    /// An address: trimmed, lower case. Nil without text on both sides of an `@`.
    public static func email(_ text: some StringProtocol) -> LeadValue? {
        let address = text.trimmed.lowercased()
        let bytes = address.utf8
        guard let at = bytes.lastIndex(of: UInt8(ascii: "@")), at != bytes.startIndex,
            bytes.index(after: at) != bytes.endIndex
        else { return nil }
        return LeadValue(kind: .email, digests: [sha1(address)])
    }

    /// A number: its digits, and for one of the North American plan all of `N`, `1N` and `+1N`. Nil with fewer than 7 digits.
    public static func phone(_ text: some StringProtocol) -> LeadValue? {
        let digits = text.utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (7...15).contains(digits.count) else { return nil }
        guard let nationalDigits = nationalNumber(digits) else {
            let number = String(decoding: digits, as: UTF8.self)
            return LeadValue(kind: .phone, digests: [sha1(number), sha1("+" + number)])
        }
        let national = String(decoding: nationalDigits, as: UTF8.self)
        return LeadValue(kind: .phone, digests: [sha1(national), sha1("1" + national), sha1("+1" + national)])
    }

    /// The SHA-1 of a value that somebody else normalised, in hex of any case. Nil for anything else.
    public static func digest(_ text: some StringProtocol, kind: Kind) -> LeadValue? {
        let trimmed = text.trimmed
        guard trimmed.utf8.count == 40, let bytes = Hex.decode(trimmed) else { return nil }
        return LeadValue(kind: kind, digests: [Hex.encode(bytes)])
    }

    /// A value as API clients send it: raw, or already hashed.
    public static func parse(_ text: some StringProtocol, kind: Kind) -> LeadValue? {
        if let digest = digest(text, kind: kind) { return digest }
        switch kind {
        case .email: return email(text)
        case .phone: return phone(text)
        }
    }

    /// Ten digits that the North American Numbering Plan can hold, of ten or of eleven with the country's 1.
    package static func nationalNumber(_ digits: [UInt8]) -> [UInt8]? {
        var digits = digits
        if digits.count == 11, digits[0] == UInt8(ascii: "1") { digits.removeFirst() }
        guard digits.count == 10, digits[0] >= UInt8(ascii: "2"), digits[3] >= UInt8(ascii: "2") else { return nil }
        return digits
    }

    private static func sha1(_ text: String) -> String {
        Hex.encode(Insecure.SHA1.hash(data: Array(text.utf8)))
    }
}

/// What a certificate keeps of an e-mail address or phone number that occurred in it: enough to match, nothing to read.
///
/// HMAC-SHA256, under a key of this certificate, over the SHA-1 hex of the normalised value; so raw and pre-hashed
/// queries both match, and no table built for one certificate helps with another.
public struct LeadFingerprint: Hashable, Sendable {
    public static let byteCount = 16

    public let kind: LeadValue.Kind
    public let bytes: [UInt8]

    public init(kind: LeadValue.Kind, bytes: [UInt8]) {
        self.kind = kind
        self.bytes = bytes
    }

    /// One fingerprint per spelling of the value.
    package static func all(of value: LeadValue, key: PreparedMAC) -> [LeadFingerprint] {
        value.digests.map { digest in
            LeadFingerprint(kind: value.kind, bytes: key.code(for: Array(digest.utf8), length: byteCount))
        }
    }
}

extension StringProtocol {
    var trimmed: String {
        var text = Substring(self)
        // Most text is ASCII at both ends and has nothing to trim.
        if let first = text.utf8.first, let last = text.utf8.last, 0x21...0x7E ~= first, 0x21...0x7E ~= last {
            return String(self)
        }
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return String(text)
    }
}
