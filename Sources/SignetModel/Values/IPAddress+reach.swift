extension IPAddress {
    /// Whether the whole internet would take it for the same one host.
    ///
    /// What a request must not be tricked into reaching is not: this machine, its networks, groups, and whatever stands for an
    /// address of another kind. Of IPv6 all that is not assigned counts as such too.
    public var isPublic: Bool {
        if isIPv4 { return !Self.specialIPv4.contains { $0.contains(self) } }
        if let translated { return translated.isPublic }
        return Self.globalUnicast.contains(self) && !Self.specialIPv6.contains { $0.contains(self) }
    }

    /// The IPv4 address that a network without IPv4 reaches by this one (RFC 6052).
    private var translated: IPAddress? {
        Self.translation.contains(self) ? IPAddress(bytes.suffix(4).map(String.init).joined(separator: ".")) : nil
    }

    private static let translation = AddressRange("64:ff9b::/96")!
    private static let globalUnicast = AddressRange("2000::/3")!

    /// IANA's registry of special-purpose addresses, multicast, and what is reserved.
    private static let specialIPv4 = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    ].compactMap { AddressRange($0) }

    /// Within 2000::/3: protocols such as Teredo, documentation, 6to4.
    private static let specialIPv6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"].compactMap {
        AddressRange($0)
    }
}
