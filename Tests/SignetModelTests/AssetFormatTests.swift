import SignetModel
import Testing

struct AssetFormatTests {
    struct Sample: Sendable {
        let format: AssetFormat
        let content: [UInt8]

        /// - Parameter start: text, of which each character is a byte.
        init(_ format: AssetFormat, _ start: String, isWhole: Bool = false) {
            self.format = format
            content = start.unicodeScalars.map { UInt8($0.value) } + (isWhole ? [] : [UInt8](repeating: 7, count: 40))
        }
    }

    static let samples = [
        Sample(.png, "\u{89}PNG\r\n\u{1A}\n"),
        Sample(.jpeg, "\u{FF}\u{D8}\u{FF}\u{E0}"),
        Sample(.gif, "GIF87a"),
        Sample(.gif, "GIF89a"),
        Sample(.webp, "RIFF\u{1}\u{1}\u{1}\u{1}WEBPVP8 "),
        Sample(.avif, "\0\0\0\u{18}ftypavif\0\0\0\0mif1"),
        Sample(.avif, "\0\0\0\u{18}ftypmif1\0\0\0\0miafavif"),
        Sample(.bmp, "BM\u{9}\u{9}\0\0\0\0\0\0\u{36}\0\0\0"),
        Sample(.icon, "\0\0\u{1}\0\u{1}\0"),
        Sample(.woff, "wOFF"),
        Sample(.woff2, "wOF2"),
        Sample(.trueType, "\0\u{1}\0\0\0\u{C}"),
        Sample(.openType, "OTTO"),
        Sample(.svg, "<svg xmlns='http://www.w3.org/2000/svg'/>", isWhole: true),
        Sample(.svg, "<svg>", isWhole: true),
        Sample(.svg, "\u{EF}\u{BB}\u{BF}<?xml version='1.0'?>\n<!-- a > b -->\n<!DOCTYPE svg PUBLIC 'x' 'y'>\n<svg >"),
    ]

    @Test(arguments: samples)
    func `a format is told by how its bytes begin`(sample: Sample) {
        #expect(AssetFormat(of: sample.content) == sample.format)
    }

    @Test(arguments: [
        "", "GIF89a", "GIF88a and more", "<html><svg></svg></html>", "<!doctype html><p>", "<svgx>", "<svg",
        "<!-- never closed <svg>", "<?xml <svg>", "<!DOCTYPE svg [<!ENTITY a '>'>]><svg>", "body{}", "alert(1)",
        "%PDF-1.7",
        "RIFF\u{1}\u{1}\u{1}\u{1}WAVEfmt and more", "\0\0\0\u{18}ftypmp42\0\0\0\0isom and more",
        "\0\0\0\0ftypavif and more than that",
    ])
    func `what is none of them is nothing`(text: String) {
        #expect(AssetFormat(of: Array(text.utf8)) == nil)
    }

    @Test func `a digest reads as it is written, in 64 digits`() {
        let digest = AssetDigest(of: Array("abc".utf8))
        #expect(digest.description == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(AssetDigest(digest.description.uppercased()) == digest)
        #expect(AssetDigest(digest.description.dropLast(2)) == nil)
        #expect(AssetDigest(String(repeating: "g", count: 64)) == nil)
    }
}
