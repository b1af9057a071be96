import HTTPTypes
import Hummingbird
import NIOCore
import SignetModel
import SignetService

/// `/metrics`, for a Prometheus on the networks that the operator names; by default on this machine alone.
struct MetricsRoutes: Sendable {
    let signet: Signet
    let figures: ServerFigures
    let client: ClientAddress

    func add(to router: Router<SignetRequestContext>) {
        router.get("/metrics") { request, context in
            guard isAllowed(request, context) else {
                throw Problem(403, "Forbidden", "Metrics are not told to this address; see --metrics-networks.")
            }
            var text = MetricsText()
            text.add(figures)
            text.add(signet)
            text.add(ProcessFigures.current)
            return Response(
                status: .ok, headers: [.contentType: MetricsText.contentType, .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text.text)))
        }
    }

    /// A proxy on this machine that is not known as one does not make everybody a neighbour.
    private func isAllowed(_ request: Request, _ context: SignetRequestContext) -> Bool {
        let observed = RequestHead(request).observed
        guard let peer = Peer(context.peer?.ipAddress),
            let address = IPAddress(client.observed(observed, peer: peer).address),
            observed.forwarded.isEmpty || address != peer.address
        else { return false }
        return signet.configuration.metricsNetworks.contains { $0.contains(address) }
    }
}
