import SignetModel

/// Finds phone numbers and e-mail addresses in text.
enum LeadScanner {
    struct Phone {
        var range: Range<Int>
        /// Ten digits, without the country's 1.
        var digits: [UInt8]
    }

    /// Numbers as `[+]?[(]?[0-9]{3}[)]?[-\s.]?[0-9]{3}[-\s.]?[0-9]{4,6}`, of the North American plan.
    static func phones(in text: ArraySlice<UInt8>) -> [Phone] {
        guard hasDigits(text, count: 10) else { return [] }
        var found: [Phone] = []
        var index = text.startIndex
        while index < text.endIndex {
            guard text[index].isDigit else {
                index += 1
                continue
            }
            let end = endOfNumber(in: text, from: index)
            if let phone = phone(in: text, from: index, to: end) { found.append(phone) }
            index = end
        }
        return found
    }

    /// Most lines have no digit at all.
    private static func hasDigits(_ text: ArraySlice<UInt8>, count: Int) -> Bool {
        text.withUnsafeBufferPointer { bytes in
            var digits = 0
            for byte in bytes { digits += byte.isDigit ? 1 : 0 }
            return digits >= count
        }
    }

    /// Digits, with at most two marks between two of them, as people write numbers.
    private static func endOfNumber(in text: ArraySlice<UInt8>, from start: Int) -> Int {
        var end = start
        var index = start
        while index < text.endIndex, index - end <= 2 {
            let byte = text[index]
            if byte.isDigit {
                index += 1
                end = index
            } else if byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: " ")
                || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")")
            {
                index += 1
            } else {
                break
            }
        }
        return end
    }

    private static func phone(in text: ArraySlice<UInt8>, from start: Int, to end: Int) -> Phone? {
        // Letters beside it make it part of a word or of an id.
        if start > text.startIndex, text[start - 1].isASCIILetter { return nil }
        if end < text.endIndex, text[end].isASCIILetter { return nil }
        guard let digits = LeadValue.nationalNumber(text[start..<end].filter(\.isDigit)) else { return nil }
        return Phone(range: start..<end, digits: digits)
    }

    /// Whatever has an `@` with text on both sides, as far as it is spelled like an address.
    static func emails(in text: ArraySlice<UInt8>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = text.startIndex
        while let at = text[index...].firstIndex(of: UInt8(ascii: "@")) {
            index = at + 1
            var start = at
            while start > text.startIndex, at - start < 64, text[start - 1].isAddressPart { start -= 1 }
            var end = at + 1
            while end < text.endIndex, end - at < 255, text[end].isHostPart { end += 1 }
            while end > at + 1, text[end - 1] == UInt8(ascii: ".") || text[end - 1] == UInt8(ascii: "-") { end -= 1 }
            while start < at, text[start] == UInt8(ascii: ".") { start += 1 }
            let host = text[(at + 1)..<end]
            guard start < at, let dot = host.lastIndex(of: UInt8(ascii: ".")), dot > host.startIndex,
                host[(dot + 1)...].count >= 2, host[(dot + 1)...].allSatisfy(\.isASCIILetter)
            else { continue }
            found.append(start..<end)
            index = end
        }
        return found
    }
}

extension UInt8 {
    var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
    var isASCIILetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
    var asciiLowercased: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }
    /// Part of a word: a letter or digit, of any alphabet.
    var isWordPart: Bool { isDigit || isASCIILetter || self >= 0x80 }
    fileprivate var isHostPart: Bool {
        isDigit || isASCIILetter || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
    }

    fileprivate var isAddressPart: Bool {
        if isWordPart { return true }
        switch self {
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "'"), UInt8(ascii: "&"), UInt8(ascii: "="), UInt8(ascii: "~"), UInt8(ascii: "#"):
            return true
        default: return false
        }
    }
}
