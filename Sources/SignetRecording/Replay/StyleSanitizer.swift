/// Writes CSS anew without anything that fetches, imports or runs.
///
/// Works on the tokens of CSS Syntax 3 as far as they matter here: escapes in names are decoded before a name is judged
/// (`u\72l(` is `url(`), strings and comments cannot hide a closing parenthesis, and what is not a known harmless form is dropped.
struct StyleSanitizer {
    private let input: [UInt8]
    private let assets: AssetWriter?
    private var index = 0
    private var output: [UInt8] = []

    private init(_ input: [UInt8], assets: AssetWriter?) {
        self.input = input
        self.assets = assets
        output.reserveCapacity(input.count)
    }

    /// - Parameter assets: gives images and fonts in place of their addresses.
    static func sanitize(_ css: [UInt8], assets: AssetWriter? = nil) -> [UInt8] {
        var sanitizer = StyleSanitizer(css, assets: assets)
        sanitizer.run()
        return sanitizer.output
    }

    private mutating func run() {
        while index < input.count {
            switch input[index] {
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): copyComment()
            case UInt8(ascii: "\""), UInt8(ascii: "'"): copyString()
            case UInt8(ascii: "@"): copyAtKeyword()
            case UInt8(ascii: "<") where [UInt8(ascii: "/"), UInt8(ascii: "!"), UInt8(ascii: "<")].contains(peek(1)):
                // A style sheet must not end the element it stands in.
                index += 1
            case let byte where byte.startsName: copyName()
            case let byte:
                output.append(byte)
                index += 1
            }
        }
    }

    private func peek(_ distance: Int) -> UInt8 {
        index + distance < input.count ? input[index + distance] : 0
    }

    /// Comments go, but for the one by which rrweb marks where a sheet's text nodes were joined.
    private mutating func copyComment() {
        let start = index
        index += 2
        while index < input.count, !(input[index] == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/")) { index += 1 }
        index = min(input.count, index + 2)
        if input[start..<index].elementsEqual("/* rr_split */".utf8) {
            output.append(contentsOf: input[start..<index])
        } else {
            output.append(0x20)
        }
    }

    private mutating func copyString() {
        let start = index
        skipString()
        append(input[start..<index])
        if !(index - start >= 2 && input[index - 1] == input[start]) {
            // It never ended: a browser would end it here, so what comes after must not become part of it.
            output.append(input[start])
        }
    }

    /// To behind the closing quote, or to the line's end, where a browser gives a string up.
    private mutating func skipString() {
        let quote = input[index]
        index += 1
        while index < input.count, input[index] != quote, input[index] != 0x0A, input[index] != 0x0C,
            input[index] != 0x0D
        {
            index += input[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        index = min(index, input.count)
        if index < input.count, input[index] == quote { index += 1 }
    }

    private mutating func copyAtKeyword() {
        index += 1
        let (raw, name) = readName()
        switch name {
        case "import", "charset", "namespace": skipStatement()
        default:
            output.append(UInt8(ascii: "@"))
            append(raw)
        }
    }

    /// The content of a string or a name, of which an escape of `<` says the same without being the start of a tag.
    private mutating func append(_ raw: ArraySlice<UInt8>) {
        var isEscaped = false
        for byte in raw {
            if byte == UInt8(ascii: "<") {
                output.append(contentsOf: (isEscaped ? "3c " : "\\3c ").utf8)
            } else {
                output.append(byte)
            }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        }
    }

    /// To behind the semicolon that ends an at-rule without a block, or to its end.
    private mutating func skipStatement() {
        var depth = 0
        while index < input.count {
            switch input[index] {
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                skipString()
                continue
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"): depth -= 1
            case UInt8(ascii: ";") where depth <= 0:
                index += 1
                return
            case UInt8(ascii: "}") where depth <= 0: return
            default: break
            }
            index += 1
        }
    }

    private mutating func copyName() {
        let (raw, name) = readName()
        guard index < input.count, input[index] == UInt8(ascii: "(") else {
            // Of properties only two bind code, in browsers of old.
            if name == "behavior" || name == "-moz-binding" {
                output.append(contentsOf: "x-blocked".utf8)
            } else {
                append(raw)
            }
            return
        }
        switch name {
        case "url": copyURL()
        case "src", "image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade", "expression",
            "domain", "url-prefix", "element":
            output.append(contentsOf: "x-blocked".utf8)
        default: append(raw)
        }
    }

    /// A name as it is spelled, and what it says in lower case.
    private mutating func readName() -> (raw: ArraySlice<UInt8>, name: String) {
        let start = index
        var name: [UInt8] = []
        while index < input.count, input[index].isNamePart {
            if input[index] == UInt8(ascii: "\\") {
                name.append(contentsOf: readEscape())
            } else {
                name.append(input[index].asciiLowercased)
                index += 1
            }
        }
        return (input[start..<min(index, input.count)], String(decoding: name, as: UTF8.self))
    }

    private mutating func readEscape() -> [UInt8] {
        index += 1
        var value: UInt32 = 0
        var count = 0
        while count < 6, index < input.count, let digit = input[index].hexValue {
            value = value << 4 | UInt32(digit)
            index += 1
            count += 1
        }
        guard count > 0 else {
            defer { index += 1 }
            return index < input.count ? [input[index].asciiLowercased] : []
        }
        if index < input.count, input[index] == 0x20 || input[index] == 0x0A || input[index] == 0x09 { index += 1 }
        guard value < 0x80 else { return Array(String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8) }
        return [UInt8(value).asciiLowercased]
    }

    /// `url(…)`: kept where it is data of an image or font, at hand or in the sheet, or a place in the page itself.
    private mutating func copyURL() {
        index += 1
        while index < input.count, input[index] <= 0x20 { index += 1 }
        let address: ArraySlice<UInt8>
        if index < input.count, input[index] == UInt8(ascii: "\"") || input[index] == UInt8(ascii: "'") {
            let start = index
            skipString()
            let isEnded = index - start >= 2 && input[index - 1] == input[start]
            address = input[(start + 1)..<(isEnded ? index - 1 : index)]
        } else {
            let start = index
            while index < input.count, input[index] != UInt8(ascii: ")") { index += 1 }
            address = input[start..<index]
        }
        while index < input.count, input[index] != UInt8(ascii: ")") { index += 1 }
        index = min(input.count, index + 1)
        output.append(contentsOf: "url(\"".utf8)
        if ReplayAddress.isHarmless(address), !address.contains(where: \.breaksURL) {
            output.append(contentsOf: address)
        } else {
            output.append(contentsOf: assets?.uri(for: address, as: .style) ?? Array("data:,".utf8))
        }
        output.append(contentsOf: "\")".utf8)
    }
}

extension UInt8 {
    fileprivate var startsName: Bool { isNamePart && !isDigit }

    fileprivate var isNamePart: Bool {
        isWordPart || self == UInt8(ascii: "-") || self == UInt8(ascii: "_") || self == UInt8(ascii: "\\")
    }

    fileprivate var hexValue: UInt8? {
        if isDigit { return self - UInt8(ascii: "0") }
        let letter = asciiLowercased
        return letter &- UInt8(ascii: "a") < 6 ? letter - UInt8(ascii: "a") + 10 : nil
    }

    /// Could end the quoted address, or start an escape in it.
    fileprivate var breaksURL: Bool {
        self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\") || self == UInt8(ascii: "<") || self < 0x20
    }
}
