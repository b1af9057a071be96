import SignetModel

/// Codes of what a reader asks about, which tell nothing without the secret and cannot be compared between readers.
struct LeadCodes: Sendable {
    private static let length = 16

    private let search: PreparedMAC
    private let attempt: PreparedMAC

    init(reader: String, secret: Secret) {
        let context = Array(reader.utf8)
        search = PreparedMAC(key: secret.oldest.key(for: .leadSearch, context: context))
        attempt = PreparedMAC(key: secret.current.key(for: .matchAttempt, context: context))
    }

    /// By which a reader finds what it matched: one for each spelling of the value.
    func codes(of value: LeadValue) -> [[UInt8]] {
        value.digests.map { code(of: $0, kind: value.kind, by: search) }
    }

    /// The same, of a text that may be an address, a number or the hash of either.
    func codes(of text: String) -> [[UInt8]] {
        LeadValue.Kind.allCases.compactMap { LeadValue.parse(text, kind: $0) }.flatMap { codes(of: $0) }
    }

    /// By which guesses are told apart. What cannot be read as an address or number still is a guess.
    func guessCode(of value: LeadValue?, text: String, kind: LeadValue.Kind) -> [UInt8] {
        code(of: value?.digests[0] ?? text, kind: kind, by: attempt)
    }

    private func code(of spelling: String, kind: LeadValue.Kind, by mac: PreparedMAC) -> [UInt8] {
        mac.code(for: Array("\(kind.rawValue)\(spelling)".utf8), length: Self.length)
    }
}
