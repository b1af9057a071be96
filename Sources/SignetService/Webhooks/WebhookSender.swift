import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
public import SignetModel

/// A signed message, and the address it goes to.
public struct WebhookRequest: Sendable {
    public var url: WebhookURL
    /// What the URL's host was found to be. Nothing else is connected to.
    public var address: IPAddress
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
}

/// What matters of an answer.
public struct WebhookResponse: Hashable, Sendable {
    public var status: Int
    public var retryAfter: String?

    public init(status: Int, retryAfter: String? = nil) {
        self.status = status
        self.retryAfter = retryAfter
    }
}

/// Why there was no answer, in words for the endpoint's owner.
public struct WebhookSendError: Error, Hashable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }

    static let timeout = WebhookSendError("no answer within \(WebhookSender.patience.components.seconds) seconds")
}

/// How messages leave the server.
public struct WebhookSender: Sendable {
    static let patience: Duration = .seconds(15)
    private static let maximumAnswer = 64 << 10

    let send: @Sendable (WebhookRequest) async throws -> WebhookResponse

    public init(_ send: @escaping @Sendable (WebhookRequest) async throws -> WebhookResponse) {
        self.send = send
    }

    /// Throws ``WebhookSendError/timeout`` where an attempt, the look at its host included, takes longer than that.
    static func withinPatience(
        _ attempt: @escaping @Sendable () async throws -> WebhookResponse
    ) async throws -> WebhookResponse {
        try await withThrowingTaskGroup(of: WebhookResponse.self) { group in
            group.addTask { try await attempt() }
            group.addTask {
                try await Task.sleep(for: patience)
                throw WebhookSendError.timeout
            }
            defer { group.cancelAll() }
            guard let response = try await group.next() else { throw CancellationError() }
            return response
        }
    }

    /// HTTP/1.1 over a connection of its own, straight to the address: no proxy, no redirect, no other look at the DNS.
    public static let http = WebhookSender { request in
        let client = HTTPClient(
            eventLoopGroup: .singletonMultiThreadedEventLoopGroup, configuration: configuration(request))
        do {
            let response = try await post(request, with: client)
            try? await client.shutdown()
            return response
        } catch {
            try? await client.shutdown()
            throw told(error)
        }
    }

    private static func configuration(_ request: WebhookRequest) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(10)), decompression: .disabled)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        // The name stays in the request and in the TLS handshake.
        if request.url.address == nil { configuration.dnsOverride[request.url.host] = "\(request.address)" }
        configuration.http1_1ConnectionDebugInitializer = { channel in
            // Should the client ever read a URL in another way than we do, nothing is sent.
            guard let peer = channel.remoteAddress?.ipAddress.flatMap({ IPAddress($0) }), peer == request.address else {
                return channel.close().flatMapThrowing { throw WebhookSendError("the connection went elsewhere") }
            }
            return channel.eventLoop.makeSucceededVoidFuture()
        }
        return configuration
    }

    private static func post(_ request: WebhookRequest, with client: HTTPClient) async throws -> WebhookResponse {
        var message = HTTPClientRequest(url: request.url.description)
        message.method = .POST
        for header in request.headers { message.headers.add(name: header.name, value: header.value) }
        message.body = .bytes(request.body)
        let answer = try await client.execute(message, timeout: .nanoseconds(patience.inMilliseconds * 1_000_000))
        let response = WebhookResponse(
            status: Int(answer.status.code), retryAfter: answer.headers.first(name: "retry-after"))
        await discard(answer.body)
        return response
    }

    /// Lets the other side finish what it says, within reason.
    private static func discard(_ body: HTTPClientResponse.Body) async {
        var count = 0
        do {
            for try await chunk in body {
                count += chunk.readableBytes
                if count > maximumAnswer { return }
            }
        } catch {
            // The status has arrived, and counts.
            return
        }
    }

    private static func told(_ error: any Error) -> any Error {
        switch error {
        case is WebhookSendError, is CancellationError: error
        case is NIOConnectionError, is IOError: WebhookSendError("no connection could be made")
        case let error as HTTPClientError
        where [.connectTimeout, .deadlineExceeded, .tlsHandshakeTimeout].contains(error):
            WebhookSendError.timeout
        case let error as HTTPClientError where error == .remoteConnectionClosed:
            WebhookSendError("the connection was closed without an answer")
        case let error as HTTPClientError: WebhookSendError("no answer: \(error.shortDescription)")
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            WebhookSendError("the TLS handshake failed; is the certificate one that is trusted publicly?")
        default: WebhookSendError("no answer that can be read")
        }
    }
}

/// What webhooks leave the server by.
public struct WebhookTransport: Sendable {
    public var hosts: HostAddresses
    public var sender: WebhookSender

    public init(hosts: HostAddresses, sender: WebhookSender) {
        self.hosts = hosts
        self.sender = sender
    }

    public static let system = WebhookTransport(hosts: .system, sender: .http)
}
