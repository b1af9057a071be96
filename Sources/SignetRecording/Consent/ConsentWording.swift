/// Tells a text by which somebody agrees to be contacted from one that merely speaks of it.
///
/// Consent languages have much in common, whoever wrote them: somebody agrees, permits or asks, often by the very act of
/// clicking, to be called or texted, with automated technology, by a seller, and is told that it is no condition of a purchase.
/// Each of these has its points. What privacy notices, terms, questions and answers say takes points away. Somebody must
/// agree to something, and calls or messages must stand beside it. Linear in the text's length; no regular expressions.
struct ConsentWording {
    /// At and above it a text counts as consent language.
    private static let threshold = 4

    static func isConsent(_ text: String) -> Bool {
        ConsentWording(text).score >= threshold
    }

    private static let vocabularies: [ConsentVocabulary] = [.english, .spanish]

    private let text: WordedText

    private init(_ text: String) {
        self.text = WordedText(text)
    }

    private var score: Int {
        Self.vocabularies.map(score).max() ?? 0
    }

    private func score(in vocabulary: ConsentVocabulary) -> Int {
        let contacts = placesOfContact(in: vocabulary)
        guard !contacts.isEmpty else { return 0 }
        var score =
            vocabulary.grants.filter { stands($0.phrases, beside: contacts, vocabulary) }.map(\.points).max() ?? 0
        if stands(vocabulary.acts, beside: contacts, vocabulary) { score += 2 }
        guard score > 0 else { return 0 }
        for phrases in vocabulary.supports where text.has(phrases) { score += 1 }
        for (phrases, points) in vocabulary.objections where text.has(phrases) { score -= points }
        return score
    }

    /// The sentences that calls or messages stand in or belong to: "May we text you? Yes, I agree", "You agree to the
    /// following. We may call you".
    private func placesOfContact(in vocabulary: ConsentVocabulary) -> Set<Int> {
        let contacts = text.sentences(with: vocabulary.contacts)
        let answers = contacts.intersection(text.questions).map { $0 + 1 }
        let announcing = text.sentences(with: vocabulary.announcements).filter { contacts.contains($0 + 1) }
        return contacts.union(answers).union(announcing)
    }

    /// Whether one of the phrases stands in one of the sentences, and is meant.
    private func stands(
        _ phrases: [WordPhrase], beside contacts: Set<Int>, _ vocabulary: ConsentVocabulary
    ) -> Bool {
        phrases.contains { phrase in
            text.matches(phrase).contains { match in
                let sentence = text.sentence[match.lowerBound]
                return contacts.contains(sentence) && !text.questions.contains(sentence)
                    && !isTakenBack(match, vocabulary)
            }
        }
    }

    /// "if you agree", "without your consent", "I do not consent".
    private func isTakenBack(_ match: Range<Int>, _ vocabulary: ConsentVocabulary) -> Bool {
        let sentence = text.sentence[match.lowerBound]
        func word(before distance: Int) -> String? {
            let place = match.lowerBound - distance
            return place >= 0 && text.sentence[place] == sentence ? text.words[place] : nil
        }
        return word(before: 1).map(vocabulary.conditions.contains) == true
            || (1...3).contains { word(before: $0).map(vocabulary.reservations.contains) == true }
            || match.prefix(6).contains { vocabulary.negations.contains(text.words[$0]) }
    }
}
