import SignetModel
import SignetRecording
import Testing

struct HostileNumbersTests {
    private static let numbers = [
        "2147483647", "-2147483648", "4294967296", "9223372036854775807", "-9223372036854775808", "1e15", "-1e15",
        "1e308", "0.5",
    ]

    /// Asks a recording for everything that is made of it.
    private func readAll(_ json: some StringProtocol) throws {
        let recording = try Visit.recording(Visit.batch(Array(json.utf8)))
        _ = try CertificateFacts(storedBytes: recording.analyze().storedBytes)
        for reveal in [true, false] {
            #expect(!recording.eventLog(reveal: reveal).isEmpty)
            #expect(try JSONValue(parsing: recording.replay(reveal: reveal))["events"] != nil)
        }
    }

    @Test(arguments: numbers)
    func `any one number of a visit may be any other`(number: String) throws {
        let json = Substring(FactsTests.humanVisit().json)
        for place in json.matches(of: /[:\[,](-?[0-9.]+)(?=[,}\]])/) {
            try readAll(json[..<place.1.startIndex] + number + json[place.1.endIndex...])
        }
    }

    @Test(arguments: numbers)
    func `all counts of a visit may be as large as they like`(number: String) throws {
        var visit = Visit()
        visit.snapshot(.element("input", ["type": "text"], [], id: 30))
        let field =
            #"{"id":30,"name":"a","method":"typing","keystrokes":\#(number),"typing_ms":\#(number),"length":\#(number)}"#
        for _ in 0..<3 { visit.custom("signet.field", field) }
        visit.custom("signet.sensitive", #"{"form":\#(number),"content":\#(number)}"#)
        visit.custom(
            "signet.signals",
            #"{"untrusted":\#(number),"pointer":\#(number),"keys":\#(number),"touches":\#(number),"hidden_fill":\#(number),"first_input_ms":\#(number)}"#
        )
        visit.submit()
        try readAll(visit.json)
    }
}
