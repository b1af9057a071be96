import SignetModel
import Testing

struct IPAddressReachTests {
    /// IANA's registries of special-purpose addresses, and what else is no host of the public internet.
    private static let special = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "255.255.255.255/32",
        "::/128", "::1/128", "::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:2::/48",
        "2001:10::/28", "2001:20::/28", "2001:db8::/32", "2002::/16", "3fff::/20", "4000::/3", "5f00::/16",
        "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    ]

    /// The first and the last address of a range, and some between.
    private static func addresses(in range: String) throws -> [IPAddress] {
        let parts = range.split(separator: "/")
        let base = try #require(IPAddress(parts[0]))
        let length = try #require(Int(parts[1]))
        var generator = SystemRandomNumberGenerator()
        let fillings: [() -> UInt8] =
            [{ 0 }, { 0xFF }] + (0..<50).map { _ in { UInt8.random(in: 0...255, using: &generator) } }
        return try fillings.map { filling in
            let bytes = base.bytes.enumerated().map { index, byte in
                let fixed = min(max(length - index * 8, 0), 8)
                let mask = fixed == 8 ? 0xFF : ~(UInt8(0xFF) >> UInt8(fixed))
                return byte & mask | filling() & ~mask
            }
            return try #require(Self.address(bytes))
        }
    }

    private static func address(_ bytes: [UInt8]) -> IPAddress? {
        if bytes.count == 4 { return IPAddress(bytes.map(String.init).joined(separator: ".")) }
        return IPAddress(groups(of: bytes).joined(separator: ":"))
    }

    /// Two bytes each, in hexadecimal.
    private static func groups(of bytes: [UInt8]) -> [String] {
        stride(from: 0, to: bytes.count, by: 2).map { index in
            String(Int(bytes[index]) << 8 | Int(bytes[index + 1]), radix: 16)
        }
    }

    @Test(arguments: special)
    func `no address of a special range is public`(range: String) throws {
        for address in try Self.addresses(in: range) { #expect(!address.isPublic, "\(address) of \(range)") }
    }

    @Test(arguments: special.filter { !$0.contains(":") })
    func `nor is one that stands for it in IPv6`(range: String) throws {
        for address in try Self.addresses(in: range) {
            let hex = Self.groups(of: address.bytes)
            for text in [
                "::ffff:\(address)", "::\(address)", "64:ff9b::\(address)", "2002:\(hex[0]):\(hex[1])::1",
                "2001:0:\(hex[0]):\(hex[1])::1", "::ffff:0:\(address)",
            ] {
                #expect(try !#require(IPAddress(text)).isPublic, "\(text)")
            }
        }
    }

    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.0", "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0",
        "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700:4700::1111", "2a00:1450:4001:80e::200e",
        "2001:4860:4860::8888", "2003::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
    ])
    func `other addresses are`(text: String) throws {
        #expect(try #require(IPAddress(text)).isPublic)
    }
}
