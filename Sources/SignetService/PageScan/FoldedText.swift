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
        var output: [UInt8] = surroundedBySpaces ? [space] : []
        output.reserveCapacity(utf8.count + 2)
        var index = 0
        while index < utf8.count {
            let byte = utf8[index]
            if byte < 0x80 {
                index += 1
                if byte == space || 0x09...0x0D ~= byte {
                    if output.last != space { output.append(space) }
                } else {
                    output.append(0x41...0x5A ~= byte ? byte | 0x20 : byte)
                }
                continue
            }
            let scalar = scalar(in: utf8, at: &index)
            if scalar.properties.isWhitespace {
                if output.last != space { output.append(space) }
            } else if scalar.properties.changesWhenLowercased {
                output.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
            } else {
                output.append(contentsOf: UTF8.encode(scalar)!)
            }
        }
        if surroundedBySpaces, output.last != space { output.append(space) }
        return output
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
