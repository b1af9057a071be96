import SignetModel

/// Which of the values and texts of a visit are e-mail addresses and phone numbers of a lead.
struct LeadCapture {
    private static let limit = 50
    private(set) var values: [LeadValue] = []
    private var seen: Set<LeadValue> = []

    /// What a field held at the end.
    mutating func capture(value: String, field: String, type: String) {
        let value = value.foldingWhiteSpace
        guard !value.isEmpty, value.utf8.count <= 320 else { return }
        if isDigest(value) {
            if type == "email" || Array(field.utf8).contains(text: "mail") {
                add(LeadValue.digest(value, kind: .email))
            } else if type == "tel" || Array(field.utf8).contains(text: "phone") {
                add(LeadValue.digest(value, kind: .phone))
            }
        } else if value.utf8.contains(UInt8(ascii: "@")) {
            if Self.isEmail(value) { add(LeadValue.email(value)) }
        } else if Self.isPhone(value, field: field) {
            add(LeadValue.phone(value))
        }
    }

    /// The text of an element that is tagged as the consumer's own phone number or address.
    mutating func capture(tagged text: String, role: String) {
        switch role {
        case "consent-grantor-email" where Self.isEmail(text): add(LeadValue.email(text.foldingWhiteSpace))
        case "consent-grantor-phone" where Self.isPhone(text, field: ""): add(LeadValue.phone(text))
        default: break
        }
    }

    mutating func capture(pageText line: ArraySlice<UInt8>) {
        guard values.count < Self.limit else { return }
        if line.withUnsafeBytes({ $0.firstPlace(of: UInt8(ascii: "@")) }) != nil {
            for range in LeadScanner.emails(in: line) {
                add(LeadValue.email(String(decoding: line[range], as: UTF8.self)))
            }
        }
        for phone in LeadScanner.phones(in: line) {
            add(LeadValue.phone(String(decoding: phone.digits, as: UTF8.self)))
        }
    }

    /// An `@` with text on both sides.
    static func isEmail(_ text: String) -> Bool {
        LeadValue.email(text) != nil
    }

    /// No letters, three digits in a row, ten digits or eleven with the country's 1, of the North American plan; and in
    /// a field that does not say it is something else.
    static func isPhone(_ text: String, field: String) -> Bool {
        let bytes = Array(text.utf8)
        guard !bytes.contains(where: { $0.isASCIILetter || $0 >= 0x80 }),
            LeadValue.nationalNumber(bytes.filter(\.isDigit)) != nil, hasThreeDigitsInARow(bytes)
        else { return false }
        let name = field.utf8.map(\.asciiLowercased)
        return !otherFields.contains { name.contains(text: $0) }
    }

    private static let otherFields: [StaticString] = [
        "postal", "zip", "ipaddr", "ip_addr", "ip addr", "ip-addr", "time",
    ]

    private static func hasThreeDigitsInARow(_ bytes: [UInt8]) -> Bool {
        var run = 0
        for byte in bytes {
            run = byte.isDigit ? run + 1 : 0
            if run == 3 { return true }
        }
        return false
    }

    private func isDigest(_ value: String) -> Bool {
        value.utf8.count == 40 && value.utf8.allSatisfy { $0.isDigit || ($0 | 0x20) &- UInt8(ascii: "a") < 6 }
    }

    private mutating func add(_ value: LeadValue?) {
        guard let value, values.count < Self.limit, seen.insert(value).inserted else { return }
        values.append(value)
    }
}

extension [UInt8] {
    /// Whether `text` occurs here. (`String.contains` compares characters, at fifty times the price.)
    func contains(text: StaticString) -> Bool {
        text.withUTF8Buffer { needle in
            guard let first = needle.first, needle.count <= count else { return false }
            for start in 0...(count - needle.count) where self[start] == first {
                var length = 1
                while length < needle.count, self[start + length] == needle[length] { length += 1 }
                if length == needle.count { return true }
            }
            return false
        }
    }
}
