public import SignetModel
public import SignetStorage

/// The names in a disclosure request, nil for a side that does not show its own.
public struct DisclosureNames: Sendable {
    public let holder: String?
    public let masker: String?
}

extension Signet {
    public func names(in request: DisclosureRequest) async throws -> DisclosureNames {
        DisclosureNames(
            holder: request.showsHolder ? try await accounts.show(request.holder).name : nil,
            masker: request.showsMasker ? try await accounts.show(request.masker).name : nil)
    }

    /// Whether the account may ask about a certificate: it has the URL in time, or retained it.
    public func isHeld(_ certificate: LoadedCertificate, by account: Account) async throws -> Bool {
        if certificate.isWithinWindow(clock.now) { return true }
        return try await readingRight(of: account, to: certificate) != nil
    }
}

extension DisclosureRequest {
    /// As `/v1/disclosure-requests` and the command line show it to one side.
    public func write(
        for account: Account, _ names: DisclosureNames, _ configuration: ServiceConfiguration, to json: inout JSONWriter
    ) {
        json.object { json in
            json.key("id")
            json.string(id)
            json.key("side")
            json.string((masker == account.id ? DisclosureSide.received : .sent).rawValue)
            json.key("certificate_id")
            json.string(masked.description)
            json.key("certificate_url")
            json.string(configuration.certificateURL(masked, kind: .masked))
            json.key("message")
            json.optionalString(message)
            json.key("holder_name")
            json.optionalString(names.holder)
            json.key("vendor_name")
            json.optionalString(names.masker)
            json.key("created_at")
            json.string(createdAt.iso8601)
            json.key("answered_at")
            json.optionalString(answeredAt?.iso8601)
            write(answer, configuration, to: &json)
        }
    }

    private func write(_ answer: Answer?, _ configuration: ServiceConfiguration, to json: inout JSONWriter) {
        json.key("status")
        switch answer {
        case nil: json.string("open")
        case .certificate?:
            json.string("disclosed")
            json.key("disclosed_certificate_url")
            json.string(configuration.certificateURL(original, kind: .web))
        case .facts(let facts)?:
            json.string("disclosed")
            json.key("disclosed_facts")
            json.object { json in
                for fact in facts {
                    json.key(fact.name)
                    json.optionalString(fact.value)
                }
            }
        case .refused(let reason)?:
            json.string("refused")
            json.key("reason")
            json.string(reason)
        }
    }
}
