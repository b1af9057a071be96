import NIOCore
import NIOHTTP1
import SignetModel

/// A whole response, ready to be written in one go.
struct HotResponse: Sendable {
    var status: HTTPResponseStatus
    var headers: HTTPHeaders
    var body: ByteBuffer?
    /// The connection cannot be used any more, since the request was not read to its end.
    var closes = false

    init(status: HTTPResponseStatus, headers: HTTPHeaders, body: ByteBuffer? = nil) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    init(problem: Problem) {
        status = HTTPResponseStatus(statusCode: problem.status)
        headers = [
            "content-type": Problem.contentType, "access-control-allow-origin": "*",
            "access-control-expose-headers": "retry-after", "cache-control": "no-store",
            "x-content-type-options": "nosniff",
        ]
        if let retryAfter = problem.retryAfter { headers.add(name: "retry-after", value: "\(retryAfter)") }
        body = ByteBuffer(bytes: problem.json)
    }

    /// A batch is durable.
    static let durable = HotResponse(
        status: .noContent, headers: ["access-control-allow-origin": "*", "cache-control": "no-store"])

    static let preflight = HotResponse(
        status: .noContent,
        headers: [
            "access-control-allow-origin": "*", "access-control-allow-methods": "POST",
            "access-control-allow-headers": "content-type", "access-control-max-age": "86400",
        ])

    /// One transparent dot, for pages on which scripts are off.
    static let pixel = HotResponse(
        status: .ok,
        headers: [
            "content-type": "image/gif", "cache-control": "no-store", "cross-origin-resource-policy": "cross-origin",
        ],
        body: ByteBuffer(bytes: [
            0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0x21, 0xF9, 4, 1, 0, 0, 0,
            0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B,
        ]))
}
