import NIOConcurrencyHelpers
import SignetModel
import SignetService

/// Stands for the internet: what names mean, and what endpoints answer.
final class WebhookReceiver: Sendable {
    private struct State {
        var messages: [WebhookRequest] = []
        var lookups: [String] = []
        var addresses = ["203.0.112.7"]
        var answer: @Sendable (WebhookRequest) async throws -> WebhookResponse = { _ in WebhookResponse(status: 204) }
    }

    private let state = NIOLockedValueBox(State())

    var messages: [WebhookRequest] { state.withLockedValue { $0.messages } }
    var lookups: [String] { state.withLockedValue { $0.lookups } }

    /// What every name stands for from now on.
    func resolve(to addresses: [String]) {
        state.withLockedValue { $0.addresses = addresses }
    }

    func answer(_ answer: @escaping @Sendable (WebhookRequest) async throws -> WebhookResponse) {
        state.withLockedValue { $0.answer = answer }
    }

    func answer(_ status: Int, retryAfter: String? = nil) {
        answer { _ in WebhookResponse(status: status, retryAfter: retryAfter) }
    }

    var hosts: HostAddresses {
        HostAddresses { [state] host in
            state.withLockedValue { state in
                state.lookups.append(host)
                return state.addresses.compactMap { IPAddress($0) }
            }
        }
    }

    var transport: WebhookTransport {
        WebhookTransport(
            hosts: hosts,
            sender: WebhookSender { [state] request in
                let answer = state.withLockedValue { state in
                    state.messages.append(request)
                    return state.answer
                }
                return try await answer(request)
            })
    }
}

extension WebhookRequest {
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    var text: String { String(decoding: body, as: UTF8.self) }

    var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }

    /// Whether one of the signatures is this secret's.
    func isSigned(by secret: WebhookSecret) -> Bool {
        guard let id = header("webhook-id"), let time = header("webhook-timestamp").flatMap(Int64.init) else {
            return false
        }
        let signature = secret.signature(id: id, at: Timestamp(seconds: time), body: body)
        return header("webhook-signature")?.split(separator: " ").contains(signature[...]) == true
    }
}
