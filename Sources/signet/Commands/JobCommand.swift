import ArgumentParser
import SignetModel
import SignetService

struct JobCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "job",
        abstract: "Runs by hand what the server does by itself.",
        discussion: "A lease in the database keeps a job from running twice at once, here and in the server.",
        subcommands: [Seal.self, Expire.self, Deliver.self]
    )

    struct Seal: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Seals the recordings that are complete, and keeps them as evidence.")

        @Flag(help: "Seal every submitted or retained recording now, even if its page may still send more.")
        var early = false

        @OptionGroup var data: DataOptions
        @Flag(help: "Print JSON, for programs.") var json = false

        func run() async throws {
            let opened = try await data.openSignet()
            let moment = opened.signet.clock.now
            let report = try await opened.jobs.seal(by: early ? moment + .days(2) : moment)
            guard let report else { throw LeaseTaken() }
            if json {
                printJSON { json in
                    for (name, count) in [
                        ("sealed", report.sealed), ("early", report.early), ("failed", report.failed),
                    ] {
                        json.key(name)
                        json.integer(count)
                    }
                }
            } else {
                print("sealed \(report.sealed), left for later \(report.early), failed \(report.failed)")
            }
            if report.failed > 0 { throw ExitCode.failure }
        }
    }

    struct Expire: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Deletes what nobody may see any more: old days of staging, lapsed evidence, ended sessions.")

        @OptionGroup var data: DataOptions
        @Flag(help: "Print JSON, for programs.") var json = false

        func run() async throws {
            let opened = try await data.openSignet()
            guard let report = try await opened.jobs.expire(at: opened.signet.clock.now) else { throw LeaseTaken() }
            if json {
                printJSON { json in
                    json.key("dropped_days")
                    json.integer(report.droppedDays)
                    json.key("removed_certificates")
                    json.integer(report.removedCertificates)
                    json.key("removed_assets")
                    json.integer(report.removedAssets)
                }
            } else {
                print(
                    "dropped \(report.droppedDays) days of staging, removed \(report.removedCertificates) certificates and \(report.removedAssets) images and fonts"
                )
            }
        }
    }

    struct Deliver: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sends the webhooks that are due, where no server runs that does.")

        @OptionGroup var data: DataOptions
        @Flag(help: "Print JSON, for programs.") var json = false

        func run() async throws {
            let opened = try await data.openSignet()
            guard let count = try await opened.jobs.deliverWebhooks() else { throw LeaseTaken() }
            if json {
                printJSON { json in
                    json.key("messages")
                    json.integer(count)
                }
            } else {
                print("tried to send \(count) messages")
            }
        }
    }

    struct LeaseTaken: Error, CustomStringConvertible {
        var description: String { "the job is running elsewhere, perhaps in the server; try again in a minute" }
    }
}
