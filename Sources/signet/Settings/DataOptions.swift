import ArgumentParser
import Logging
import SignetModel
import SignetService
import SignetStorage

/// Where a Signet keeps its things: the flags that every command shares.
struct DataOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The data directory. Default: ./signet-data", valueName: "directory"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "The file that holds the secret, made at the first start. Default: the data directory's path and \".secret\"",
            valueName: "file"))
    var secretFile: String?

    @Option(help: ArgumentHelp("A JSON file with settings, named as the flags are.", valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "The rules that tell browsers apart. Default: /usr/share/uap-core/regexes.yaml, if it is there",
            valueName: "file"))
    var userAgentRules: String?

    func settings() async throws -> Settings {
        try await Settings(file: config)
    }

    func dataPath(_ settings: Settings) -> String {
        var path = settings.string("data", flag: data) ?? "./signet-data"
        // The secret's default name is made from this one, and must not come to lie inside.
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }

    func secret(_ settings: Settings) -> SecretFile {
        SecretFile(path: settings.string("secret-file", flag: secretFile) ?? dataPath(settings) + ".secret")
    }

    func rules(_ settings: Settings, logger: Logger) throws -> UserAgentRules? {
        if let path = settings.string("user-agent-rules", flag: userAgentRules) {
            return try UserAgentRules(path: path)
        }
        let installed = "/usr/share/uap-core/regexes.yaml"
        guard POSIXFileSystem().exists(installed) else {
            logger.warning("no rules for user agents: browser and operating system stay unknown")
            return nil
        }
        return try UserAgentRules(path: installed)
    }

    /// The database, without the rest of a Signet. Makes the data directory where there is none if `creating`.
    func database(creating: Bool = false) async throws -> any Database {
        try DataDirectory(path: dataPath(try await settings()), creating: creating).openDatabase()
    }

    func accounts(creating: Bool = false) async throws -> Accounts {
        Accounts(database: try await database(creating: creating), clock: .system)
    }

    /// Everything but what only the server may do.
    func openSignet() async throws -> EmbeddedSignet {
        let settings = try await settings()
        let logger = Logger(label: "signet")
        return try EmbeddedSignet(
            directory: dataPath(settings), secretFile: secret(settings), access: .besideServer,
            configuration: try settings.serviceConfiguration(), geography: try settings.geography(),
            rules: try rules(settings, logger: logger), dns: try settings.textRecords(), clock: .system, logger: logger)
    }
}
