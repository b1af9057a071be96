import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    init(json: [UInt8], status: HTTPResponse.Status = .ok, contentType: String = "application/json; charset=utf-8") {
        self.init(
            status: status,
            headers: [.contentType: contentType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json)))
    }

    init(failure: APIFailure) {
        self.init(json: failure.json, status: .init(code: failure.status))
        if let seconds = failure.retryAfter { headers[.retryAfter] = "\(seconds)" }
        if failure.status == 401 { headers[.wwwAuthenticate] = #"Basic realm="Signet", charset="UTF-8""# }
    }

    init(problem: Problem) {
        self.init(json: problem.json, status: .init(code: problem.status), contentType: Problem.contentType)
        if let seconds = problem.retryAfter { headers[.retryAfter] = "\(seconds)" }
        if problem.status == 401 { headers[.wwwAuthenticate] = #"Basic realm="Signet", charset="UTF-8""# }
    }
}
