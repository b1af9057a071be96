import Hummingbird
import NIOCore

/// What travels with a request through the router.
struct SignetRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let peer: SocketAddress?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress
    }

    /// Forms and API requests are small.
    static let uploadLimit = 256 * 1_024

    var maxUploadSize: Int { Self.uploadLimit }
}
