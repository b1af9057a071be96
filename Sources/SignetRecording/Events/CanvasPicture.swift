import SignetModel

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a canvas showed when the visitor submitted: a drawn signature, say. It counts as typed.
struct CanvasPicture: Sendable {
    /// Of base64, for a picture of 512 KB.
    static let maximumCharacters = 699_052
    /// More than any page has canvases and submissions for.
    static let maximumCount = 64

    var node: Int32
    var width: Int32
    var height: Int32
    var format: AssetFormat
    /// Base64 without escapes.
    var base64: Slice

    /// The format that browsers make of canvases and these characters are; nil where they are not such a picture in base64.
    static func format(base64: UnsafeRawBufferPointer) -> AssetFormat? {
        guard let content = Data(base64Encoded: Data(base64)), let format = AssetFormat(of: Array(content)) else {
            return nil
        }
        return format == .png || format == .webp ? format : nil
    }
}
