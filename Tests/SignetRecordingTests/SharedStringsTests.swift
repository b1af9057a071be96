import SignetModel
import SignetRecording
import Testing

struct SharedStringsTests {
    private static let threshold = SharedStrings.threshold

    /// Visits of one page, all of whose parts are drawn at random: some stand in all visits, others in fewer, down to one.
    private static func visits(_ count: Int, seed: UInt64) -> [[UInt8]] {
        var random = Seeded(state: seed)
        func word(_ length: Int) -> String {
            String((0..<length).map { _ in "abcdefgh <>:,\"{}0123456789".randomElement(using: &random)! })
        }
        let parts = (0..<60).map { _ in
            (text: word(Int.random(in: 1...120, using: &random)), odds: Double.random(in: 0...1, using: &random))
        }
        return (0..<count).map { _ in
            var text = ""
            for part in parts where Double.random(in: 0...1, using: &random) < part.odds {
                text += part.text
                if Int.random(in: 0..<4, using: &random) == 0 { text += word(Int.random(in: 1...30, using: &random)) }
            }
            return Array(text.utf8)
        }
    }

    private static func strings(of visits: [[UInt8]], limit: Int = 1 << 20) -> [[UInt8]] {
        var shared = SharedStrings()
        for visit in visits { shared.addVisit([visit]) }
        return shared.strings(limit: limit)
    }

    @Test(arguments: 0..<60)
    func `every string stands in ten visits or more`(seed: UInt64) {
        let visits = Self.visits(10 + Int(seed) % 54, seed: seed)
        let texts = visits.map { String(decoding: $0, as: UTF8.self) }
        for string in Self.strings(of: visits) {
            let text = String(decoding: string, as: UTF8.self)
            #expect(texts.filter { $0.contains(text) }.count >= Self.threshold, "\(text)")
        }
    }

    @Test func `most of what all visits have is found`() {
        let page = Self.visits(1, seed: 3)[0] + Self.visits(1, seed: 4)[0]
        let visits = (0..<12).map { number in Array("visit \(number) of many".utf8) + page + Array("end \(number)".utf8)
        }
        let found = Self.strings(of: visits).reduce(0) { $0 + $1.count }
        #expect(found > page.count * 9 / 10 && found <= page.count)
    }

    @Test func `what nine visits have is not there, however often each has it`() {
        let secret = "the same long words in nine visits, again and again. "
        let visits = (0..<20).map { number in
            Array((number < 9 ? String(repeating: secret, count: 50) : "nothing of the kind, \(number) times").utf8)
        }
        #expect(Self.strings(of: visits).isEmpty)
    }

    @Test func `two shared strings that stand side by side in few visits do not stand so in the outcome`() {
        let first = (0..<20).map { "Wilhelmina Featherstone, party of the first part \($0 * 31). " }.joined()
        let second = (0..<20).map { "1200 Congress Avenue, the city of Austin, number \($0 * 37). " }.joined()
        let visits = (0..<40).map { number in
            Array((number == 0 ? first + second : number % 2 == 0 ? "\(first) \(number)" : "\(second) \(number)").utf8)
        }
        let strings = Self.strings(of: visits).map { String(decoding: $0, as: UTF8.self) }
        #expect(strings.contains { $0.contains("Featherstone") } && strings.contains { $0.contains("Congress") })
        #expect(!strings.contains { $0.contains("Featherstone") && $0.contains("Congress") })
    }

    @Test func `the order of visits changes nothing of what each string is worth`() {
        let visits = Self.visits(30, seed: 8)
        let lengths = [visits, visits.reversed()].map { Self.strings(of: $0).reduce(0) { $0 + $1.count } }
        #expect(abs(lengths[0] - lengths[1]) < lengths[0] / 5)
        #expect(Self.strings(of: visits) == Self.strings(of: visits))
    }

    @Test func `the limit holds`() {
        #expect(Self.strings(of: Self.visits(20, seed: 5), limit: 300).reduce(0) { $0 + $1.count } <= 300)
    }

    @Test func `visits made to agree everywhere are searched in bounded time`() {
        let visits = (0..<64).map { _ in Array(repeating: UInt8(ascii: "1"), count: 20_000) }
        let alternating = (0..<64).map { _ in (0..<20_000).map { UInt8(ascii: $0 % 2 == 0 ? "," : "1") } }
        _ = Self.strings(of: visits)
        _ = Self.strings(of: alternating)
    }

    @Test func `what was typed or drawn is left out of what visits may share, and so are addresses`() throws {
        var visit = Visit()
        visit.snapshot(.element("input", ["type": "text"], [], id: 50))
        visit.input(50, "Wilhelmina typed this")
        visit.values([(id: 50, name: "story", type: "text", value: "Wilhelmina \"sent\" this")])
        visit.snapshot(.element("canvas", ["width": "300", "height": "120"], [], id: 51))
        let picture = CanvasTests.draw(CanvasTests.bitmap(CanvasTests.png))
        visit.add(3, #"{"source":9,"id":51,"type":0,"commands":[\#(CanvasTests.clear()),\#(picture)]}"#)
        let recording = try visit.recording
        let texts = recording.shareableTexts.map { String(decoding: $0, as: UTF8.self) }
        let together = texts.joined(separator: "|")
        #expect(!together.contains("Wilhelmina"))
        #expect(!together.contains(CanvasTests.png))
        #expect(!together.contains("192.0.2.7"))
        #expect(
            together.contains("Chrome/140") && together.contains("tagName") && together.contains(#""name":"story""#))
    }
}
