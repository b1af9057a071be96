import SignetModel

/// What a consumer typed, to be kept out of the page's text wherever the page repeats it.
///
/// A value that can hardly stand on a page by chance (an address, a number of five digits and more, several words) is hidden
/// everywhere. A single word is hidden only in text that appeared after the first input: "Will" may be somebody's
/// name, and a consent sentence that was there before him must not lose its verbs.
struct TypedValues: Sendable {
    private struct Value: Sendable {
        /// Letters of ASCII in lower case, runs of white space as one space.
        var text: [UInt8]
        var isDistinctive: Bool
    }

    private struct Traits: OptionSet {
        let rawValue: UInt8

        static let wordPart = Traits(rawValue: 1)
        /// Some value begins with it, capital letters included.
        static let first = Traits(rawValue: 2)
    }

    private static let limit = 500
    private static let maximumLength = 1_000
    private var values: [Value] = []
    private var phones: Set<[UInt8]> = []
    private var seen: Set<[UInt8]> = []
    /// The places in ``values`` by first byte.
    private var byFirst: [[Int32]] = Array(repeating: [], count: 256)
    /// What a byte can be, in one look-up, since every byte of a page's text is asked.
    private var traits: [Traits] = (0...255).map { ($0 as UInt8).isWordPart ? .wordPart : [] }

    var isEmpty: Bool { values.isEmpty }

    mutating func insert(_ value: String) {
        let text = value.foldingWhiteSpace.utf8.map(\.asciiLowercased)
        guard (2...Self.maximumLength).contains(text.count), !text.allSatisfy({ $0 == UInt8(ascii: "*") }),
            values.count < Self.limit, seen.insert(text).inserted
        else { return }
        let digits = text.filter(\.isDigit)
        let hasLetters = text.contains { $0.isWordPart && !$0.isDigit }
        let isDistinctive =
            text.contains(UInt8(ascii: "@")) || digits.count >= 5 || text.contains(0x20) && text.count >= 8
        guard isDistinctive || text.count >= 3 else { return }
        if !hasLetters, let phone = LeadValue.nationalNumber(digits) { phones.insert(phone) }
        byFirst[Int(text[0])].append(values.count32)
        traits[Int(text[0])].insert(.first)
        if text[0].isASCIILetter { traits[Int(text[0] & 0xDF)].insert(.first) }
        values.append(Value(text: text, isDistinctive: isDistinctive))
    }

    /// Where `text` repeats a value, from left to right, not overlapping.
    func matches(in text: ArraySlice<UInt8>, isEarly: Bool) -> [Range<Int>] {
        guard !values.isEmpty else { return [] }
        var found = text.withUnsafeBufferPointer { bytes in
            traits.withUnsafeBufferPointer { search(bytes, traits: $0, isEarly: isEarly) }
        }
        for index in found.indices {
            found[index] =
                (found[index].lowerBound + text.startIndex)..<(found[index].upperBound + text.startIndex)
        }
        return phones.isEmpty ? found : addPhones(to: found, in: text)
    }

    private func search(
        _ text: UnsafeBufferPointer<UInt8>, traits: UnsafeBufferPointer<Traits>, isEarly: Bool
    ) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = 0
        // Enough for any page. Text and values made to agree nearly everywhere are hidden rather than compared.
        var work = text.count * 64 + 100_000
        while work > 0 {
            while index < text.count, !traits[Int(text[index])].contains(.first) { index += 1 }
            guard index < text.count else { break }
            let isInWord =
                index == found.last?.upperBound || index > 0 && traits[Int(text[index - 1])].contains(.wordPart)
            if !isInWord || !traits[Int(text[index])].contains(.wordPart),
                let end = match(in: text, at: index, isEarly: isEarly, work: &work)
            {
                found.append(index..<end)
                index = end
            } else {
                index += 1
            }
        }
        if work <= 0, index < text.count { found.append(index..<text.count) }
        return found
    }

    private func match(
        in text: UnsafeBufferPointer<UInt8>, at start: Int, isEarly: Bool, work: inout Int
    ) -> Int? {
        for place in byFirst[Int(text[start].asciiLowercased)] {
            let value = values[Int(place)]
            if isEarly, !value.isDistinctive { continue }
            let end = start + value.text.count
            guard end <= text.count, end == text.count || !text[end].isWordPart || !text[end - 1].isWordPart else {
                continue
            }
            var offset = 0
            while offset < value.text.count, text[start + offset].asciiLowercased == value.text[offset] { offset += 1 }
            work -= offset + 1
            if offset == value.text.count { return end }
        }
        return nil
    }

    /// A number may stand there in another spelling than it was typed in.
    private func addPhones(to found: [Range<Int>], in text: ArraySlice<UInt8>) -> [Range<Int>] {
        var all = found
        for phone in LeadScanner.phones(in: text) where phones.contains(phone.digits) {
            var start = phone.range.lowerBound
            if start > text.startIndex, text[start - 1] == UInt8(ascii: "(") { start -= 1 }
            let range = start..<phone.range.upperBound
            all.removeAll {
                $0.overlaps(range) && range.lowerBound <= $0.lowerBound && range.upperBound >= $0.upperBound
            }
            if !all.contains(where: { $0.overlaps(range) }) { all.append(range) }
        }
        return all.sorted { $0.lowerBound < $1.lowerBound }
    }

    /// `text` with what repeats a value replaced.
    func redact(
        _ text: [UInt8], isEarly: Bool = false, replacement: (ArraySlice<UInt8>) -> [UInt8]
    ) -> [UInt8] {
        let matches = matches(in: text[...], isEarly: isEarly)
        guard !matches.isEmpty else { return text }
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var index = 0
        for match in matches {
            output.append(contentsOf: text[index..<match.lowerBound])
            output.append(contentsOf: replacement(text[match]))
            index = match.upperBound
        }
        output.append(contentsOf: text[index...])
        return output
    }
}
