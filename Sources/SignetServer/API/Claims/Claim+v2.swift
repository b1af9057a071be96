import SignetModel
import SignetService
import SignetStorage

extension Claim {
    /// The body of version 2.
    ///
    /// - Parameter url: the certificate's own.
    func version2(url: String) -> [UInt8] {
        if certificate.kind == .metaLeadAds { return metaVersion2 }
        var json = JSONWriter(capacity: 2_048)
        json.object { json in
            if let retention { writeClaim(retention, to: &json) }
            json.key("age")
            json.integer(insights.ageSeconds)
            json.key("masked")
            json.bool(certificate.isMasked)
            json.key("masked_cert_url")
            json.optionalString(maskedURL)
            json.key("share_url")
            json.optionalString(shareURL)
            json.key("cert")
            json.object { json in writeVersion2Certificate(url: url, to: &json) }
        }
        return json.bytes
    }

    /// A lead of Meta's knows little, and version 2 says no more of it.
    private var metaVersion2: [UInt8] {
        var json = JSONWriter(capacity: 512)
        json.object { json in
            json.key("age")
            json.integer(insights.ageSeconds)
            json.key("cert")
            json.object { json in
                json.key("cert_id")
                json.string(name)
                json.key("created_at")
                json.string(insights.createdAt.iso8601)
            }
            if let retention {
                json.key("created_at")
                json.string(retention.createdAt.iso8601)
                json.key("id")
                json.string(uuid(of: retention))
            }
            writeFingerprints(to: &json)
            json.key("reference")
            json.optionalString(request.reference)
            writeScans(to: &json)
            json.key("share_url")
            json.optionalString(shareURL)
            json.key("vendor")
            json.optionalString(request.vendor)
            json.key("warnings")
            json.strings(warnings)
        }
        return json.bytes
    }

    /// What a claim is, by itself and in the certificate's list of them.
    private func writeClaim(_ retention: Retention, to json: inout JSONWriter) {
        json.key("id")
        json.string(id(of: retention))
        json.key("page_id")
        json.string(pageID)
        json.key("created_at")
        json.string(retention.createdAt.iso8601)
        json.key("expires_at")
        json.string(retention.endsAt.iso8601)
        writeFingerprints(to: &json)
        json.key("reference")
        json.optionalString(request.reference)
        writeScans(to: &json)
        json.key("vendor")
        json.optionalString(request.vendor)
        json.key("warnings")
        json.strings(warnings)
    }

    /// One list for both kinds of terms, as version 2 has it.
    func writeScans(to json: inout JSONWriter) {
        json.key("scans")
        json.optional(findings.scan) { json, scan in
            json.object { json in
                json.key("found")
                json.strings(scan.required.found + scan.forbidden.found)
                json.key("not_found")
                json.strings(scan.required.notFound + scan.forbidden.notFound)
            }
        }
    }

    private func writeVersion2Certificate(url: String, to json: inout JSONWriter) {
        json.key("token")
        json.string(name)
        writeProducts(to: &json)
        json.key("ip")
        json.string(insights.ip)
        json.key("created_at")
        json.string(insights.createdAt.iso8601)
        json.key("expires_at")
        json.string(insights.expiresAt.iso8601)
        json.key("event_duration")
        json.integer(insights.millisecondsOnPage)
        json.key("framed")
        json.bool(insights.isFramed)
        json.key("location")
        json.optionalString(insights.pageURL)
        json.key("parent_location")
        json.optionalString(insights.parentPageURL)
        json.key("snapshot_url")
        json.optionalString(certificate.isMasked ? nil : "\(url)#replay")
        json.key("geo")
        insights.write(.approximateGeography, to: &json)
        json.key("claims")
        json.array { json in
            if let retention { json.object { json in writeClaim(retention, to: &json) } }
        }
    }

    /// Browser and system as one text each.
    func writeProducts(to json: inout JSONWriter) {
        json.key("browser")
        json.optionalString(insights.browser.software?.full)
        json.key("operating_system")
        json.optionalString(insights.browser.system?.full)
        json.key("user_agent")
        json.optionalString(insights.browser.userAgent)
    }
}
