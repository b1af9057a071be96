import SignetModel

/// Text with the numbers of its JSON set apart: what is compressed against a dictionary.
///
/// Visits to one page have the same text but for its numbers: times, places, and the ids of nodes, all of which move when one node
/// is added. So each number that is a member's value leaves a mark in the text, and is written elsewhere as the difference
/// to the last one of a member with that name, all numbers of one name together. Numbers within strings stay where they are.
///
///     u8   1: numbers are apart; 0: the bytes follow as they are
///     …    length of the original, then of the text (LEB128)
///     …    the differences (zigzag, LEB128), by slot; see `slot(at:in:)`
///     …    the text
enum NumbersApart {
    typealias Malformed = ByteReader.Malformed

    /// Stands for a number; JSON has it nowhere else.
    private static let mark: UInt8 = 1
    private static let maximumDigits = 15
    private static let slotCount = 256

    /// - Returns: the text, and the differences; nil where the mark is among the bytes.
    static func split(_ bytes: UnsafeRawBufferPointer) -> (text: [UInt8], numbers: [UInt8])? {
        guard bytes.firstPlace(of: mark) == nil else { return nil }
        var columns = Columns(capacity: bytes.count / 16 + 16)
        let text = [UInt8](unsafeUninitializedCapacity: bytes.count) { target, count in
            var output = TextWriter(UnsafeMutableRawBufferPointer(target))
            forEachMember(of: bytes) { colon in
                guard let number = JSONInteger(in: bytes, behind: colon) else { return }
                output.copy(bytes, to: number.digits.lowerBound)
                columns.append(number.value, slot: slot(at: output.count, in: UnsafeRawBufferPointer(target)))
                output.mark()
                output.copied = number.digits.upperBound
            }
            output.copy(bytes, to: bytes.count)
            count = output.count
        }
        return (text, columns.bytes)
    }

    static func pack(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { bytes in
            guard let (text, numbers) = split(bytes) else { return [0] + bytes }
            var packed: [UInt8] = [1]
            packed.reserveCapacity(text.count + numbers.count + 16)
            packed.appendUnsigned(UInt64(bytes.count))
            packed.appendUnsigned(UInt64(text.count))
            packed.append(contentsOf: numbers)
            packed.append(contentsOf: text)
            return packed
        }
    }

    /// - Parameter limit: the most bytes that may come out.
    static func unpack(_ packed: [UInt8], limit: Int) throws(Malformed) -> [UInt8] {
        var reader = ByteReader(packed)
        switch try reader.byte() {
        case 0: return Array(packed.dropFirst())
        case 1: break
        default: throw Malformed()
        }
        let (length, textLength) = (try reader.unsigned(), try reader.unsigned())
        guard length <= UInt64(limit), textLength <= UInt64(reader.count) else { throw Malformed() }
        return try join(Array(packed.suffix(Int(textLength))), &reader, length: Int(length))
    }

    private static func join(
        _ text: [UInt8], _ reader: inout ByteReader, length: Int
    ) throws(Malformed) -> [UInt8] {
        let marks = text.indices.filter { text[$0] == mark }
        let slots = text.withUnsafeBytes { text in marks.map { slot(at: $0, in: text) } }
        var columns = try ColumnReader(&reader, slots: slots)
        var output: [UInt8] = []
        output.reserveCapacity(length)
        var position = 0
        for (place, slot) in zip(marks, slots) {
            output.append(contentsOf: text[position..<place])
            guard output.count <= length else { throw Malformed() }
            output.append(contentsOf: String(columns.next(slot)).utf8)
            position = place + 1
        }
        output.append(contentsOf: text[position...])
        guard output.count == length else { throw Malformed() }
        return output
    }

    /// Which numbers belong together, of one whose mark is or will be at `place`: by the last four bytes of the member's name
    /// with what stands before it.
    private static func slot(at place: Int, in text: UnsafeRawBufferPointer) -> Int {
        // Back over a sign, the colon and the quote.
        let end = place - (place > 0 && text[place - 1] == UInt8(ascii: "-") ? 3 : 2)
        guard end >= 4 else { return 0 }
        let name = text.loadUnaligned(fromByteOffset: end - 4, as: UInt32.self).littleEndian
        return Int((name &* 0x9E37_79B1) >> 24)
    }

    /// Calls `body` with the place of each colon that stands behind a quote.
    @inline(__always)
    private static func forEachMember(of bytes: UnsafeRawBufferPointer, _ body: (Int) -> Void) {
        let sevens: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        let quotes = UInt64(UInt8(ascii: "\"")) &* 0x0101_0101_0101_0101
        let colons = UInt64(UInt8(ascii: ":")) &* 0x0101_0101_0101_0101
        var index = 1
        while index + 8 <= bytes.count {
            let quote = bytes.loadUnaligned(fromByteOffset: index - 1, as: UInt64.self).littleEndian ^ quotes
            let colon = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian ^ colons
            // The highest bit of each byte is set where it is not the one looked for.
            let others = ((quote & sevens) &+ sevens) | quote | ((colon & sevens) &+ sevens) | colon
            var found = ~others & ~sevens
            while found != 0 {
                body(index + found.trailingZeroBitCount >> 3)
                found &= found &- 1
            }
            index += 8
        }
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: ":"), bytes[index - 1] == UInt8(ascii: "\"") { body(index) }
            index += 1
        }
    }

    /// A number as JSON spells it without need for anything but its value.
    private struct JSONInteger {
        let digits: Range<Int>
        let value: Int64

        @inline(__always)
        init?(in bytes: UnsafeRawBufferPointer, behind colon: Int) {
            var start = colon + 1
            if start < bytes.count, bytes[start] == UInt8(ascii: "-") { start += 1 }
            var index = start
            var value: Int64 = 0
            while index < bytes.count, bytes[index].isDigit, index - start <= maximumDigits {
                value = value &* 10 &+ Int64(bytes[index] &- UInt8(ascii: "0"))
                index += 1
            }
            let length = index - start
            guard length > 0, length <= maximumDigits, length == 1 || bytes[start] != UInt8(ascii: "0"),
                // Within a string every quote has a backslash before it.
                colon < 2 || bytes[colon - 2] != UInt8(ascii: "\\")
            else { return nil }
            digits = start..<index
            self.value = value
        }
    }

    private struct TextWriter {
        private let target: UnsafeMutableRawBufferPointer
        private(set) var count = 0
        /// Up to where the input is written, or left out.
        var copied = 0

        init(_ target: UnsafeMutableRawBufferPointer) {
            self.target = target
        }

        mutating func copy(_ bytes: UnsafeRawBufferPointer, to end: Int) {
            let length = end - copied
            guard length > 0, let source = bytes.baseAddress, let base = target.baseAddress else { return }
            (base + count).copyMemory(from: source + copied, byteCount: length)
            count += length
            copied = end
        }

        mutating func mark() {
            target[count] = NumbersApart.mark
            count += 1
        }
    }

    /// Differences between numbers of one slot, gathered.
    private struct Columns {
        private struct Entry {
            var difference: UInt64
            var slot: Int
        }

        private var entries: [Entry] = []
        private var last = [Int64](repeating: 0, count: slotCount)

        init(capacity: Int) {
            entries.reserveCapacity(capacity)
        }

        mutating func append(_ value: Int64, slot: Int) {
            let difference = value - last[slot]
            last[slot] = value
            entries.append(Entry(difference: UInt64(bitPattern: difference << 1 ^ difference >> 63), slot: slot))
        }

        /// Slot by slot.
        var bytes: [UInt8] {
            var starts = [Int](repeating: 0, count: slotCount + 1)
            for entry in entries { starts[entry.slot + 1] += 1 }
            for slot in 0..<slotCount { starts[slot + 1] += starts[slot] }
            var ordered = [UInt64](repeating: 0, count: entries.count)
            for entry in entries {
                ordered[starts[entry.slot]] = entry.difference
                starts[entry.slot] += 1
            }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(ordered.count + ordered.count / 4)
            for difference in ordered { bytes.appendUnsigned(difference) }
            return bytes
        }
    }

    private struct ColumnReader {
        /// Slot by slot.
        private var differences: [Int64] = []
        /// By slot: where its next number lies.
        private var places: [Int]
        private var last = [Int64](repeating: 0, count: slotCount)

        /// - Parameter slots: of all numbers, in the text's order.
        init(_ reader: inout ByteReader, slots: [Int]) throws(Malformed) {
            places = [Int](repeating: 0, count: slotCount + 1)
            for slot in slots { places[slot + 1] += 1 }
            for slot in 0..<slotCount { places[slot + 1] += places[slot] }
            differences.reserveCapacity(slots.count)
            for _ in slots { differences.append(try reader.integer()) }
        }

        mutating func next(_ slot: Int) -> Int64 {
            last[slot] &+= differences[places[slot]]
            places[slot] += 1
            return last[slot]
        }
    }
}

extension [UInt8] {
    /// As ``ByteWriter/unsigned(_:)`` writes it; here, since sealing is a tenth slower with calls into another module.
    fileprivate mutating func appendUnsigned(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }
}
