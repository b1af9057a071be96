import SignetModel

/// Text as page scans compare it: in lower case, and every run of white space one space.
struct FoldedText: Sendable {
    private static let space: UInt8 = 0x20

    /// UTF-8.
    let bytes: [UInt8]

    init(_ text: some StringProtocol) {
        var text = String(text)
        bytes = text.withUTF8 { Self.fold($0, surroundedBySpaces: false) }
    }

    /// A whole page, which begins and ends as if white space stood around it.
    init(page text: String) {
        var text = text
        bytes = text.withUTF8 { Self.fold($0, surroundedBySpaces: true) }
    }

    private static func fold(_ utf8: UnsafeBufferPointer<UInt8>, surroundedBySpaces: Bool) -> [UInt8] {
        // No lower case takes more than half as many bytes again.
        [UInt8](unsafeUninitializedCapacity: utf8.count + utf8.count / 2 + 2) { output, count in
            func write(_ byte: UInt8) {
                output[count] = byte
                count += 1
            }
            func writeSpace() {
                if count == 0 || output[count - 1] != space { write(space) }
            }
            if surroundedBySpaces { write(space) }
            var index = 0
            while index < utf8.count {
                if let words = PlainWords(UnsafeRawBufferPointer(utf8), at: index),
                    !words.beginsWithSpace || count == 0 || output[count - 1] != space
                {
                    // There is room for all eight: what is left of the text may take half as many bytes again.
                    UnsafeMutableRawBufferPointer(output)
                        .storeBytes(of: words.lowercased, toByteOffset: count, as: UInt64.self)
                    count += words.count
                    index += words.count
                    continue
                }
                let byte = utf8[index]
                switch byte {
                case space, 0x09...0x0D:
                    writeSpace()
                    index += 1
                case 0x41...0x5A:
                    write(byte | 0x20)
                    index += 1
                case ..<0x80:
                    write(byte)
                    index += 1
                case 0xC3:
                    // U+00C0 to U+00FF: À to Þ but × have their lower case 32 further on.
                    let second = utf8[index + 1]
                    write(byte)
                    write(second <= 0x9E && second != 0x97 ? second + 0x20 : second)
                    index += 2
                default:
                    let scalar = scalar(in: utf8, at: &index)
                    if scalar.properties.isWhitespace {
                        writeSpace()
                    } else if scalar.properties.changesWhenLowercased {
                        scalar.properties.lowercaseMapping.utf8.forEach(write)
                    } else {
                        UTF8.encode(scalar)!.forEach(write)
                    }
                }
            }
            if surroundedBySpaces { writeSpace() }
        }
    }

    /// The scalar of several bytes that begins at the index, which moves behind it.
    private static func scalar(in utf8: UnsafeBufferPointer<UInt8>, at index: inout Int) -> Unicode.Scalar {
        let lead = UInt32(utf8[index])
        let count = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        var value = lead & (count == 2 ? 0x1F : count == 3 ? 0x0F : 0x07)
        for offset in 1..<count { value = value << 6 | UInt32(utf8[index + offset] & 0x3F) }
        index += count
        return Unicode.Scalar(value)!
    }
}
