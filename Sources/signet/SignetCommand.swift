import ArgumentParser

/// The command line: a server, and what an operator does beside it.
@main
struct SignetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signet",
        abstract: "Certifies consent: records visits to lead forms and issues certificates of them.",
        discussion: """
            Start with `signet serve --demo`. Every command reads the same settings: from its flags, from SIGNET_… in \
            the environment (SIGNET_DATA for --data), and from a JSON file named by --config or SIGNET_CONFIG, in \
            this order. All commands may run beside a server on the same data.
            """,
        version: Version.text,
        subcommands: [
            ServeCommand.self, AccountCommand.self, CertificateCommand.self, ConsentLanguageCommand.self,
            DomainCommand.self, ConnectionCommand.self, DisclosureCommand.self, WebhookCommand.self, JobCommand.self,
            VersionCommand.self,
        ]
    )
}
