import Foundation
import SignetModel
import SignetRecording
import Testing

struct ReplayAssetsTests {
    private static let picture = Array("GIF89a a picture".utf8)
    private static let font = Array("wOF2 a font".utf8)
    private static let drawing = Array("<svg><script>alert(1)</script></svg>".utf8)
    private static let kept = ReplayAssets([
        "https://cdn.example/a.gif": picture, "https://cdn.example/f.woff2": font,
        "https://cdn.example/d.svg": drawing, "https://cdn.example/page": Array("<html>no image</html>".utf8),
    ])

    private static func uri(_ type: String, _ content: [UInt8]) -> String {
        "data:\(type);base64,\(Data(content).base64EncodedString())"
    }

    private static let pictureURI = uri("image/gif", picture)
    private static let fontURI = uri("font/woff2", font)
    private static let drawingURI = uri("image/svg+xml", drawing)

    private static func replay(_ nodes: Visit.Node..., assets: ReplayAssets = kept) throws -> String {
        var visit = Visit()
        visit.snapshot(.element("div", [:], nodes))
        let text = String(decoding: try visit.recording.replay(reveal: false, assets: assets), as: UTF8.self)
        return text.replacingOccurrences(of: "\\/", with: "/")
    }

    @Test(arguments: [
        (Visit.Node.element("img", ["src": "https://cdn.example/a.gif"]), #""src":"\#(pictureURI)""#),
        (.element("input", ["type": "image", "src": "https://cdn.example/a.gif"]), #""src":"\#(pictureURI)""#),
        (.element("video", ["poster": "https://cdn.example/a.gif"]), #""poster":"\#(pictureURI)""#),
        (.element("img", ["src": "https://cdn.example/d.svg#part"]), #""src":"\#(drawingURI)#part""#),
        (
            .element(
                "img",
                [
                    "src": "https://cdn.example/small.gif", "srcset": "https://cdn.example/a.gif 2x, b.gif",
                    "sizes": "50vw",
                ]),
            #""sizes":"50vw","srcset":"\#(pictureURI) 2x""#
        ),
        (
            .element(
                "source",
                ["srcset": "https://cdn.example/none.gif 1x,https://cdn.example/a.gif  640w", "media": "print"]),
            #""media":"print","srcset":"\#(pictureURI) 640w""#
        ),
        (
            .element("p", ["style": "background: url(\"https://cdn.example/a.gif\") red"]),
            #"background: url(\"\#(pictureURI)\") red"#
        ),
        (
            .element("style", [:], [.text("@font-face { src: url(https://cdn.example/f.woff2) format('woff2') }")]),
            #"src: url(\"\#(fontURI)\") format('woff2')"#
        ),
    ])
    func `an address whose bytes are at hand becomes data`(node: Visit.Node, shown: String) throws {
        #expect(try Self.replay(node).contains(shown))
        let without = try Self.replay(node, assets: .none)
        #expect(!without.contains("base64") && !without.contains("cdn.example"))
    }

    @Test(arguments: [
        Visit.Node.element("img", ["src": "https://cdn.example/f.woff2"]),
        .element("img", ["src": "https://cdn.example/page"]),
        .element("img", ["src": "https://cdn.example/d.svg#x\"onload"]),
        .element("img", ["srcset": "https://cdn.example/other.gif 2x"]),
        .element("div", ["srcset": "https://cdn.example/a.gif 2x", "src": "https://cdn.example/a.gif"]),
        .element("iframe", ["src": "https://cdn.example/d.svg"]),
        .element("embed", ["src": "https://cdn.example/d.svg"]),
        .element("object", ["data": "https://cdn.example/d.svg"]),
        .element("a", ["href": "https://cdn.example/d.svg"]),
        .element("p", ["style": "background: url(https://cdn.example/page)"]),
    ])
    func `what would show no image or font, or more than that, does not`(node: Visit.Node) throws {
        let replay = try Self.replay(node)
        #expect(!replay.contains("base64") && !replay.contains("cdn.example"))
    }

    @Test func `changes of attributes and rules show what is at hand, too`() throws {
        var visit = Visit()
        visit.snapshot(.element("img", [:], [], id: 50), .element("style", [:], [], id: 51))
        visit.mutation(attributes: [(50, #"{"src":"https://cdn.example/a.gif"}"#)])
        visit.add(
            3, #"{"source":8,"id":51,"adds":[{"rule":"p{background:url(https://cdn.example/d.svg)}","index":0}]}"#)
        let replay = String(decoding: try visit.recording.replay(reveal: false, assets: Self.kept), as: UTF8.self)
            .replacingOccurrences(of: "\\/", with: "/")
        #expect(replay.contains(Self.pictureURI) && replay.contains(Self.drawingURI))
    }

    @Test func `data in a replay is bounded, repeated uses counted`() throws {
        let large = Self.picture + [UInt8](repeating: 1, count: 5 << 20)
        let image = Visit.Node.element("img", ["src": "https://cdn.example/large.gif"])
        let replay = try Self.replay(
            image, image, image, image, image, assets: ReplayAssets(["https://cdn.example/large.gif": large]))
        #expect(replay.components(separatedBy: "base64").count - 1 == 3)
        #expect(replay.utf8.count < ReplayAssets.maximumBytes + 100_000)
    }

    @Test func `what the page says of its assets is read once for each address`() throws {
        var visit = Visit()
        let one = AssetDigest(of: Self.picture)
        let other = AssetDigest(of: Self.font)
        visit.custom(
            "signet.asset", #"{"url":"https://cdn.example/a","sha256":"\#(one)","type":"image/gif","bytes":16}"#)
        visit.custom("signet.asset", #"{"url":"https://cdn.example/a","sha256":"\#(other)"}"#)
        visit.custom("signet.asset", #"{"url":"https://cdn.example/b","sha256":"\#(one)"}"#)
        for payload in [
            #"{"url":"x"}"#, #"{"sha256":"\#(one)"}"#, #"{"url":"x","sha256":"1"}"#, #"{"url":1,"sha256":[]}"#,
        ] {
            visit.custom("signet.asset", payload)
        }
        visit.custom(
            "signet.asset",
            #"{"url":"https://cdn.example/\#(String(repeating: "x", count: 9_000))","sha256":"\#(one)"}"#)
        let assets = try visit.recording.reportedAssets
        #expect(assets.map(\.address) == ["https://cdn.example/a", "https://cdn.example/b"])
        #expect(assets.map(\.digest) == [one, one])
    }

    @Test func `a page that tells of assets without end is believed for two hundred`() throws {
        var visit = Visit()
        let digest = AssetDigest(of: Self.picture)
        for number in 0..<300 {
            visit.custom("signet.asset", #"{"url":"https://cdn.example/\#(number)","sha256":"\#(digest)"}"#)
        }
        #expect(try visit.recording.reportedAssets.count == 200)
    }
}
