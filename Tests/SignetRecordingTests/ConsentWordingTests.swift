import Foundation
import SignetModel
import Testing

@testable import SignetRecording

/// The labelled texts lie in `Consent/`: those that the rules were written on, and those that nobody who wrote rules has read.
struct ConsentWordingTests {
    private struct Score: CustomStringConvertible {
        var found = 0
        var missed = 0
        var mistaken = 0

        var precision: Double { Double(found) / Double(found + mistaken) }
        var recall: Double { Double(found) / Double(found + missed) }
        var description: String { "precision \(precision), recall \(recall)" }
    }

    private static func score(_ file: String) throws -> Score {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Consent/\(file)")
        var score = Score()
        for line in try String(contentsOf: path, encoding: .utf8).split(separator: "\n") {
            let row = try JSONValue(parsing: Array(line.utf8))
            let text = try #require(row["text"]?.string)
            switch (row["consent"] == .bool(true), ConsentWording.isConsent(text)) {
            case (true, true): score.found += 1
            case (true, false): score.missed += 1
            case (false, true): score.mistaken += 1
            case (false, false): break
            }
        }
        print("\(file): \(score)")
        return score
    }

    @Test(arguments: ["tuned-by-rules.jsonl", "tuned-more.jsonl"])
    func `consent is told from what merely speaks of it`(file: String) throws {
        let score = try Self.score(file)
        #expect(score.precision >= 0.95 && score.recall >= 0.95, "\(score)")
    }

    @Test func `so it is in texts that the rules were not written on`() throws {
        let score = try Self.score("unseen.jsonl")
        #expect(score.precision >= 0.95 && score.recall >= 0.95, "\(score)")
    }

    @Test(arguments: [
        ("Sí, llámenme.", true), ("Si acepta llamadas, lea el aviso.", false), ("SÍ, ACEPTO RECIBIR LLAMADAS", true),
        ("You agree to the following. We may call you about offers.", true), ("", false), ("?", false),
        ("Do you agree to be called?", false), ("I do not agree to be called.", false),
    ])
    func `a word more or less decides`(text: String, isConsent: Bool) {
        #expect(ConsentWording.isConsent(text) == isConsent)
    }

    @Test func `a long text takes no longer than its length`() {
        let text = String(repeating: "I give a permission and consent by clicking to call ", count: 2_000)
        let start = ContinuousClock.now
        _ = ConsentWording.isConsent(text)
        #expect(start.duration(to: .now) < .seconds(20))
    }

    @Test func `a text of a page is kept only if it is consent, a tagged one whatever it says`() throws {
        func languages(_ source: String) throws -> [ConsentLanguage] {
            var visit = Visit()
            visit.snapshot(.element("p", [:], [.text("Call us today.")], id: 33))
            visit.custom(
                "signet.consent",
                #"{"languages":[{"id":33,"text":"Call us today.","source":"\#(source)","visible":true,"font_size":13,"contrast":7,"control":null,"opt_in":"non-interactive","checked":null}]}"#
            )
            return try visit.facts.consent
        }
        #expect(try languages("page").isEmpty)
        #expect(try languages("tag").count == 1)
    }
}
