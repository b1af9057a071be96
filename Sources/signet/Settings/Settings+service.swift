import ArgumentParser
import SignetModel
import SignetService

extension Settings {
    /// How the server works, for itself and for the commands beside it.
    ///
    /// - Parameter flags: those of `signet serve`; nil for a command that has none of them.
    func serviceConfiguration(flags: ServeCommand? = nil) throws -> ServiceConfiguration {
        let sites = list("allow-site", flags: flags?.allowSite ?? [])
        let metricsRanges = try ranges("metrics-networks", flags: flags?.metricsNetworks ?? [])
        return ServiceConfiguration(
            publicURL: try publicURL(flags: flags),
            maskedURL: try string("masked-url", flag: flags?.maskedURL).map { try Self.url("masked-url", $0) },
            maskedSuffix: string("masked-suffix", flag: flags?.maskedSuffix),
            limits: try limits(flags: flags),
            allowedSites: sites.isEmpty
                ? nil
                : Set(
                    try sites.map { site in
                        guard let domain = Domain(site) else {
                            throw ValidationError("--allow-site takes host names, not \"\(site)\"")
                        }
                        return domain
                    }),
            trustedProxies: try ranges("trusted-proxies", flags: flags?.trustedProxies ?? []),
            webhookNetworks: try ranges("webhook-networks", flags: flags?.webhookNetworks ?? []),
            metricsNetworks: metricsRanges.isEmpty ? ServiceConfiguration.loopback : metricsRanges)
    }

    func host(flags: ServeCommand?) -> String {
        string("host", flag: flags?.host) ?? "127.0.0.1"
    }

    func port(flags: ServeCommand?) throws -> Int {
        try int("port", flag: flags?.port) ?? 8_080
    }

    func geography(flags: ServeCommand? = nil) throws -> Geography? {
        try string("geoip", flag: flags?.geoip).map { try Geography(path: $0) }
    }

    private func publicURL(flags: ServeCommand?) throws -> PageURL {
        if let text = string("public-url", flag: flags?.publicURL) { return try Self.url("public-url", text) }
        let host = host(flags: flags)
        let port = try port(flags: flags)
        guard port != 0 else {
            throw ValidationError("--port 0 needs --public-url, since certificates' URLs name the port")
        }
        return try Self.url("public-url", "http://\(host.contains(":") ? "[\(host)]" : host):\(port)/")
    }

    private func limits(flags: ServeCommand?) throws -> Limits {
        var limits = Limits()
        switch string("rate-limits", flag: flags?.rateLimits) {
        case nil, "on": break
        case "off": limits.countsRequests = false
        case let other?: throw ValidationError("--rate-limits is \"on\" or \"off\", not \"\(other)\"")
        }
        if let bytes = try int("staging-limit", flag: flags?.stagingLimit) { limits.stagingBytes = bytes }
        return limits
    }

    private static func url(_ name: String, _ text: String) throws -> PageURL {
        guard let url = PageURL(text), url.path == "/" else {
            throw ValidationError(
                "--\(name) must be a URL without a path, such as https://certificates.example, not \"\(text)\"")
        }
        return url
    }
}
