import ArgumentParser
import Hummingbird
import Logging
import ServiceLifecycle
import SignetModel
import SignetServer
import SignetService
import SignetStorage
import UnixSignals

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Runs the server.",
        discussion: """
            Needs no other server: database, recordings and evidence live in the data directory, which is made at the \
            first start, with the secret beside it. Publishers put <script src="URL/certify.js"></script> on \
            their forms; buyers ask POST URL/<certificate id>.
            """
    )

    @Option(help: "The address to listen on. Default: 127.0.0.1") var host: String?
    @Option(help: "The port to listen on; 0 for any free one, with --public-url. Default: 8080") var port: Int?
    @Option(
        help: ArgumentHelp("Where browsers and buyers reach this server. Default: http://HOST:PORT", valueName: "url"))
    var publicURL: String?
    @Option(help: ArgumentHelp("Another host for masked certificates, so that yours does not show.", valueName: "url"))
    var maskedURL: String?
    @Option(help: ArgumentHelp("What masked domains end with. Default: masked. and the masked host", valueName: "name"))
    var maskedSuffix: String?
    @Option(help: ArgumentHelp("PEM file of the certificate chain; serves TLS.", valueName: "file"))
    var tlsCert: String?
    @Option(help: ArgumentHelp("PEM file of the chain's private key.", valueName: "file")) var tlsKey: String?
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Proxies whose X-Forwarded-For is believed.", valueName: "cidr"))
    var trustedProxies: [String] = []
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The only sites that may record here. Default: all", valueName: "host"))
    var allowSite: [String] = []
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Networks of your own that webhooks may be sent to, also without TLS. Default: none", valueName: "cidr"))
    var webhookNetworks: [String] = []
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Networks that may read /metrics. Default: this machine alone", valueName: "cidr"))
    var metricsNetworks: [String] = []
    @Option(help: ArgumentHelp("\"off\" counts no requests: for tests and benchmarks.", valueName: "on|off"))
    var rateLimits: String?
    @Option(
        help: ArgumentHelp("A MaxMind-format database of places; without one, places are unknown.", valueName: "file"))
    var geoip: String?
    @Option(help: ArgumentHelp("The most that staging may hold, in bytes. Default: 50 GiB", valueName: "bytes"))
    var stagingLimit: Int?
    @Option(help: ArgumentHelp("trace, debug, info, warning or error. Default: info", valueName: "level"))
    var logLevel: String?
    @Flag(help: "Adds a lead form at /demo, and an account whose buyer's page retains what the form produced.")
    var demo = false

    @OptionGroup var resolver: ResolverOptions
    @OptionGroup var data: DataOptions

    func run() async throws {
        let settings = try await data.settings()
        let logger = try logger(settings)
        let port = try settings.port(flags: self)
        let configuration = try settings.serviceConfiguration(flags: self)
        let embedded = try EmbeddedSignet(
            directory: data.dataPath(settings), secretFile: data.secret(settings), access: .server,
            configuration: configuration,
            geography: try settings.geography(flags: self),
            rules: try data.rules(settings, logger: logger), dns: try resolver.records(settings), clock: .system,
            logger: logger)
        let demoAccount = settings.bool("demo", flag: demo) ? try await makeDemoAccount(embedded.signet) : nil
        let server = SignetServer(
            signet: embedded.signet,
            configuration: .init(
                host: settings.host(flags: self), port: port, tls: try tls(settings), demo: demoAccount),
            logger: logger)
        let url = configuration.publicURL.origin
        let application = try server.application { boundPort in
            announce(url, port: port == 0 ? boundPort : nil, demoAccount)
        }
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: application), .init(service: embedded.jobs)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
        try await embedded.close()
    }

    private func tls(_ settings: Settings) throws -> (chain: String, key: String)? {
        switch (settings.string("tls-cert", flag: tlsCert), settings.string("tls-key", flag: tlsKey)) {
        case (nil, nil): return nil
        case (let chain?, let key?): return (chain, key)
        default: throw ValidationError("--tls-cert and --tls-key go together")
        }
    }

    private func logger(_ settings: Settings) throws -> Logger {
        var logger = Logger(label: "signet")
        let level = settings.string("log-level", flag: logLevel) ?? "info"
        guard let parsed = Logger.Level(rawValue: level) else {
            throw ValidationError("--log-level is trace, debug, info, warning or error, not \"\(level)\"")
        }
        logger.logLevel = parsed
        return logger
    }

    private func makeDemoAccount(_ signet: Signet) async throws -> DemoAccount {
        let name = "Demo buyer"
        // Keys are not kept, so the account of an earlier demo gets a new one.
        if let known = try await signet.accounts.list().first(where: { $0.name == name && $0.isActive }) {
            return DemoAccount(id: known.id, key: try await signet.accounts.rotateKey(known.id))
        }
        let (account, key) = try await signet.accounts.create(name: name)
        return DemoAccount(id: account.id, key: key)
    }

    /// - Parameter port: where nobody chose it.
    private func announce(_ url: String, port: Int?, _ demo: DemoAccount?) {
        print("Signet \(Version.text) serves \(url)")
        if let port { print("it listens on port \(port)") }
        if let demo {
            print("the demo is at \(url)/demo")
            print("its buyer's API key is \(demo.key)")
        }
        // Whoever reads a file or a pipe waits for these lines.
        fflush(nil)
    }
}
