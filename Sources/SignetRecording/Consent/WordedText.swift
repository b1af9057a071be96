/// A text as words in lower case without accents, and the sentences that they stand in.
struct WordedText {
    private(set) var words: [String] = []
    /// Of each word, the number of its sentence.
    private(set) var sentence: [Int] = []
    /// Where each word stands.
    private var places: [String: [Int]] = [:]
    /// Sentences that end in a question mark.
    private(set) var questions: Set<Int> = []

    init(_ text: String) {
        var word = ""
        // "Sí" agrees where "si" reserves.
        var isAccented = false
        var current = 0
        var end: Unicode.Scalar?
        func finishWord(_ self: inout WordedText, before next: Unicode.Scalar? = nil) {
            guard !word.isEmpty else { return }
            self.words.append(word == "si" && (isAccented || next == ",") ? "sí" : word)
            isAccented = false
            self.sentence.append(current)
            word = ""
        }
        for scalar in text.unicodeScalars {
            if Self.isPartOfWord(scalar) {
                // A full stop ends a sentence where white space follows: not in 1.5, nor in example.com.
                isAccented = isAccented || scalar == "í" || scalar == "Í"
                Self.append(scalar, to: &word)
                end = nil
                continue
            }
            if scalar == "'" || scalar == "\u{2019}" { continue }
            finishWord(&self, before: scalar)
            if scalar == "." || scalar == "!" || scalar == "?" {
                end = scalar
            } else if scalar.properties.isWhitespace, let mark = end {
                if mark == "?" { questions.insert(current) }
                current += 1
                end = nil
            } else if scalar == "," || scalar == ";" || scalar == ":" {
                // An abbreviation's full stop: "Acme Inc., its agents".
                end = nil
            }
        }
        finishWord(&self)
        if end == "?" { questions.insert(current) }
        for (place, word) in words.enumerated() { places[word, default: []].append(place) }
    }

    private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: !scalar.isASCII && scalar.properties.isAlphabetic
        }
    }

    /// In lower case; the letters of English and Spanish without their accents.
    private static func append(_ scalar: Unicode.Scalar, to word: inout String) {
        if scalar.isASCII {
            let isCapital = ("A"..."Z").contains(scalar)
            word.unicodeScalars.append(isCapital ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar)
            return
        }
        let lowered = scalar.properties.lowercaseMapping
        switch lowered {
        case "á": word += "a"
        case "é": word += "e"
        case "í": word += "i"
        case "ó": word += "o"
        case "ú", "ü": word += "u"
        case "ñ": word += "n"
        default: word += lowered
        }
    }

    func has(_ phrases: [WordPhrase]) -> Bool {
        phrases.contains { !matches($0, first: true).isEmpty }
    }

    func sentences(with phrases: [WordPhrase]) -> Set<Int> {
        var found: Set<Int> = []
        for phrase in phrases { for match in matches(phrase) { found.insert(sentence[match.lowerBound]) } }
        return found
    }

    /// Where the phrase stands, within one sentence each.
    func matches(_ phrase: WordPhrase, first: Bool = false) -> [Range<Int>] {
        var found: [Range<Int>] = []
        for spelling in phrase.beginnings {
            for start in places(of: spelling) {
                guard let end = phrase.end(in: self, from: start) else { continue }
                found.append(start..<end)
                if first { return found }
            }
        }
        return found
    }

    private func places(of spelling: WordPhrase.Spelling) -> [Int] {
        guard spelling.isPrefix else { return places[spelling.text] ?? [] }
        return places.filter { spelling.matches($0.key) }.flatMap(\.value)
    }
}

/// Words in a row. `a|b` stands for either, `auto*` for what begins so, `..` for up to four words in between, `...` for up to forty.
struct WordPhrase: ExpressibleByStringLiteral {
    private enum Part {
        case word([Spelling])
        /// At most so many words.
        case gap(Int)
    }

    fileprivate struct Spelling {
        let text: String
        let isPrefix: Bool

        func matches(_ word: String) -> Bool { isPrefix ? word.utf8.starts(with: text.utf8) : word == text }
    }

    private let parts: [Part]

    /// What its first word may be.
    fileprivate var beginnings: [Spelling] {
        if case .word(let spellings)? = parts.first { spellings } else { [] }
    }

    init(stringLiteral text: String) {
        parts = text.split(separator: " ").map { part in
            part.allSatisfy { $0 == "." }
                ? .gap(part.count == 2 ? 4 : 40)
                : .word(
                    part.split(separator: "|").map { spelling in
                        let isPrefix = spelling.hasSuffix("*")
                        return Spelling(text: String(isPrefix ? spelling.dropLast() : spelling), isPrefix: isPrefix)
                    })
        }
    }

    /// Behind the phrase that begins at the word; nil where it does not.
    fileprivate func end(in text: WordedText, from start: Int) -> Int? {
        end(of: parts[...], in: text, from: start, sentence: text.sentence[start])
    }

    private func end(of parts: ArraySlice<Part>, in text: WordedText, from place: Int, sentence: Int) -> Int? {
        guard let part = parts.first else { return place }
        let rest = parts.dropFirst()
        switch part {
        case .word(let spellings):
            guard place < text.words.count, text.sentence[place] == sentence,
                spellings.contains(where: { $0.matches(text.words[place]) })
            else { return nil }
            return end(of: rest, in: text, from: place + 1, sentence: sentence)
        case .gap(let longest):
            for skipped in 0...longest {
                if let end = end(of: rest, in: text, from: place + skipped, sentence: sentence) { return end }
            }
            return nil
        }
    }
}
