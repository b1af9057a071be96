import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    init(json: [UInt8], status: HTTPResponse.Status = .ok) {
        self.init(
            status: status,
            headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json)))
    }

    init(failure: APIFailure) {
        self.init(error: failure.json, status: failure.status, retryAfter: failure.retryAfter)
    }

    init(failure: ClaimFailure, isPeek: Bool) {
        self.init(error: failure.json(isPeek: isPeek), status: failure.status, retryAfter: failure.retryAfter)
    }

    init(problem: Problem) {
        self.init(error: problem.json, status: problem.status, retryAfter: problem.retryAfter)
        headers[.contentType] = Problem.contentType
    }

    private init(error json: [UInt8], status: Int, retryAfter: Int?) {
        self.init(json: json, status: .init(code: status))
        if let retryAfter { headers[.retryAfter] = "\(retryAfter)" }
        if status == 401 { headers[.wwwAuthenticate] = #"Basic realm="Signet", charset="UTF-8""# }
    }
}
