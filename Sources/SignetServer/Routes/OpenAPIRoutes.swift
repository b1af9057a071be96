import HTTPTypes
import Hummingbird
import NIOCore

/// `GET /openapi.json`: the description of every route, for any page to read.
struct OpenAPIRoutes: Sendable {
    func add(to router: Router<SignetRequestContext>) {
        let body = ByteBuffer(string: OpenAPIDocument.text)
        router.get("/openapi.json") { _, _ in
            Response(
                status: .ok,
                headers: [
                    .contentType: "application/json", .cacheControl: "no-cache", .accessControlAllowOrigin: "*",
                ], body: ResponseBody(byteBuffer: body))
        }
    }
}
