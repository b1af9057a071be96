#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The formats of images and fonts that are kept, told by how their bytes begin: what a page or a server calls them is not believed.
public enum AssetFormat: String, Sendable, CaseIterable {
    case png = "image/png"
    case jpeg = "image/jpeg"
    case gif = "image/gif"
    case webp = "image/webp"
    case avif = "image/avif"
    case svg = "image/svg+xml"
    case bmp = "image/bmp"
    case icon = "image/x-icon"
    case woff = "font/woff"
    case woff2 = "font/woff2"
    case trueType = "font/ttf"
    case openType = "font/otf"

    public var mediaType: String { rawValue }

    /// Bytes of this format as a `data:` URI.
    public func dataURI(of content: [UInt8]) -> [UInt8] {
        Array("data:\(mediaType);base64,".utf8) + Data(content).base64EncodedData()
    }

    public var isFont: Bool {
        switch self {
        case .woff, .woff2, .trueType, .openType: true
        default: false
        }
    }

    /// Nil for bytes of no such format.
    public init?(of content: [UInt8]) {
        guard let format = Self.magic.first(where: { $0.matches(content) })?.format ?? Self.container(content) else {
            guard SVGStart.isFound(in: content) else { return nil }
            self = .svg
            return
        }
        self = format
    }

    private struct Magic: Sendable {
        let format: AssetFormat
        let start: [UInt8]

        func matches(_ content: [UInt8]) -> Bool { content.count > start.count && content.starts(with: start) }
    }

    private static let magic = [
        Magic(format: .png, start: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        Magic(format: .jpeg, start: [0xFF, 0xD8, 0xFF]),
        Magic(format: .gif, start: Array("GIF87a".utf8)),
        Magic(format: .gif, start: Array("GIF89a".utf8)),
        Magic(format: .icon, start: [0, 0, 1, 0]),
        Magic(format: .woff, start: Array("wOFF".utf8)),
        Magic(format: .woff2, start: Array("wOF2".utf8)),
        Magic(format: .trueType, start: [0, 1, 0, 0]),
        Magic(format: .trueType, start: Array("true".utf8)),
        Magic(format: .openType, start: Array("OTTO".utf8)),
    ]

    /// Formats whose mark stands behind a length.
    private static func container(_ content: [UInt8]) -> AssetFormat? {
        guard content.count > 16 else { return nil }
        func word(_ offset: Int) -> ArraySlice<UInt8> { content[offset..<(offset + 4)] }
        if word(0).elementsEqual("RIFF".utf8), word(8).elementsEqual("WEBP".utf8) { return .webp }
        // The four bytes that a bitmap reserves are zero.
        if content.starts(with: "BM".utf8), word(6).allSatisfy({ $0 == 0 }) { return .bmp }
        guard word(4).elementsEqual("ftyp".utf8) else { return nil }
        let length = word(0).reduce(0) { $0 << 8 | Int($1) }
        let brands = stride(from: 8, to: min(length, content.count, 256) - 3, by: 4).map(word)
        return brands.contains { $0.elementsEqual("avif".utf8) || $0.elementsEqual("avis".utf8) } ? .avif : nil
    }
}

/// Looks for the `svg` element behind what may stand before it: a byte order mark, a declaration, comments, a document type.
private struct SVGStart {
    private static let depth = 4_096

    private var rest: ArraySlice<UInt8>

    static func isFound(in content: [UInt8]) -> Bool {
        var start = SVGStart(rest: content.prefix(depth))
        return start.find()
    }

    private mutating func find() -> Bool {
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        while true {
            rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
            if rest.starts(with: "<?".utf8) {
                guard skip(past: "?>") else { return false }
            } else if rest.starts(with: "<!--".utf8) {
                guard skip(past: "-->") else { return false }
            } else if rest.starts(with: "<!DOCTYPE svg".utf8) {
                // One with declarations of its own is nothing that a browser's tools write.
                guard skip(past: ">") else { return false }
            } else {
                guard rest.starts(with: "<svg".utf8), let next = rest.dropFirst(4).first else { return false }
                return next <= 0x20 || next == UInt8(ascii: ">") || next == UInt8(ascii: "/")
            }
        }
    }

    private mutating func skip(past mark: String) -> Bool {
        let mark = Array(mark.utf8)
        var index = rest.startIndex
        while index + mark.count <= rest.endIndex {
            if rest[index...].starts(with: mark) {
                rest = rest[(index + mark.count)...]
                return true
            }
            index += 1
        }
        return false
    }
}
