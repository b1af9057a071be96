import SignetModel
import SignetRecording
import Testing

struct CanvasTests {
    static let webp = "UklGRhwAAABXRUJQVlA4TA8AAAAvA8AAAAcQRY7+ByKi/wEA"
    static let png =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    static let gif = "R0lGODdhBAAEAIAAAAAAAAAAACwAAAAABAAEAAAICQABCBxIsCCAgAA7"

    static func clear(_ numbers: String = "0,0,300,120") -> String { #"{"property":"clearRect","args":[\#(numbers)]}"# }

    static func blob(_ base64: String) -> String {
        #"{"rr_type":"Blob","data":[{"rr_type":"ArrayBuffer","base64":"\#(base64)"}],"type":"image/webp"}"#
    }

    static func draw(_ argument: String, _ numbers: String = ",0,0") -> String {
        #"{"property":"drawImage","args":[\#(argument)\#(numbers)]}"#
    }

    static func bitmap(_ base64: String) -> String { #"{"rr_type":"ImageBitmap","args":[\#(blob(base64))]}"# }

    static func replay(_ data: String, reveal: Bool = true) throws -> String {
        var visit = Visit()
        visit.snapshot(.element("canvas", ["width": "300", "height": "120"], [], id: 20))
        visit.add(3, #"{"source":9,\#(data)}"#)
        return String(decoding: try visit.recording.replay(reveal: reveal), as: UTF8.self)
    }

    @Test(arguments: [(webp, "image/webp"), (png, "image/png")])
    func `a drawing is shown, as the kind of picture it is, to who may see what was typed`(
        base64: String, mediaType: String
    ) throws {
        let event = #""id":20,"type":0,"commands":[\#(Self.clear()),\#(Self.draw(Self.bitmap(base64)))]"#
        let shown = try Self.replay(event)
        #expect(shown.contains(base64) && shown.contains(#""type":"\#(mediaType)""#))
        #expect(shown.contains(#""args":[0,0,300,120]"#) && shown.contains(#""source":9"#))
        let hidden = try Self.replay(event, reveal: false)
        #expect(!hidden.contains(base64) && !hidden.contains(#""source":9"#))
    }

    /// What a canvas event may be besides: calls in the reader's browser, or bytes that are no picture.
    static let others = [
        #""id":20,"type":0,"property":"fillText","args":["\#(webp)",0,0]"#,
        #""id":20,"type":0,"commands":[\#(draw(bitmap(webp)))]"#,
        #""id":20,"type":0,"commands":[\#(clear()),\#(draw(bitmap(webp))),\#(clear())]"#,
        #""id":20,"type":0,"commands":[\#(draw(bitmap(webp))),\#(clear())]"#,
        #""id":20,"type":1,"commands":[\#(clear()),\#(draw(bitmap(webp)))]"#,
        #""id":0,"type":0,"commands":[\#(clear()),\#(draw(bitmap(webp)))]"#,
        #""id":21,"type":0,"commands":[\#(clear()),\#(draw(bitmap(webp)))]"#,
        #""id":20,"type":0,"commands":[\#(clear("0,0,99999,120")),\#(draw(bitmap(webp)))]"#,
        #""id":20,"type":0,"commands":[\#(clear("0,0,300")),\#(draw(bitmap(webp)))]"#,
        #""id":20,"type":0,"commands":[\#(clear()),\#(draw(bitmap(webp), ",0,0,1"))]"#,
        #""id":20,"type":0,"commands":[\#(clear()),\#(draw(blob(webp)))]"#,
        #""id":20,"type":0,"commands":[\#(clear()),\#(draw(bitmap(webp) + "," + bitmap(webp)))]"#,
        #""id":20,"type":0,"commands":[\#(clear()),\#(draw(#"{"rr_type":"ImageBitmap","args":[{"rr_type":"\#(webp)"}]}"#))]"#,
        #""id":20,"type":0,"commands":[\#(clear()),\#(draw(bitmap(gif)))]"#,
        #""id":20,"type":0,"commands":[\#(clear()),\#(draw(bitmap(webp + #"AA\u0041A"#)))]"#,
        #""id":20,"type":0,"commands":[\#(clear()),\#(draw(bitmap(webp + "A")))]"#,
        #""id":20,"type":0,"commands":[\#(clear()),\#(draw(bitmap(webp + "A=AA")))]"#,
        #""id":20,"type":0,"commands":[\#(clear()),\#(draw(bitmap(webp + #"A\"<A"#)))]"#,
        #""id":20,"type":0,"commands":[\#(clear()),\#(draw(bitmap(webp + String(repeating: "A", count: 700_000))))]"#,
        #""id":20,"type":0,"commands":"\#(webp)""#,
        #""id":20,"type":0,"commands":[\#(clear()),{"args":[{},\#(bitmap(webp)),0,0],"property":"drawImage"}]"#,
    ]

    @Test(arguments: others)
    func `any other canvas event is left out`(event: String) throws {
        let replay = try Self.replay(event)
        #expect(!replay.contains(#""source":9"#) && !replay.contains("UklG") && !replay.contains("R0lG"))
        #expect(try JSONValue(parsing: Array(replay.utf8))["events"]?.array?.count == 2)
    }
}
