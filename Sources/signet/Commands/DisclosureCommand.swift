public import ArgumentParser
import SignetModel
public import SignetService
public import SignetStorage

struct DisclosureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disclosure",
        abstract: "Requests to learn what masked certificates hide.",
        discussion: """
            Who holds a masked certificate may ask the account that masked it, which answers with the whole certificate, \
            with some of its facts, or with a refusal. Neither learns who the other is unless that shows its name.
            """,
        subcommands: [List.self, Show.self, Ask.self, Answer.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the requests that an account received, or those that it sent, newest first.")

        @Option(help: "received or sent.") var side = DisclosureSide.received
        @OptionGroup var output: Output

        func run() async throws {
            let (signet, account) = try await output.open()
            var last: ListCursor?
            repeat {
                let page = try await signet.disclosures.list(side, of: account, after: last, limit: 200)
                for request in page { try await output.print(request, for: account, signet) }
                last = page.last?.cursor
            } while last != nil
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shows a request and its answer.")

        @Argument(help: "The request's id.") var id: String
        @OptionGroup var output: Output

        func run() async throws {
            let (signet, account) = try await output.open()
            try await output.print(try await signet.disclosures.show(id, of: account), for: account, signet)
        }
    }

    struct Ask: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Asks what a masked certificate hides.")

        @Argument(help: "The masked certificate's id: 40 hex digits.") var certificate: String
        @Option(help: "Why the account asks.") var message: String?
        @Flag(help: "Show the account's name to the one that masked the certificate.") var showName = false
        @OptionGroup var output: Output

        func run() async throws {
            guard let id = CertificateID(certificate) else {
                throw ValidationError("\(certificate) is no certificate id: expected 40 hex digits")
            }
            let (signet, account) = try await output.open()
            guard let loaded = try await signet.reader.load(id), try await signet.isHeld(loaded, by: account) else {
                throw ValidationError("there is no certificate \(certificate) that the account holds")
            }
            let request = try await signet.disclosures.ask(
                about: loaded, by: account, message: message, showsName: showName)
            try await output.print(request, for: account, signet)
        }
    }

    struct Answer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Answers a request that the account received, once and for all.",
            discussion: "Exactly one of --certificate, --fact and --refuse says how.")

        @Argument(help: "The request's id.") var id: String
        @Flag(help: "Disclose the whole certificate.") var certificate = false
        @Option(help: ArgumentHelp("Disclose this fact; may be repeated.", valueName: "name"))
        var fact: [Disclosures.HiddenFact] = []
        @Option(help: ArgumentHelp("Refuse, for this reason.", valueName: "reason")) var refuse: String?
        @Flag(help: "Show the account's name to the one that asked.") var showName = false
        @OptionGroup var output: Output

        func validate() throws {
            let ways = [certificate, !fact.isEmpty, refuse != nil].count { $0 }
            guard ways == 1 else { throw ValidationError("give exactly one of --certificate, --fact and --refuse") }
        }

        func run() async throws {
            let (signet, account) = try await output.open()
            let answered =
                if let refuse {
                    try await signet.disclosures.refuse(id, reason: refuse, by: account, showsName: showName)
                } else if certificate {
                    try await signet.disclosures.disclose(id, by: account, showsName: showName)
                } else {
                    try await signet.disclosures.disclose(fact, of: id, by: account, showsName: showName)
                }
            try await output.print(answered, for: account, signet)
        }
    }

    /// Whose requests they are, and how they are printed.
    struct Output: ParsableArguments {
        @Option(help: "The account's id.") var account: String
        @Flag(help: "Print JSON, for programs: an object a line.") var json = false
        @OptionGroup var data: DataOptions

        func open() async throws -> (Signet, Account) {
            let signet = try await data.openSignet().signet
            return (signet, try await signet.accounts.show(account))
        }

        func print(_ request: DisclosureRequest, for account: Account, _ signet: Signet) async throws {
            let names = try await signet.names(in: request)
            if json {
                var writer = JSONWriter()
                request.write(for: account, names, signet.configuration, to: &writer)
                Swift.print(String(decoding: writer.bytes, as: UTF8.self))
            } else {
                for line in request.lines(for: account, names, signet.configuration) { Swift.print(line) }
            }
        }
    }
}

extension DisclosureSide: ExpressibleByArgument {}
extension Disclosures.HiddenFact: ExpressibleByArgument {}

extension DisclosureRequest {
    fileprivate func lines(
        for account: Account, _ names: DisclosureNames, _ configuration: ServiceConfiguration
    ) -> [String] {
        let partner = masker == account.id ? names.holder : names.masker
        var lines = ["\(id)  \(createdAt.iso8601)  \(masked)  \(state)  \(partner ?? "name not shown")"]
        if let message { lines.append("    asked: \(message)") }
        switch answer {
        case nil: break
        case .certificate?: lines.append("    \(configuration.certificateURL(original, kind: .web))")
        case .facts(let facts)?: lines += facts.map { "    \($0.name): \($0.value ?? "unknown")" }
        case .refused(let reason)?: lines.append("    reason: \(reason)")
        }
        return lines
    }

    private var state: String {
        switch answer {
        case nil: "open"
        case .certificate?, .facts?: "disclosed"
        case .refused?: "refused"
        }
    }
}
