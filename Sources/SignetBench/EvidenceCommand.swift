import ArgumentParser
import Foundation
import SignetModel
import SignetService
import SignetStorage

/// Measures what evidence of many visits to one site takes on disk, beside the same events as gzip packs them.
struct EvidenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence", abstract: "Measures the size of evidence, in lines of a Markdown table.")

    @Option(help: "Visits to one site.") var visits = 1_000
    @Option(help: "Pages of the site.") var pages = 1
    @Option(help: "Bytes of each recording.") var bytes = 50_000

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("evidence-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let start = WallClock.system.now
        let embedded = try EmbeddedSignet.forBench(data: folder + "/data", secret: folder + "/secret", at: start)
        try await embedded.database.checkpoint()
        let emptyDatabase = try size(of: folder + "/data/signet.db")
        try FileManager.default.createDirectory(atPath: folder + "/plain", withIntermediateDirectories: true)
        var recorded = 0
        for number in 0..<visits {
            let sample = Sample(bytes: bytes, page: UInt64(number % pages), seed: UInt64(number))
            guard sample.byteCount >= bytes else { throw ValidationError("a recording is too short") }
            recorded += sample.byteCount
            _ = try await embedded.record(sample, at: start)
            try Data(sample.events).write(to: URL(fileURLWithPath: "\(folder)/plain/\(number).json"))
        }
        guard try await embedded.jobs.seal(by: start + .days(2))?.sealed == visits else {
            throw ValidationError("not every visit was sealed")
        }
        try await embedded.database.checkpoint()
        let rows = try size(of: folder + "/data/signet.db") - emptyDatabase
        let objects = try size(ofFolder: folder + "/data/evidence")
        try await embedded.close()
        try gzip(folder + "/plain")
        report(recorded: recorded, rows: rows, objects: objects, gzip: try size(ofFolder: folder + "/plain"))
    }

    private func report(recorded: Int, rows: Int, objects: Int, gzip: Int) {
        let ratio = Double(rows + objects) / Double(gzip)
        print("objects \(objects / visits) B and rows \(rows / visits) B a visit")
        print(
            "| evidence of a visit of \(recorded / visits / 1_000) KB, \(visits) to one site | \((rows + objects) / visits) B "
                + "| gzip -9: \(gzip / visits) B | \((ratio * 100).rounded() / 100) | ≤ 0.35 | \(ratio <= 0.35 ? "met" : "MISSED") |"
        )
    }

    /// Each file by itself, without its name.
    private func gzip(_ folder: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-9nr", folder]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ValidationError("gzip failed") }
    }

    private func size(of path: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    }

    private func size(ofFolder path: String) throws -> Int {
        try FileManager.default.subpathsOfDirectory(atPath: path).reduce(0) { total, name in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
            return try isFolder.boolValue ? total : total + size(of: "\(path)/\(name)")
        }
    }
}

extension Sample {
    /// All of them as one JSON array, as recorders other than ours keep them.
    fileprivate var events: [UInt8] {
        let lists = bodies.map { Array($0.dropFirst().dropLast()) }
        return [UInt8(ascii: "[")] + lists.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
    }
}
