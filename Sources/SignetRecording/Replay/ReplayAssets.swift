public import SignetModel

/// The page's claim that an address answered certain bytes.
public struct ReportedAsset: Hashable, Sendable {
    /// As snapshots and style sheets name it, without a fragment.
    public let address: String
    public let digest: AssetDigest
}

extension Recording {
    /// Claims beyond these are left out; the SDK makes fewer.
    static let maximumAssets = 200

    /// The images and fonts that the page says it showed. Of two claims about one address the first counts.
    public var reportedAssets: [ReportedAsset] {
        withSlices { reader in
            var addresses: Set<String> = []
            var assets: [ReportedAsset] = []
            for event in stream.events {
                guard assets.count < Self.maximumAssets else { break }
                guard case .asset(let index) = event.body else { continue }
                let report = stream.assets[Int(index)]
                guard report.address.count <= PageURL.maximumLength,
                    let digest = AssetDigest(reader.string(report.digest))
                else { continue }
                let address = reader.string(report.address)
                if addresses.insert(address).inserted { assets.append(.init(address: address, digest: digest)) }
            }
            return assets
        }
    }
}

/// What of the images and fonts that a page showed is at hand, for a replay to show them without fetching anything.
public struct ReplayAssets: Sendable {
    /// Of all data in one replay, repeated uses counted.
    public static let maximumBytes = 24 << 20

    public static let none = ReplayAssets([:])

    fileprivate let contents: [String: [UInt8]]

    /// - Parameter contents: by the address that the page knew them under.
    public init(_ contents: [String: [UInt8]]) {
        self.contents = contents
    }
}

/// Gives the addresses of a recording as `data:` URIs, as far as their bytes are there and there is room.
///
/// Used while one replay is written, which it counts the bytes of.
final class AssetWriter {
    enum Use {
        case image
        /// In a style sheet, where an address may be a font's.
        case style
    }

    private struct Asset {
        let uri: [UInt8]
        let isFont: Bool
    }

    private let assets: ReplayAssets
    /// Built once for each address; nil for bytes of no format that is shown.
    private var built: [String: Asset?] = [:]
    private var room = ReplayAssets.maximumBytes

    init(_ assets: ReplayAssets) {
        self.assets = assets
    }

    func uri(for address: String, as use: Use) -> String? {
        uri(for: Array(address.utf8)[...], as: use).map { String(decoding: $0, as: UTF8.self) }
    }

    func uri(for address: ArraySlice<UInt8>, as use: Use) -> [UInt8]? {
        guard !assets.contents.isEmpty else { return nil }
        let end = address.firstIndex(of: UInt8(ascii: "#")) ?? address.endIndex
        guard let asset = asset(String(decoding: address[..<end], as: UTF8.self)), use == .style || !asset.isFont
        else { return nil }
        // A fragment names a part of an SVG image.
        let fragment = address[end...]
        guard fragment.dropFirst().allSatisfy(\.isPlainInFragment) else { return nil }
        let length = asset.uri.count + fragment.count
        guard length <= room else { return nil }
        room -= length
        return asset.uri + fragment
    }

    private func asset(_ address: String) -> Asset? {
        if let known = built[address] { return known }
        let asset = assets.contents[address].flatMap { content in
            AssetFormat(of: content).map { format in
                Asset(uri: format.dataURI(of: content), isFont: format.isFont)
            }
        }
        built[address] = asset
        return asset
    }

    /// A `srcset` of those candidates that are at hand, with their descriptors; nil where none is.
    func imageSet(_ text: String) -> String? {
        let candidates = SourceSet.candidates(in: text).compactMap { candidate in
            uri(for: candidate.address, as: .image).map { $0 + candidate.descriptor }
        }
        return candidates.isEmpty ? nil : candidates.joined(separator: ", ")
    }
}

/// A `srcset` as HTML parses it: addresses may hold commas, though not at their ends.
enum SourceSet {
    /// - Returns: addresses, and the width or density behind each with a space before it; empty where there is none.
    static func candidates(in text: String) -> [(address: String, descriptor: String)] {
        var candidates: [(address: String, descriptor: String)] = []
        var rest = text[...]
        while true {
            rest = rest.drop { $0.isWhitespace || $0 == "," }
            let word = rest.prefix { !$0.isWhitespace }
            if word.isEmpty { return candidates }
            rest = rest[word.endIndex...]
            guard !word.hasSuffix(",") else {
                candidates.append((String(word.dropLast()), ""))
                continue
            }
            let descriptor = rest.prefix { $0 != "," }
            rest = rest[descriptor.endIndex...]
            let size = descriptor.trimmingSpaces
            candidates.append((String(word), isDescriptor(size) ? " \(size)" : ""))
        }
    }

    /// `640w`, `1.5x`.
    private static func isDescriptor(_ text: Substring) -> Bool {
        guard let unit = text.last, unit == "w" || unit == "x" else { return false }
        return text.utf8.count < 20 && text.dropLast().utf8.allSatisfy { $0.isDigit || $0 == UInt8(ascii: ".") }
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}

extension UInt8 {
    fileprivate var isPlainInFragment: Bool {
        isASCIILetter || isDigit || "-_.=,:".utf8.contains(self)
    }
}
