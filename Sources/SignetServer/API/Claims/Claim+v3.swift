import SignetModel
import SignetService

extension Claim {
    /// The body of version 3, with everything that the data product adds for an account that has it.
    var version3: [UInt8] {
        var json = JSONWriter(capacity: 2_048)
        json.object { json in
            writeFingerprints(to: &json)
            json.key("is_masked")
            json.bool(certificate.isMasked)
            if certificate.kind != .metaLeadAds {
                json.key("masked_cert_url")
                json.optionalString(maskedURL)
            }
            if let shareURL {
                json.key("share_url")
                json.string(shareURL)
            }
            json.key("outcome")
            json.string(isSuccess ? "success" : "failure")
            json.key("reason")
            json.string(warnings.joined(separator: ", "))
            json.key("reference")
            json.optionalString(request.reference)
            json.key("vendor")
            json.optionalString(request.vendor)
            json.key("scans")
            json.object { json in
                let scan = findings.scan
                for (name, terms) in [
                    ("forbidden_found", scan?.forbidden.found), ("forbidden_not_found", scan?.forbidden.notFound),
                    ("required_found", scan?.required.found), ("required_not_found", scan?.required.notFound),
                ] {
                    json.key(name)
                    json.strings(terms ?? [])
                }
            }
            json.key("warnings")
            json.strings(warnings)
            if tellsInsights {
                json.key("cert")
                json.object { json in writeVersion3Certificate(to: &json) }
            }
        }
        return json.bytes
    }

    private func writeVersion3Certificate(to json: inout JSONWriter) {
        func write(_ name: String, _ property: InsightProperty, _ json: inout JSONWriter) {
            json.key(name)
            insights.write(property, to: &json)
        }
        write("age_seconds", .ageSeconds, &json)
        if certificate.kind == .metaLeadAds {
            json.key("cert_id")
            json.string(name)
            write("created_at", .createdAt, &json)
            return write("expires_at", .expiresAt, &json)
        }
        write("approx_ip_geo", .approximateGeography, &json)
        json.key("browser")
        insights.browser.software.writeProduct(to: &json)
        json.key("cert_id")
        json.string(name)
        write("created_at", .createdAt, &json)
        write("domain", .domain, &json)
        json.key("event_duration_ms")
        json.integer(insights.millisecondsOnPage)
        write("expires_at", .expiresAt, &json)
        write("form_input_method", .inputMethod, &json)
        write("ip", .ip, &json)
        write("is_framed", .isFramed, &json)
        json.key("is_mobile")
        json.optional(insights.browser.isMobile) { $0.bool($1) }
        write("kpm", .keystrokesPerMinute, &json)
        write("wpm", .wordsPerMinute, &json)
        json.key("operating_system")
        insights.browser.system.writeProduct(to: &json)
        json.key("page_id")
        json.string(pageID)
        write("page_url", .pageURL, &json)
        write("parent_page_url", .parentPageURL, &json)
        json.key("user_agent")
        json.optionalString(insights.browser.userAgent)
    }
}

extension Software? {
    fileprivate func writeProduct(to json: inout JSONWriter) {
        json.optional(self) { json, software in
            json.object { json in
                json.key("full")
                json.string(software.full)
                json.key("name")
                json.string(software.name)
                json.key("version")
                self.writeVersion(to: &json)
            }
        }
    }
}
