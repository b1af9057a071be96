import SignetModel

/// A string of a recording, as the place in the archive where it stands: eight bytes, nothing copied, nothing decoded.
struct Slice: Hashable, Sendable {
    private let offset: UInt32
    /// The length, and in the lowest bit whether the text has escapes.
    private let extent: UInt32

    static let absent = Slice(offset: .max, extent: 0)

    private init(offset: UInt32, extent: UInt32) {
        self.offset = offset
        self.extent = extent
    }

    init(offset: Int, count: Int, hasEscapes: Bool) {
        self.offset = UInt32(offset)
        extent = UInt32(count) << 1 | (hasEscapes ? 1 : 0)
    }

    var isPresent: Bool { offset != .max }
    var isEmpty: Bool { extent >> 1 == 0 }
    /// Bytes as they stand, escapes not decoded.
    var count: Int { Int(extent >> 1) }
    /// In the archive.
    var range: Range<Int> { start..<(start + count) }

    fileprivate var start: Int { Int(offset) }
    fileprivate var hasEscapes: Bool { extent & 1 == 1 }
}

/// The archive's bytes, while they are being read: turns slices into text.
struct SliceReader {
    let base: UnsafeRawBufferPointer

    func text(_ slice: Slice) -> JSONText {
        guard slice.isPresent else {
            return JSONText(bytes: UnsafeRawBufferPointer(start: nil, count: 0), hasEscapes: false)
        }
        let bytes = UnsafeRawBufferPointer(rebasing: base[slice.start..<(slice.start + slice.count)])
        return JSONText(bytes: bytes, hasEscapes: slice.hasEscapes)
    }

    func string(_ slice: Slice) -> String { text(slice).string }

    func optionalString(_ slice: Slice) -> String? {
        slice.isPresent ? string(slice) : nil
    }

    /// Nil where it is absent or says nothing.
    func label(_ slice: Slice) -> String? {
        guard slice.isPresent, !slice.isEmpty else { return nil }
        let folded = string(slice).foldingWhiteSpace
        return folded.isEmpty ? nil : folded
    }
}

extension String {
    /// Runs of white space as one space, none at the ends.
    var foldingWhiteSpace: String {
        var output: [UInt8] = []
        var text = self
        text.withUTF8 { output.appendFolded(UnsafeRawBufferPointer($0)) }
        if output.last == 0x20 { output.removeLast() }
        return String(decoding: output, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Appends text with its runs of white space as one space each, and none at the very beginning.
    mutating func appendFolded(_ text: UnsafeRawBufferPointer) {
        var index = 0
        while index < text.count {
            let width = text.whiteSpace(at: index)
            if width > 0 {
                if !isEmpty, self[count - 1] != 0x20 { append(0x20) }
                index += width
                continue
            }
            let start = index
            index = text.endOfWords(from: index)
            append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start..<index]))
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The length of the white space character at `index`: ASCII's, no-break space, zero width space and the like; 0 for others.
    @inline(__always)
    func whiteSpace(at index: Int) -> Int {
        let byte = self[index]
        return byte > 0x20 && byte < 0xC2 ? 0 : wideWhiteSpace(at: index)
    }

    /// Where words end that have nothing but one plain space between them.
    fileprivate func endOfWords(from start: Int) -> Int {
        var index = start
        while index < count {
            if let words = PlainWords(self, at: index) {
                index += words.count
            } else if whiteSpace(at: index) == 0 {
                index += 1
            } else if self[index] == 0x20, index + 1 < count, whiteSpace(at: index + 1) == 0 {
                index += 2
            } else {
                break
            }
        }
        return index
    }

    private func wideWhiteSpace(at index: Int) -> Int {
        let byte = self[index]
        if byte <= 0x20 { return 1 }
        if byte == 0xC2, index + 1 < count, self[index + 1] == 0xA0 { return 2 }
        guard index + 2 < count else { return 0 }
        switch (byte, self[index + 1], self[index + 2]) {
        case (0xE2, 0x80, 0x80...0x8B), (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F),
            (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF):
            return 3
        default: return 0
        }
    }
}
