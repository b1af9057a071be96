import SignetModel

/// The words that a masking account wants hidden in its masked certificates, such as the names of its brands.
///
/// They are found in any case, within longer words too, and over any run of white space. The time is the text's length
/// times the number of words that begin alike.
struct HiddenWords: Sendable {
    private static let space: Unicode.Scalar = " "

    /// Folded, the longest first, by their first scalar.
    private let words: [Unicode.Scalar: [[Unicode.Scalar]]]

    init(_ words: [String]) {
        let folded = words.map { Self.fold($0) }.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
        self.words = Dictionary(grouping: folded) { $0[0] }
    }

    func hide(in text: String) -> String {
        guard !words.isEmpty else { return text }
        let scalars = Array(text.unicodeScalars)
        var output = String.UnicodeScalarView()
        var copied = 0
        var index = 0
        while index < scalars.count {
            guard let candidates = words[Self.fold(scalars[index])],
                let end = candidates.lazy.compactMap({ Self.end(of: $0, in: scalars, at: index) }).first
            else {
                index += 1
                continue
            }
            output.append(contentsOf: scalars[copied..<index])
            output.append(contentsOf: OriginRedactor.Placeholders.redacted.url.unicodeScalars)
            index = end
            copied = end
        }
        guard copied > 0 else { return text }
        output.append(contentsOf: scalars[copied...])
        return String(output)
    }

    /// Where the word ends that begins at an index; nil where another one does.
    private static func end(of word: [Unicode.Scalar], in text: [Unicode.Scalar], at start: Int) -> Int? {
        var index = start
        for scalar in word {
            guard index < text.count, fold(text[index]) == scalar else { return nil }
            index += 1
            if scalar == space { while index < text.count, fold(text[index]) == space { index += 1 } }
        }
        return index
    }

    private static func fold(_ word: String) -> [Unicode.Scalar] {
        Array(word.split(whereSeparator: \.isWhitespace).joined(separator: " ").unicodeScalars.map(fold))
    }

    private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII {
            let value = scalar.value
            if 0x41...0x5A ~= value { return Unicode.Scalar(UInt8(value) | 0x20) }
            return 0x09...0x0D ~= value ? space : scalar
        }
        if scalar.properties.isWhitespace { return space }
        let lowered = scalar.properties.lowercaseMapping.unicodeScalars
        return lowered.count == 1 ? lowered[lowered.startIndex] : scalar
    }
}

extension CertificateFacts {
    /// The facts as holders of a masked certificate may read them, where its account has words to hide.
    func hiding(_ words: [String]) -> CertificateFacts {
        guard !words.isEmpty else { return self }
        let hidden = HiddenWords(words)
        var facts = self
        facts.text = hidden.hide(in: text)
        for index in consent.indices { facts.consent[index].text = hidden.hide(in: consent[index].text) }
        for index in tags?.elements.indices ?? 0..<0 {
            facts.tags?.elements[index].text = hidden.hide(in: tags?.elements[index].text ?? "")
        }
        facts.bot.reasons = bot.reasons.map { reason in
            BotAssessment.Reason(code: reason.code, text: hidden.hide(in: reason.text), points: reason.points)
        }
        return facts
    }
}
