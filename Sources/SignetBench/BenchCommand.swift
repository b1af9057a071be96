import ArgumentParser

/// What `scripts/bench` measures with: load that looks like browsers', and sealing in a process of its own.
@main
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signet-bench",
        abstract: "Helps scripts/bench: prints requests to make, and measures what needs no server.",
        subcommands: [
            PathsCommand.self, CertificatesCommand.self, ScanCommand.self, SealCommand.self, EvidenceCommand.self,
            StagingCommand.self,
        ]
    )
}
