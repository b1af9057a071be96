import HTTPTypes
import Hummingbird
import NIOCore
import SignetModel

/// Files that never change under their names: the SDK's parts, and what our own pages load.
struct AssetRoutes: Sendable {
    private static let script = "text/javascript; charset=utf-8"

    func add(to router: Router<SignetRequestContext>) {
        for file in CertifyBundle.files {
            add(RouterPath("/\(file.name)"), Self.script, file.body, to: router)
        }
        for file in ConsoleBundle.files {
            add(RouterPath("/assets/\(file.name)"), file.contentType, file.body, to: router)
        }
    }

    private func add(
        _ path: RouterPath, _ contentType: String, _ body: String, to router: Router<SignetRequestContext>
    ) {
        let bytes = Array(body.utf8)
        let plain = ByteBuffer(bytes: bytes)
        let gzipped = ByteBuffer(bytes: Gzip.compress(bytes))
        router.get(path) { request, _ in
            let gzip = request.headers[.acceptEncoding]?.contains("gzip") == true
            var headers: HTTPFields = [
                .contentType: contentType, .cacheControl: "public, max-age=31536000, immutable",
                .vary: "accept-encoding", .xContentTypeOptions: "nosniff",
                .crossOriginResourcePolicy: "cross-origin", .accessControlAllowOrigin: "*",
            ]
            if gzip { headers[.contentEncoding] = "gzip" }
            return Response(
                status: .ok, headers: headers, body: ResponseBody(byteBuffer: gzip ? gzipped : plain))
        }
    }
}

extension HTTPField.Name {
    static let crossOriginResourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")!
}
