/// Text that is read as bytes, since that is how it comes and how it is kept.
extension ArraySlice<UInt8> {
    /// Whether this is the word, in capitals or not.
    ///
    /// - Parameter word: lower case.
    func isSame(as word: StaticString) -> Bool {
        count == word.utf8CodeUnitCount && isPrefixed(by: word)
    }

    /// - Parameter word: lower case.
    func isPrefixed(by word: StaticString) -> Bool {
        guard count >= word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { word in
            for (offset, letter) in word.enumerated() {
                let own = self[startIndex + offset]
                let isCapital = own >= UInt8(ascii: "A") && own <= UInt8(ascii: "Z")
                if (isCapital ? own | 0x20 : own) != letter { return false }
            }
            return true
        }
    }

    func isExactly(_ word: StaticString) -> Bool {
        count == word.utf8CodeUnitCount && isPrefixed(exactlyBy: word)
    }

    func isPrefixed(exactlyBy word: StaticString) -> Bool {
        word.withUTF8Buffer { starts(with: $0) }
    }

    /// - Parameter word: lower case.
    func contains(_ word: StaticString) -> Bool {
        indices.contains { self[$0...].isPrefixed(by: word) }
    }

    /// A number of nothing but digits.
    func decimal(maximumDigits: Int) -> Int? {
        guard !isEmpty, count <= maximumDigits else { return nil }
        var number = 0
        for digit in self {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return number
    }

    /// Without spaces and tabs at its ends.
    var trimmed: ArraySlice<UInt8> {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return []
        }
        return self[first...last]
    }

    /// The parts before and after the first `?`.
    var splitAtQuery: (path: ArraySlice<UInt8>, query: ArraySlice<UInt8>) {
        guard let mark = firstIndex(of: UInt8(ascii: "?")) else { return (self, []) }
        return (self[..<mark], self[(mark + 1)...])
    }

    var text: String { String(decoding: self, as: UTF8.self) }
}

extension UInt8 {
    /// Of those that may stand in a header's name, the ones that do.
    var isNameCharacter: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
