public import SignetModel

/// Takes out of a text whatever tells where it stood: URLs, hosts, mail addresses and phone numbers.
///
/// Reads each text once, word by word; no word is longer than the text, so the time is linear.
public struct OriginRedactor: Sendable {
    /// What stands for what was taken out.
    public struct Placeholders: Sendable {
        public var url: String
        public var email: String
        public var phone: String

        /// For readers of a masked certificate.
        public static let redacted = Placeholders(url: "[redacted]", email: "[redacted]", phone: "[redacted]")
        /// As consent languages are compared: what differs between the pages of one text.
        public static let template = Placeholders(url: "{{url}}", email: "{{email}}", phone: "{{phone}}")
    }

    /// Hosts of this certificate, which are hidden in any form, `localhost` and addresses included.
    private let hosts: Set<String>
    /// Each host has a character that words of a text seldom have.
    private let hostsArePunctuated: Bool
    /// Paths of this certificate's pages, in lower case.
    private let paths: Set<String>
    private let placeholders: Placeholders

    /// Shorter ones say too little to be hidden.
    private static let shortestPath = 8

    /// - Parameter paths: of pages; those shorter than eight characters are not hidden.
    public init(
        hosts: some Sequence<Domain>, paths: some Sequence<String> = [], placeholders: Placeholders = .redacted
    ) {
        self.hosts = Set(hosts.flatMap { [$0.ascii, $0.ascii.withoutWWW] })
        self.paths = Set(paths.filter { $0.count >= Self.shortestPath }.map { $0.lowercased() })
        hostsArePunctuated = self.hosts.allSatisfy { $0.contains(".") || $0.contains(":") }
        self.placeholders = placeholders
    }

    public func redact(_ text: String) -> String {
        var text = text
        text.makeContiguousUTF8()
        var output = ""
        output.reserveCapacity(text.utf8.count)
        var rest = Substring(text)
        while !rest.isEmpty {
            let end = harmlessEnd(of: rest)
            output += rest[..<end]
            rest = rest[end...]
            guard let first = rest.first else { break }
            if first.isWhitespace {
                output.append(first)
                rest = rest.dropFirst()
            } else if let end = phoneEnd(in: rest) {
                output += placeholders.phone
                rest = rest[end...]
            } else {
                let end = wordEnd(in: rest)
                if let redacted = redacted(rest[..<end]) {
                    output += redacted
                    rest = rest[end...]
                } else {
                    let start = phoneStart(in: rest[..<end], of: rest) ?? end
                    output += rest[..<start]
                    rest = rest[start...]
                }
            }
        }
        return output
    }

    /// The end of the words at the text's beginning that need no closer look: nearly all of a page.
    private func harmlessEnd(of text: Substring) -> Substring.Index {
        guard hostsArePunctuated else { return text.startIndex }
        let count = text.utf8.withContiguousStorageIfAvailable { HarmlessWords.count($0) } ?? 0
        return text.utf8.index(text.startIndex, offsetBy: count)
    }

    private func wordEnd(in text: Substring) -> Substring.Index {
        // Characters are put together only where there are others than ASCII's.
        let special = text.utf8.firstIndex { $0 <= 0x20 || $0 >= 0x80 } ?? text.endIndex
        if special < text.endIndex, text.utf8[special] == 0x20 { return special }
        return text.firstIndex(where: \.isWhitespace) ?? text.endIndex
    }

    /// Drops the product tokens of a user agent that hold the name of the origin: in-app browsers sign themselves.
    public func userAgent(_ text: String) -> String {
        let names = hosts.flatMap { host in
            host.split(separator: ".").map(String.init).filter { $0.count >= 5 } + [host]
        }
        return text.split(separator: " ").filter { token in
            let lowered = token.lowercased()
            return !names.contains { lowered.contains($0) } && !looksLikeHost(Substring(lowered))
        }.joined(separator: " ")
    }

    /// Nil where the word reveals nothing.
    private func redacted(_ word: Substring) -> String? {
        let isPart: (Character) -> Bool = { $0.isLetter || $0.isNumber }
        guard let start = word.firstIndex(where: isPart), let last = word.lastIndex(where: isPart) else { return nil }
        let end = word.index(after: last)
        guard let placeholder = placeholder(for: word[start..<end], after: word[..<start]) else { return nil }
        // A URL's tail may be punctuation that belongs to it; a sentence's full stop does not.
        return word[..<start] + placeholder + word[end...].filter { ".,;:!?)]}\"'”’".contains($0) }
    }

    private func placeholder(for word: Substring, after punctuation: Substring) -> String? {
        let lowered = word.lowercased().withoutUnseen
        // Bytes are asked first: whole texts are searched for only where they may be.
        let hasDot = lowered.utf8.contains(UInt8(ascii: "."))
        let hasColon = lowered.utf8.contains(UInt8(ascii: ":"))
        if hasDot && lowered.hasPrefix("www.") || hasColon && lowered.contains("://") { return placeholders.url }
        if lowered.utf8.dropFirst().contains(UInt8(ascii: "@")) { return placeholders.email }
        if hasDot || hasColon || !hostsArePunctuated, hosts.contains(where: lowered.contains) {
            return placeholders.url
        }
        if !paths.isEmpty, punctuation.utf8.count + lowered.utf8.count >= Self.shortestPath {
            let whole = punctuation.lowercased().withoutUnseen + lowered
            if paths.contains(where: whole.contains) { return placeholders.url }
        }
        guard hasDot else { return nil }
        // A dash, a possessive or a bracket may stand right beside a host.
        return lowered.split { !$0.isHostPart }.contains { looksLikeHost($0.withoutOuterDots) } ? placeholders.url : nil
    }

    /// Where the first telephone number within a word begins; it may end behind the word.
    private func phoneStart(in word: Substring, of text: Substring) -> Substring.Index? {
        var before: Character = " "
        for index in word.indices {
            if !before.isLetter, !before.isNumber, phoneEnd(in: text[index...]) != nil { return index }
            before = word[index]
        }
        return nil
    }

    /// Labels joined by dots of which the last is letters only: `example.com`, but not `3.5` or `e.g`.
    private func looksLikeHost(_ text: Substring) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, let last = labels.last, last.count >= 2, last.allSatisfy(\.isLetter) else {
            return false
        }
        return labels.allSatisfy { label in !label.isEmpty && label.allSatisfy(\.isHostPart) }
    }

    /// The end of the telephone number that the text begins with, if it does: digits with what separates them, and capitals where
    /// a dash or full stop says that they stand for digits (`1-800-ROOFING`).
    private func phoneEnd(in text: Substring) -> Substring.Index? {
        guard let first = text.first, first.isASCIIDigit || first == "+" || first == "(" else { return nil }
        var digits = 0
        var end = text.startIndex
        var isSpelled = false
        for index in text.indices {
            let character = text[index]
            if character.isASCIIDigit
                || character.isASCIICapital && (isSpelled || maySpell(text, before: index, digits))
            {
                digits += 1
                isSpelled = !character.isASCIIDigit
                end = text.index(after: index)
                if digits == 15 { break }
            } else if !maySeparate(character, digits, isForeign: first == "+") || isSpelled && character != "-" {
                break
            }
        }
        return digits >= 7 ? end : nil
    }

    private func maySpell(_ text: Substring, before index: Substring.Index, _ digits: Int) -> Bool {
        digits >= 3 && "-.".contains(text[text.index(before: index)])
    }

    /// Whether a number goes on behind such a character, and not another begins.
    private func maySeparate(_ character: Character, _ digits: Int, isForeign: Bool) -> Bool {
        switch character {
        case "/": digits == 3
        case "(": digits <= 3
        case " ", "\u{00A0}": isForeign || digits < 10
        default: "+-.)\u{2011}".contains(character)
        }
    }
}

extension String {
    fileprivate var withoutWWW: String { hasPrefix("www.") ? String(dropFirst(4)) : self }

    /// Without what takes no room on a page: soft hyphens, and joiners and spaces of no width.
    fileprivate var withoutUnseen: String {
        // None of them is of ASCII.
        guard !utf8.allSatisfy({ $0 < 0x80 }) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.filter { !Self.unseen.contains($0) }))
    }

    private static let unseen: Set<Unicode.Scalar> = [
        "\u{AD}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "\u{FEFF}",
    ]
}

extension Substring {
    fileprivate var withoutOuterDots: Substring {
        var text = drop { $0 == "." }
        while text.last == "." { text.removeLast() }
        return text
    }
}

extension Character {
    /// Of a label of a host's name.
    fileprivate var isHostPart: Bool { isLetter || isNumber || self == "-" || self == "_" || self == "." }

    /// With whatever stands on or around it.
    fileprivate var isASCIIDigit: Bool { "0"..."9" ~= unicodeScalars.first! }
    fileprivate var isASCIICapital: Bool { "A"..."Z" ~= unicodeScalars.first! }
}
