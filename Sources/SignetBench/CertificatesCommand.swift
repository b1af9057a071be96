import ArgumentParser
import SignetModel
import SignetService

/// Fills a data directory with sealed certificates, for a server that is then started on it.
struct CertificatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificates",
        abstract: "Makes sealed certificates; prints an account's API key, and then their ids, one a line.")

    @Option(help: "The data directory to make.") var data: String
    @Option(help: "How many certificates.") var count = 500

    func run() async throws {
        let start = WallClock.system.now
        let embedded = try EmbeddedSignet.forBench(data: data, secret: data + ".secret", at: start)
        let (_, key) = try await embedded.signet.accounts.create(name: "Bench")
        print(key)
        for number in 0..<count {
            let sample = Sample(bytes: 16_000, seed: UInt64(number), lead: .asked)
            print(try await embedded.record(sample, at: start))
        }
        guard try await embedded.jobs.seal(by: start + .days(2))?.sealed == count else {
            throw ValidationError("not every visit was sealed")
        }
        try await embedded.close()
    }
}
