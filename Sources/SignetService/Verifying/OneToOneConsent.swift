import SignetModel

/// Whether a consumer granted consent to one advertiser by name, as the publisher's tags tell it.
struct OneToOneConsent {
    enum Result: Hashable {
        case granted
        /// The certificate cannot tell, and why.
        case unknown(String)
        case refused(String)
    }

    let advertiser: String

    func result(of facts: CertificateFacts) -> Result {
        guard let tags = facts.tags else {
            return .unknown("This form has not been setup to allow use of One to One Consent Check.")
        }
        guard facts.form.isSubmitted else {
            return .refused("Submission of the form is required for one-to-one consent verification.")
        }
        let results = Self.offers(of: tags).map(result)
        return results.first { $0 == .granted } ?? results.max { rank($0) < rank($1) } ?? Self.missing
    }

    private static let missing = Result.refused(
        "Consent elements required for one-to-one consent verification are missing.")

    /// The elements of the offer that was submitted; where that cannot be told, of each.
    private static func offers(of tags: ConsentTags) -> [[ConsentTags.Element]] {
        let byOffer = Dictionary(grouping: tags.elements) { $0.offer }
        if let submitted = tags.submittedOffer { return [byOffer[submitted] ?? []] }
        return byOffer.filter { $0.key > 0 }.sorted { $0.key < $1.key }.map(\.value)
    }

    private func result(of elements: [ConsentTags.Element]) -> Result {
        let roles = Set(elements.map(\.role))
        let named = elements.filter { $0.role == "consent-advertiser-name" }
        let opted = elements.filter { $0.role.hasPrefix("consent-opted-advertiser-") }
        guard roles.isSuperset(of: ["offer", "submit", "consent-language"]), !named.isEmpty || !opted.isEmpty else {
            return Self.missing
        }
        guard named.isEmpty || opted.isEmpty, Set(named.map { Self.normalized($0.text) }).count <= 1,
            let choices = Choice.all(in: opted)
        else {
            return .refused("Advertiser name elements don't allow for one-to-one consent verification.")
        }
        if let name = named.first { return names(name.text) ? .granted : notGranted }
        let ours = choices.filter { names($0.name) }
        guard !ours.isEmpty else { return notGranted }
        return ours.contains(where: \.isSelected)
            ? .granted
            : .refused(
                "The opt-in was not selected for \(advertiser), therefore one-to-one consent check was not satisfied.")
    }

    private var notGranted: Result { .refused("\(advertiser) was not granted consent in a one-to-one manner.") }

    /// Of several offers the one that came closest to a consent explains best.
    private func rank(_ result: Result) -> Int {
        switch result {
        case Self.missing: 0
        case notGranted: 1
        default: 2
        }
    }

    private func names(_ text: String) -> Bool {
        let name = Self.normalized(advertiser)
        return !name.isEmpty && Self.normalized(text) == name
    }

    /// Case, punctuation and runs of white space do not tell names apart.
    static func normalized(_ name: String) -> String {
        name.lowercased().split(whereSeparator: \.isWhitespace)
            .map { $0.filter { $0.isLetter || $0.isNumber } }.filter { !$0.isEmpty }.joined(separator: " ")
    }
}

/// An advertiser that a consumer could choose: a control and a name under the same number.
private struct Choice {
    let name: String
    let isSelected: Bool

    /// Nil where numbers do not pair one control with one name.
    static func all(in elements: [ConsentTags.Element]) -> [Choice]? {
        var inputs: [Substring: Bool] = [:]
        var names: [Substring: String] = [:]
        for element in elements {
            if let number = number(of: element.role, "consent-opted-advertiser-input-") {
                guard inputs.updateValue(element.isSelected == true, forKey: number) == nil else { return nil }
            } else if let number = number(of: element.role, "consent-opted-advertiser-name-") {
                guard names.updateValue(element.text, forKey: number) == nil else { return nil }
            } else {
                return nil
            }
        }
        guard Set(inputs.keys) == Set(names.keys) else { return nil }
        return names.map { Choice(name: $0.value, isSelected: inputs[$0.key] == true) }
    }

    private static func number(of role: String, _ prefix: String) -> Substring? {
        role.hasPrefix(prefix) ? role.dropFirst(prefix.count) : nil
    }
}
