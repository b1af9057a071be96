public import SignetModel
public import SignetStorage

extension WebhookEndpoint {
    /// As `/v1/webhooks` and the command line show it.
    ///
    /// - Parameter secret: where it is told, once.
    public func write(to json: inout JSONWriter, secret: WebhookSecret? = nil) {
        json.object { json in
            json.key("id")
            json.string(id)
            json.key("url")
            json.string(url)
            json.key("events")
            json.optional(events) { $0.strings($1.map(\.rawValue)) }
            json.key("description")
            json.optionalString(description)
            json.key("enabled")
            json.bool(isEnabled)
            json.key("created_at")
            json.string(createdAt.iso8601)
            if let secret {
                json.key("secret")
                json.string(secret.text)
            }
        }
    }
}

extension WebhookDelivery {
    /// As `/v1/webhooks/{id}/deliveries` and the command line show it.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.key("id")
            json.string(id)
            json.key("type")
            json.string(type.rawValue)
            json.key("created_at")
            json.string(createdAt.iso8601)
            json.key("state")
            json.string(state.rawValue)
            json.key("attempts")
            json.integer(attempts)
            json.key("last_status")
            json.optional(status) { $0.integer($1) }
            json.key("last_error")
            json.optionalString(error)
            json.key("next_attempt_at")
            json.optionalString(nextAttemptAt?.iso8601)
        }
    }
}
