public import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import Logging
import NIOSSL
public import SignetService

/// The HTTP server of a Signet.
public struct SignetServer: Sendable {
    public struct Configuration: Sendable {
        public var host: String
        public var port: Int
        /// PEM files of the certificate chain and its key; nil serves plain HTTP.
        public var tls: (chain: String, key: String)?
        /// Adds the demo's pages, which act for this account.
        public var demo: DemoAccount?

        public init(
            host: String = "127.0.0.1", port: Int = 8080, tls: (chain: String, key: String)? = nil,
            demo: DemoAccount? = nil
        ) {
            self.host = host
            self.port = port
            self.tls = tls
            self.demo = demo
        }
    }

    private let signet: Signet
    private let configuration: Configuration
    private let logger: Logger
    private let figures = ServerFigures()

    public init(signet: Signet, configuration: Configuration, logger: Logger) {
        self.signet = signet
        self.configuration = configuration
        self.logger = logger
    }

    /// The server, ready to run.
    ///
    /// - Parameter onListening: is called with the port once connections are taken.
    public func application(
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws -> some ApplicationProtocol {
        let hotRoutes = hotRoutes
        return Application(
            router: try router(hotRoutes),
            server: try server(hotRoutes),
            configuration: .init(
                address: .hostname(configuration.host, port: configuration.port), serverName: nil),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
            logger: logger)
    }

    var hotRoutes: HotRoutes {
        HotRoutes(
            signet: signet,
            loader: LoaderScript(
                program: CertifyBundle.loader, core: CertifyBundle.core, publicURL: signet.configuration.publicURL),
            client: ClientAddress(trustedProxies: signet.configuration.trustedProxies), figures: figures,
            logger: logger)
    }

    private func server(_ hotRoutes: HotRoutes) throws -> HTTPServerBuilder {
        guard let tls = configuration.tls else {
            return HTTPServerBuilder { SignetChannel(responder: $0, hotRoutes: hotRoutes) }
        }
        let chain = try NIOSSLCertificate.fromPEMFile(tls.chain).map { NIOSSLCertificateSource.certificate($0) }
        let key = try NIOSSLPrivateKey(file: tls.key, format: .pem)
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain, privateKey: .privateKey(key))
        return HTTPServerBuilder { responder in
            try TLSChannel(
                SignetChannel(responder: responder, hotRoutes: hotRoutes), tlsConfiguration: configuration)
        }
    }

    /// - Parameter hotRoutes: once more, for requests that the channel leaves to the router.
    func router(_ hotRoutes: HotRoutes) throws -> Router<SignetRequestContext> {
        let router = Router(context: SignetRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: MetricsMiddleware(figures: figures))
        router.add(middleware: ErrorMiddleware(logger: logger))
        let methods = AllowedMethods()
        router.add(middleware: MethodMiddleware(methods: methods))
        if signet.configuration.limits.countsRequests { router.add(middleware: KeyLimitMiddleware(signet: signet)) }
        HealthRoutes(signet: signet, logger: logger).add(to: router)
        MetricsRoutes(signet: signet, figures: figures, client: hotRoutes.client).add(to: router)
        AssetRoutes().add(to: router)
        OpenAPIRoutes().add(to: router)
        RecordingRoutes(hot: hotRoutes).add(to: router)
        RecordedAssetRoutes(signet: signet, client: hotRoutes.client, logger: logger).add(to: router)
        IssueRoutes(signet: signet, client: hotRoutes.client).add(to: router)
        MetaCertificateRoutes(signet: signet).add(to: router)
        AccountRoutes(signet: signet).add(to: router)
        DomainRoutes(signet: signet).add(to: router)
        ConnectionRoutes(signet: signet).add(to: router)
        ConsentLanguageRoutes(signet: signet).add(to: router)
        RetentionRoutes(signet: signet, logger: logger).add(to: router)
        DisclosureRoutes(signet: signet).add(to: router)
        WebhookRoutes(signet: signet).add(to: router)
        RetainedCertificateRoutes(signet: signet).add(to: router)
        let pages = PageResponder(renderer: try PageRenderer())
        let sessions = Sessions(signet: signet)
        HomeRoutes(signet: signet, pages: pages, sessions: sessions, hasDemo: configuration.demo != nil).add(to: router)
        SignInRoutes(signet: signet, pages: pages, sessions: sessions).add(to: router)
        if let demo = configuration.demo {
            DemoRoutes(signet: signet, pages: pages, sessions: sessions, demo: demo).add(to: router)
        }
        CertificateAPIRoutes(signet: signet).add(to: router)
        CertificatePageRoutes(signet: signet, pages: pages, sessions: sessions).add(to: router)
        methods.learn(router.routes)
        return router
    }
}

/// The account that a demo's buyer acts for.
public struct DemoAccount: Sendable {
    public let id: String
    public let key: String

    public init(id: String, key: String) {
        self.id = id
        self.key = key
    }
}
