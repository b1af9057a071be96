import HTTPTypes
import Hummingbird
import NIOCore
import SignetModel
import SignetService

/// `/`, and the empty document that replays are rebuilt in.
struct HomeRoutes: Sendable {
    let signet: Signet
    let pages: PageResponder
    let sessions: Sessions
    let hasDemo: Bool

    func add(to router: Router<SignetRequestContext>) {
        router.get("/") { request, _ in
            let viewer = try await sessions.signedIn(request)?.viewer
            return pages.page(
                HomePage(publicURL: signet.configuration.publicURL.origin, hasDemo: hasDemo, viewer: viewer))
        }
        router.get(RouterPath(ReplayFrame.path)) { request, _ in
            let isQuirky = request.uri.queryParameters["mode"] == "quirks"
            var headers = HTTPFields()
            for (name, value) in ReplayFrame.headers { headers[HTTPField.Name(name)!] = value }
            return Response(
                status: .ok, headers: headers,
                body: ResponseBody(
                    byteBuffer: ByteBuffer(string: isQuirky ? ReplayFrame.quirksDocument : ReplayFrame.document)))
        }
    }
}
