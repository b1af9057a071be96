/// Which addresses a replay may hold: those that lead nowhere.
enum ReplayAddress {
    private static let harmlessPrefixes = [
        "data:image/", "data:font/", "data:application/font", "data:application/x-font",
        "data:application/vnd.ms-fontobject",
    ].map { Array($0.utf8) }

    /// Data of an image or a font, or a place in the page itself.
    static func isHarmless(_ address: ArraySlice<UInt8>) -> Bool {
        if address.first == UInt8(ascii: "#") { return true }
        return harmlessPrefixes.contains { address.starts(withLowercase: $0) }
    }

    static func isImage(_ address: [UInt8]) -> Bool {
        address[...].starts(withLowercase: harmlessPrefixes[0])
    }
}

extension ArraySlice<UInt8> {
    fileprivate func starts(withLowercase prefix: [UInt8]) -> Bool {
        count >= prefix.count && zip(self, prefix).allSatisfy { $0.asciiLowercased == $1 }
    }
}
