import ArgumentParser
import SignetService
import SignetStorage

/// The account that a command is about, and what it works with.
struct AccountOptions: ParsableArguments {
    @Option(help: "The account's id.") var account: String
    @OptionGroup var data: DataOptions

    func consentLanguages() async throws -> (ConsentLanguages, Account) {
        let (database, account) = try await open()
        return (ConsentLanguages(database: database, clock: .system), account)
    }

    func domains(dns: TextRecords = .system) async throws -> (Domains, Account) {
        let (database, account) = try await open()
        return (Domains(database: database, dns: dns, clock: .system), account)
    }

    func connections() async throws -> (Connections, Account) {
        let (database, account) = try await open()
        return (Connections(database: database, clock: .system), account)
    }

    func webhooks() async throws -> (Webhooks, Account) {
        let (database, account) = try await open()
        let settings = try await data.settings()
        let webhooks = Webhooks(
            database: database, secret: try data.secret(settings).read(),
            networks: try settings.ranges("webhook-networks", flags: []), clock: .system)
        return (webhooks, account)
    }

    private func open() async throws -> (any Database, Account) {
        let database = try await data.database()
        return (database, try await Accounts(database: database, clock: .system).show(account))
    }
}
