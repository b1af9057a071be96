import SignetModel

/// Which addresses webhooks may be sent to: all that are public, and those that the operator named.
///
/// The URLs are strangers' choice, and the server stands where they do not. An address is judged at every attempt, and
/// what was judged is what is connected to, whatever a name stands for a moment later.
struct WebhookReach: Sendable {
    struct Refusal: Error, Hashable, CustomStringConvertible {
        let description: String

        static let insecure = Refusal(description: "url begins with https://")
        static let notPublic = Refusal(description: "the host's address is not one of the public internet")
        static let noAddress = Refusal(description: "the host has no address")
    }

    /// Of the operator's own; plain HTTP is good enough there.
    let networks: [AddressRange]

    /// Refuses what can be refused without asking the DNS.
    func check(_ url: WebhookURL) throws(Refusal) {
        if let address = url.address {
            try check(url, at: [address])
        } else if !url.isSecure, networks.isEmpty {
            throw .insecure
        }
    }

    /// Refuses where any of the addresses may not be reached: a name with one such address is up to no good.
    func check(_ url: WebhookURL, at addresses: [IPAddress]) throws(Refusal) {
        guard !addresses.isEmpty else { throw .noAddress }
        for address in addresses where !networks.contains(where: { $0.contains(address) }) {
            guard address.isPublic else { throw .notPublic }
            guard url.isSecure else { throw .insecure }
        }
    }
}
