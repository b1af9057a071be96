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
        split { $0.isWhitespace }.joined(separator: " ")
    }
}
