import Hummingbird
import NIOCore
import SignetModel

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

    /// Of the certificate that the path names; nil where that is no id.
    var certificateID: CertificateID? { parameters.get("certificate").flatMap { CertificateID($0) } }
}
