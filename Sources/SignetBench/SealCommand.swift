import ArgumentParser
import Foundation
import Logging
import SignetModel
import SignetRecording
import SignetService
import SignetStorage

/// Measures sealing beside Foundation's JSON decoder, and how many visits are sealed durably a second.
struct SealCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal", abstract: "Measures sealing, in lines of a Markdown table.")

    @Option(help: "Rounds, of which the median counts.") var rounds = 5
    @Option(help: "Visits to seal durably.") var visits = 600

    func run() async throws {
        let recording = Sample(bytes: 100_000, seed: 70)
        let dictionary = try Self.dictionary(bytes: 100_000)
        var ratios: [Double] = []
        var rates: [Double] = []
        for _ in 0..<rounds {
            let sealing = try megabytesPerSecond(recording.byteCount) { try recording.seal(with: dictionary) }
            let decoding = try megabytesPerSecond(recording.byteCount) { try recording.decodeWithFoundation() }
            ratios.append(sealing / decoding)
            rates.append(sealing)
        }
        let ratio = median(ratios)
        print(
            "| seal a recording of \(recording.byteCount / 1_000) KB, one core | \(Int(median(rates))) MB/s | JSONDecoder | "
                + "\(rounded(ratio)) | ≥ 5 | \(ratio >= 5 ? "met" : "MISSED") |")
        let perSecond = try await durableSealsPerSecond()
        print(
            "| form fills sealed durably | \(Int(perSecond))/s | | | ≥ 500/s | \(perSecond >= 500 ? "met" : "MISSED") |"
        )
    }

    /// Of other visits to the page, as most visits find one.
    private static func dictionary(bytes: Int) throws -> ZstandardDictionary {
        var shared = SharedStrings()
        for seed in 0..<16 {
            let recording = try Sample(bytes: bytes, seed: UInt64(seed)).recording
            shared.addVisit(recording.shareableTexts + [Array(recording.analyze().text.utf8)])
        }
        return ZstandardDictionary(content: Array(shared.strings(limit: 256 << 10).joined()))
    }

    private func durableSealsPerSecond() async throws -> Double {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("seal-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let start = WallClock.system.now
        let embedded = try EmbeddedSignet.forBench(data: folder + "/data", secret: folder + "/secret", at: start)
        for number in 0..<visits {
            _ = try await embedded.record(Sample(bytes: 16_000, seed: UInt64(number)), at: start)
        }
        let elapsed = try await ContinuousClock().measure {
            let report = try await embedded.jobs.seal(by: start + .days(2))
            guard report?.sealed == visits else {
                throw ValidationError("not every visit was sealed: \(report as Any)")
            }
        }
        try await embedded.close()
        return Double(visits) / (Double(elapsed.inMilliseconds) / 1_000)
    }

    /// Over at least a fifth of a second.
    private func megabytesPerSecond(_ bytes: Int, _ work: () throws -> Void) throws -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        var count = 0
        while clock.now - start < .milliseconds(200) {
            try work()
            count += 1
        }
        return Double(bytes * count) / 1e6 / (Double((clock.now - start).inMilliseconds) / 1_000)
    }

    private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}

extension Sample {
    var recording: Recording {
        get throws {
            let moment = Timestamp(seconds: 1_795_000_000)
            return try Recording(
                certificate: certificate, issuedAt: moment, batches: batches(of: certificate, at: moment))
        }
    }

    func seal(with dictionary: ZstandardDictionary) throws {
        let recording = try recording
        _ = recording.analyze()
        _ = recording.packed(with: dictionary)
    }

    /// The yardstick: merely decoding the same events into values with names.
    func decodeWithFoundation() throws {
        for body in bodies { _ = try JSONDecoder().decode([DecodedEvent].self, from: Data(body)) }
    }
}

private struct DecodedEvent: Decodable {
    struct Payload: Decodable {
        let source: Int?
        let type: Int?
        let id: Int?
        let text: String?
        let isChecked: Bool?
        let href: String?
        let tag: String?
        let node: Node?
        let positions: [Position]?
    }

    struct Position: Decodable {
        let x: Double
        let y: Double
        let id: Int
        let timeOffset: Double
    }

    final class Node: Decodable {
        let type: Int
        let id: Int
        let tagName: String?
        let textContent: String?
        let childNodes: [Node]?
    }

    let type: Int
    let timestamp: Int64
    let data: Payload
}
