import ArgumentParser
import SignetModel
import SignetService

/// Who is asked for the TXT records of domains.
struct ResolverOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The name server that is asked for domains' TXT records. Default: those of the operating system",
            valueName: "ipv4[:port]"))
    var dnsServer: String?

    func records(_ settings: Settings) throws -> TextRecords {
        try settings.textRecords(flag: dnsServer)
    }
}

extension Settings {
    /// From the name server that was chosen.
    func textRecords(flag: String? = nil) throws -> TextRecords {
        guard let text = string("dns-server", flag: flag) else { return .system }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(parts[0]), address.isIPv4,
            let port = parts.count == 2 ? Int(parts[1]) : 53, 1...65_535 ~= port
        else { throw ValidationError("--dns-server is an IPv4 address, with or without a port, not \"\(text)\"") }
        return .resolver(server: (address, port))
    }
}
