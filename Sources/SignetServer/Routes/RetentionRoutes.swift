import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import SignetModel
import SignetService
import SignetStorage

/// `/v1/retentions`: many certificates at once, and looking for those that were retained.
struct RetentionRoutes: Sendable {
    let signet: Signet
    let logger: Logger

    func add(to router: Router<SignetRequestContext>) {
        let routes = router.group("/v1/retentions")
        routes.post { request, context in try await retain(request) }
        routes.get { request, _ in try await list(request) }
        routes.get("export") { request, _ in try await export(request) }
    }

    private func retain(_ request: Request) async throws -> Response {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        let body = try await request.jsonBytes(limit: BulkRetain.maximumBytes)
        let bulk = try BulkRetain(try JSONValue(body: body))
        guard let key = request.headers[.idempotencyKey] else {
            return Response(json: await bulk.answer(by: account, signet: signet, logger: logger))
        }
        guard 1...255 ~= key.utf8.count else { throw Problem.badRequest("Idempotency-Key has 1 to 255 characters.") }
        do {
            let answer = try await signet.retentions.once(
                key, request: body, of: account, at: signet.clock.now
            ) { await bulk.answer(by: account, signet: signet, logger: logger) }
            guard let answer else {
                throw Problem(
                    409, "At work", "The same request is being carried out; send it again for its answer.",
                    retryAfter: 2)
            }
            return Response(json: answer)
        } catch is Retentions.OtherRequest {
            throw Problem(422, "Key used", "This Idempotency-Key belongs to another request of the last 24 hours.")
        }
    }

    private func list(_ request: Request) async throws -> Response {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        let page = try ListQuery(request, others: RetentionQuery.names)
        let query = try RetentionQuery(request, maskedSuffix: signet.configuration.maskedSuffix)
        var search = query.search
        search.after = try page.cursor.map { try RetentionSearch.Cursor(text: $0) }
        let found = try await signet.retentions.list(search, leads: query.leads, of: account, limit: page.limit + 1)
        return page.response("retentions", found, cursor: \.cursor.text) { row($0).write(to: &$1) }
    }

    // MARK: Export

    /// Read and sent a page at a time, so that its size does not matter.
    private func export(_ request: Request) async throws -> Response {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        try request.requireParameters(RetentionQuery.names.union(["format"]))
        let query = try RetentionQuery(request, maskedSuffix: signet.configuration.maskedSuffix)
        let name = request.uri.queryParameters["format"].map(String.init) ?? "csv"
        guard let format = RetentionExport(rawValue: name) else { throw Problem.badRequest("format is csv or jsonl.") }
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(bytes: format.head))
            var search = query.search
            while true {
                let page = try await signet.retentions.list(search, leads: query.leads, of: account, limit: 500)
                guard let last = page.last else { break }
                try await writer.write(ByteBuffer(bytes: page.flatMap { format.line(row($0)) }))
                search.after = last.cursor
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: format.mediaType, .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"retentions.\(name)\"",
            ], body: body)
    }

    private func row(_ listing: RetentionListing) -> RetentionRow {
        RetentionRow(
            listing: listing, kind: signet.reader.inspect(listing.retention.certificate)?.kind ?? .web,
            configuration: signet.configuration)
    }
}

extension HTTPField.Name {
    fileprivate static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
}
