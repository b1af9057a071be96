/// Eight bytes of a text, read at once: nearly all that a page has is words of ASCII with one space between them.
package struct PlainWords {
    /// The first byte is the lowest.
    @usableFromInline let bytes: UInt64
    /// 7 where the last of the eight is a space, since another may follow; otherwise 8.
    package let count: Int

    /// Nil where fewer than eight bytes are left, or one of them is a control character, not ASCII, or a space behind another.
    @inlinable
    package init?(_ text: UnsafeRawBufferPointer, at index: Int) {
        guard index + 8 <= text.count else { return nil }
        let bytes = text.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
        let high: UInt64 = 0x8080_8080_8080_8080
        let different = bytes ^ 0x2020_2020_2020_2020
        // The highest bit of each byte is set where it is a space, and where it is at least one.
        let spaces = ~(((different & ~high) &+ ~high) | different) & high
        let visible = ((bytes & ~high) &+ 0x6060_6060_6060_6060) & high
        guard bytes & high == 0, visible == high, spaces & spaces << 8 == 0 else { return nil }
        self.bytes = bytes
        count = spaces >> 63 == 0 ? 8 : 7
    }

    @inlinable package var beginsWithSpace: Bool { bytes & 0xFF == 0x20 }

    /// The eight bytes in lower case, in the order in which they stand in memory.
    @inlinable package var lowercased: UInt64 {
        let high: UInt64 = 0x8080_8080_8080_8080
        let fromA = bytes &+ 0x3F3F_3F3F_3F3F_3F3F
        let behindZ = bytes &+ 0x2525_2525_2525_2525
        return (bytes | (fromA & ~behindZ & high) >> 2).littleEndian
    }
}
