import NIOConcurrencyHelpers

/// What the server counts of its requests, by method and route.
final class ServerFigures: Sendable {
    struct Route: Hashable, Sendable {
        /// The path as the router has it, with names in place of what differs.
        let template: String
        let method: String
    }

    let loader: RequestFigures
    let pixel: RequestFigures
    let batches: RequestFigures
    let operations: RequestFigures
    private let routes: NIOLockedValueBox<[Route: RequestFigures]>

    static let batchTemplate = "/v1/certificates/{certificate}/events/{sequence}"

    init() {
        let hot = [
            Route(template: "/certify.js", method: "GET"), Route(template: "/ns.gif", method: "GET"),
            Route(template: Self.batchTemplate, method: "POST"), Route(template: "/{certificate}", method: "POST"),
        ]
        let figures = hot.map { _ in RequestFigures() }
        (loader, pixel, batches, operations) = (figures[0], figures[1], figures[2], figures[3])
        routes = NIOLockedValueBox(Dictionary(uniqueKeysWithValues: zip(hot, figures)))
    }

    subscript(_ route: Route) -> RequestFigures {
        routes.withLockedValue { routes in
            if let known = routes[route] { return known }
            let made = RequestFigures()
            routes[route] = made
            return made
        }
    }

    /// In a fixed order.
    var all: [(route: Route, figures: RequestFigures)] {
        routes.withLockedValue { Array($0) }
            .sorted { ($0.key.template, $0.key.method) < ($1.key.template, $1.key.method) }
            .map { ($0.key, $0.value) }
    }
}
