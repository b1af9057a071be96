import ArgumentParser
import Dispatch
import Foundation
import Logging
import SignetModel
import SignetService
import SignetStorage

/// Measures requests beside a day of many staged visits and beside one of few, and how long it takes to drop them.
struct StagingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staging", abstract: "Measures staging with many visits, in lines of a Markdown table.")

    @Option(help: "Visits of the small day.") var few = 10_000
    @Option(help: "Visits of the large day.") var many = 10_000_000
    @Option(help: "Requests of each kind.") var requests = 20_000
    @Option(help: "Where to work; needs some 600 bytes a visit.") var folder = FileManager.default.temporaryDirectory
        .path

    func run() async throws {
        let small = try await measure(few)
        let large = try await measure(many)
        let count = many.formatted(.number.locale(Locale(identifier: "en")))
        for (kind, times) in zip(Times.kinds, zip(small.all, large.all)) {
            let ratio = times.1 / times.0
            print(
                "| \(kind), \(count) staged | \(microseconds(times.1)) | of \(few): \(microseconds(times.0)) "
                    + "| \((ratio * 100).rounded() / 100) | ≤ 1.3 | \(ratio <= 1.3 ? "met" : "MISSED") |")
        }
        let drop = large.drop / .seconds(1)
        print(
            "| drop a day of \(count) visits | \(Int(drop * 1_000)) ms | | | < 1 s | \(drop < 1 ? "met" : "MISSED") |")
    }

    private func microseconds(_ time: Duration) -> String {
        "\((time / .microseconds(1)).rounded(.toNearestOrAwayFromZero).formatted(.number.grouping(.never))) µs"
    }

    private func measure(_ count: Int) async throws -> Times {
        let work = "\(folder)/staging-\(UUID())"
        defer { try? FileManager.default.removeItem(atPath: work) }
        let crowd = try StagedCrowd(work: work, count: count)
        try await crowd.fill()
        let (new, known, read) = try await crowd.measure(requests)
        return Times(new: new, known: known, read: read, drop: try await crowd.drop())
    }

    private struct Times {
        static let kinds = ["a visit's first batch", "a later batch", "read a certificate"]

        var new: Duration
        var known: Duration
        var read: Duration
        var drop: Duration

        var all: [Duration] { [new, known, read] }
    }
}

/// A data directory with so many visits to pages, all of one day.
private struct StagedCrowd {
    private static let body = Array(
        #"[{"type":4,"timestamp":1795000000000,"data":{"href":"https://forms.example/quote","width":1280,"height":800}},{"type":2,"timestamp":1795000000010,"data":{"initialOffset":{"left":0,"top":0},"node":{"type":0,"id":1,"childNodes":[]}}}]"#
            .utf8)
    private static let observed = ObservedRequest(address: "203.0.113.7", origin: "https://forms.example")
    /// Appended and not answered yet, as connections would have it.
    private static let inFlight = 2_048

    let data: String
    let secretFile: SecretFile
    let ids: [CertificateID]
    private let start: Timestamp
    private let now: Timestamp
    private let secret: Secret

    init(work: String, count: Int) throws {
        data = work + "/data"
        secretFile = SecretFile(path: work + "/secret")
        secret = try secretFile.readOrGenerate()
        start = Timestamp(seconds: 1_795_000_000).day.start
        now = start + .hours(23)
        let cipher = CertificateIDCipher(secret: secret)
        let start = start
        ids = (0..<count).map { cipher.issue(.web, at: start + .hours(22) * $0 / count) }
    }

    private func issuedAt(_ number: Int) -> Timestamp {
        Timestamp(seconds: (start + .hours(22) * number / ids.count).seconds)
    }

    private func batch(of id: CertificateID, sequence: Int) -> Batch {
        Batch(
            certificate: id, sequence: sequence, nonce: "staged", receivedAt: now, sentAt: now,
            observed: Self.observed, body: Self.body)
    }

    private func openStaging() throws -> SegmentStaging {
        try DataDirectory(path: data, creating: true)
            .openStaging(
                secret: secret, limits: SegmentStaging.Limits(), clock: .fixed(start), logger: Logger(label: "bench"))
    }

    /// Straight into staging, as two connections' threads would.
    func fill() async throws {
        let staging = try openStaging()
        let room = DispatchSemaphore(value: Self.inFlight)
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                DispatchQueue.concurrentPerform(iterations: 2) { thread in
                    for number in stride(from: thread, to: ids.count, by: 2) {
                        room.wait()
                        staging.append(batch(of: ids[number], sequence: 0), issuedAt: issuedAt(number)) { result in
                            if case .failure(let error) = result { fatalError("a batch was not staged: \(error)") }
                            room.signal()
                        }
                    }
                }
                for _ in 0..<Self.inFlight { room.wait() }
                for _ in 0..<Self.inFlight { room.signal() }
                continuation.resume()
            }
        }
        try await staging.shutDown()
    }

    /// The time of one request with 64 at a time: first batches, later batches, and reading; of certificates all over the day.
    func measure(_ requests: Int) async throws -> (new: Duration, known: Duration, read: Duration) {
        let embedded = try EmbeddedSignet.forBench(data: data, secretFile: secretFile, at: now)
        let cipher = CertificateIDCipher(secret: secret)
        var random = SplitMix64(state: 3)
        let new = (0..<requests).map { _ in cipher.issue(.web, at: now - .seconds(1)) }
        let known = Array(Set((0..<requests).map { _ in ids[random.below(ids.count)] }))
        let tokens = RecordingTokenAuthority(secret: secret)
        func send(_ certificates: [CertificateID], sequence: Int) async throws -> Duration {
            let prepared = certificates.map {
                (batch(of: $0, sequence: sequence), Array(tokens.token(for: $0, options: []).utf8))
            }
            return try await time(prepared) { batch, token in
                let refusal = await withCheckedContinuation { continuation in
                    embedded.signet.batches.accept(batch, token: token) { continuation.resume(returning: $0) }
                }
                if let refusal { throw refusal }
            }
        }
        let newTime = try await send(new, sequence: 0)
        let readTime = try await time(known) { id in
            guard try await embedded.signet.reader.load(id)?.facts.page.url != nil else {
                throw ValidationError("a staged certificate was not found")
            }
        }
        let knownTime = try await send(known, sequence: 1)
        try await embedded.close()
        return (newTime, knownTime, readTime)
    }

    private func time<Item: Sendable>(
        _ items: [Item], _ work: @escaping @Sendable (Item) async throws -> Void
    ) async throws -> Duration {
        let start = ContinuousClock.now
        try await withThrowingTaskGroup { group in
            for lane in 0..<64 {
                group.addTask {
                    for index in stride(from: lane, to: items.count, by: 64) { try await work(items[index]) }
                }
            }
            try await group.waitForAll()
        }
        return (ContinuousClock.now - start) / items.count
    }

    func drop() async throws -> Duration {
        let staging = try openStaging()
        let days = try await staging.days()
        let time = try await ContinuousClock().measure { for day in days { try await staging.drop(day) } }
        try await staging.shutDown()
        return time
    }
}
