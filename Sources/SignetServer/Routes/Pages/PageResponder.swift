import HTTPTypes
import Hummingbird
import NIOCore

/// Sends pages with the headers that all of them have, and tells failures as pages.
struct PageResponder: Sendable {
    let renderer: PageRenderer

    func page(_ page: some Page, status: HTTPResponse.Status = .ok) -> Response {
        var headers = HTTPFields()
        for (name, value) in PageHeaders.all { headers[HTTPField.Name(name)!] = value }
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: renderer.render(page))))
    }

    /// After a form: to a page that can be loaded again.
    static func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }

    /// Runs a route of pages; what it throws becomes a page.
    func telling(_ body: () async throws -> Response) async throws -> Response {
        do {
            return try await body()
        } catch let failure as PageFailure {
            var response = page(
                ErrorPage(title: failure.title, message: failure.message, code: failure.status),
                status: .init(code: failure.status))
            if let seconds = failure.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
            return response
        }
    }
}
