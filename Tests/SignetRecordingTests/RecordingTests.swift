import SignetModel
import SignetRecording
import Testing

struct RecordingTests {
    @Test func `a recording packed against a dictionary comes back byte by byte, and does with no other`() throws {
        var visit = Visit()
        visit.snapshot(.element("p", [:], [.text("Some words that all visits have in common.")]))
        visit.click(3)
        let recording = try visit.recording
        let dictionary = ZstandardDictionary(content: recording.archive)
        let packed = recording.packed(with: dictionary)
        #expect(packed.count < Zstandard.compress(recording.archive).count / 2)
        let again = try Recording(packed: packed, with: dictionary, limit: 1 << 20)
        #expect(again.archive == recording.archive)
        #expect(packed == recording.packed(with: dictionary))
        #expect(throws: (any Error).self) {
            try Recording(packed: packed, with: ZstandardDictionary(content: [1, 2, 3]), limit: 1 << 20)
        }
    }

    @Test func `an archive gives the same recording again`() throws {
        let recording = try FactsTests.humanVisit().recording
        let again = try Recording(archived: recording.archive)
        #expect(again.analyze() == recording.analyze())
        #expect(again.archive == recording.archive)
        #expect(again.replay(reveal: true) == recording.replay(reveal: true))
        #expect(again.certificate == Visit.certificate)
    }

    @Test func `the same batches give the same bytes, in whatever order they come`() throws {
        let first = Visit.batch(Array(FactsTests.humanVisit().json.utf8))
        let second = Visit.batch(Array("[]".utf8), sequence: 1)
        let one = try Visit.recording(first, second)
        let other = try Visit.recording(second, first, first)
        #expect(one.archive == other.archive)
        #expect(one.analyze() == other.analyze())
        #expect(one.analyze() == one.analyze())
        #expect(one.replay(reveal: false) == other.replay(reveal: false))
    }

    @Test(arguments: ["{}", "[", "[1,]", "[{\"type\":4}", "nonsense", "[]x"])
    func `a broken batch is left out and the facts say so`(body: String) throws {
        let good = Visit.batch(Array(FactsTests.humanVisit().json.utf8))
        let facts = try Visit.recording(good, Visit.batch(Array(body.utf8), sequence: 1)).analyze()
        #expect(facts.form.truncation == "gap")
        #expect(facts.form.isSubmitted)
    }

    @Test func `nothing of a broken batch is left`() throws {
        let first = Visit.batch(Array("[]".utf8))
        let broken = Visit.batch(Array((FactsTests.humanVisit().json.dropLast() + ",").utf8), sequence: 1)
        let recording = try Visit.recording(first, broken)
        let facts = recording.analyze()
        #expect(facts.form.truncation == "gap" && !facts.form.isSubmitted)
        #expect(facts.page.title == nil && facts.form.inputMethods == nil && facts.form.keystrokes == 0)
        #expect(facts.leadValues.isEmpty && facts.consent.isEmpty && facts.text.isEmpty)
        #expect(recording.eventLog(reveal: true).map(\.text) == ["certificate created"])
    }

    @Test func `a broken stream of deflate is kept as it came`() throws {
        let good = Visit.batch(Array(FactsTests.humanVisit().json.utf8))
        let recording = try Visit.recording(good, Visit.batch([1, 2, 3, 4], sequence: 1, encoding: .deflateRaw))
        #expect(recording.analyze().form.truncation == "gap")
        #expect(recording.batches.map(\.content) == [.events, .broken])
        #expect(try Recording(archived: recording.archive).analyze() == recording.analyze())
    }

    @Test func `a missing batch is a gap`() throws {
        let good = Visit.batch(Array(FactsTests.humanVisit().json.utf8))
        #expect(
            try Visit.recording(good, Visit.batch(Array("[]".utf8), sequence: 2)).analyze().form.truncation == "gap")
    }

    @Test func `a bomb is left out before it takes memory`() throws {
        // A stored block of DEFLATE, then a run of one byte a thousand times longer than what says so.
        var limits = RecordingLimits()
        limits.batch = 50_000
        let long = Array(("[" + String(repeating: " ", count: 60_000) + "]").utf8)
        let recording = try Visit.recording(
            Visit.batch(Array("[]".utf8)), Visit.batch(Self.stored(long), sequence: 1, encoding: .deflateRaw),
            limits: limits
        )
        #expect(recording.batches.map(\.content) == [.events, .omitted])
        #expect(recording.analyze().form.truncation == "size")
        #expect(recording.archive.count < 2_000)
    }

    @Test func `a recording stops at its limit`() throws {
        var limits = RecordingLimits()
        limits.recording = 10_000
        let body = Array(("[" + String(repeating: " ", count: 4_000) + "]").utf8)
        let batches = (0..<5).map { Visit.batch(body, sequence: $0) }
        let recording = try Recording(
            certificate: Visit.certificate, issuedAt: Visit.issuedAt, batches: batches, limits: limits
        )
        #expect(recording.batches.map(\.content) == [.events, .events, .omitted, .omitted, .omitted])
    }

    @Test func `stored blocks are inflated`() throws {
        let body = Array(FactsTests.humanVisit().json.utf8)
        let plain = try Visit.recording(Visit.batch(body)).analyze()
        #expect(try Visit.recording(Visit.batch(Self.stored(body), encoding: .deflateRaw)).analyze() == plain)
    }

    @Test func `what is compressed comes back, and not beyond a limit`() throws {
        let bytes = Array(FactsTests.humanVisit().json.utf8)
        let packed = Zstandard.compress(bytes)
        #expect(try Zstandard.decompress(packed, limit: bytes.count) == bytes)
        #expect(throws: Zstandard.Failure.tooLong) { try Zstandard.decompress(packed, limit: bytes.count - 1) }
        #expect(throws: Zstandard.Failure.broken) { try Zstandard.decompress(Array(packed.dropLast()), limit: 1 << 20) }
        #expect(throws: Zstandard.Failure.broken) { try Zstandard.decompress([1, 2, 3], limit: 1 << 20) }
        #expect(try Zstandard.decompress(Zstandard.compress([]), limit: 0) == [])
    }

    @Test func `no changed byte anywhere brings a recording down`() throws {
        var generator = Seeded(state: 42)
        let body = Array(FactsTests.humanVisit().json.utf8)
        let interesting = Array("\"\\{}[],:0-9eu\u{0}~".utf8) + [0x80, 0xFF, 0xE2]
        for round in 0..<1_500 {
            var changed = body
            for _ in 0...(round % 3) {
                let place = Int.random(in: 0..<changed.count, using: &generator)
                switch round % 4 {
                case 0: changed[place] = interesting.randomElement(using: &generator) ?? 0
                case 1: changed.remove(at: place)
                case 2: changed.insert(interesting.randomElement(using: &generator) ?? 0, at: place)
                default:
                    changed.replaceSubrange(place..<min(changed.count, place + 40), with: body[0..<min(20, body.count)])
                }
            }
            let recording = try Visit.recording(Visit.batch(changed))
            let facts = recording.analyze()
            #expect(facts.text.utf8.count < 4 << 20)
            _ = try JSONValue(parsing: recording.replay(reveal: round % 2 == 0), maximumDepth: 2_000)
        }
    }

    @Test func `no changed byte of an archive or of compressed data brings it down`() throws {
        var generator = Seeded(state: 7)
        let archive = try FactsTests.humanVisit().recording.archive
        let packed = Zstandard.compress(archive)
        for _ in 0..<1_000 {
            var changed = archive
            changed[Int.random(in: 0..<changed.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            _ = try? Recording(archived: changed).analyze()
            changed = packed
            changed[Int.random(in: 0..<changed.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            _ = try? Zstandard.decompress(changed, limit: 1 << 20)
        }
    }

    @Test func `nesting beyond what a browser can make loses the batch, not the process`() throws {
        let deep = String(repeating: #"{"type":2,"tagName":"p","attributes":{},"childNodes":["#, count: 100_000)
        let body = #"[{"type":2,"timestamp":1,"data":{"node":"# + deep
        #expect(try Visit.recording(Visit.batch(Array(body.utf8))).analyze().form.truncation == "gap")
        let start = (1...550).map { #"{"type":2,"tagName":"p","attributes":{},"id":\#($0),"childNodes":["# }.joined()
        let page = start + String(repeating: "]}", count: 550)
        let fine = #"[{"type":2,"timestamp":1,"data":{"node":\#(page)}}]"#
        let recording = try Visit.recording(Visit.batch(Array(fine.utf8)))
        #expect(recording.analyze().form.truncation == nil)
        #expect(!recording.replay(reveal: false).isEmpty)
    }

    /// DEFLATE's stored blocks of up to 65,535 bytes.
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var start = 0
        repeat {
            let end = min(bytes.count, start + 65_535)
            let length = UInt16(end - start)
            output.append(end == bytes.count ? 1 : 0)
            output += [UInt8(length & 255), UInt8(length >> 8), UInt8(~length & 255), UInt8(~length >> 8)]
            output += bytes[start..<end]
            start = end
        } while start < bytes.count
        return output
    }
}

/// SplitMix64.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
