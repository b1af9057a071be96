import SignetModel
import SignetService

extension Claim {
    /// The body of `/peek`, which keeps nothing. Durations are whole seconds here.
    var peek: [UInt8] {
        var json = JSONWriter(capacity: 2_048)
        json.object { json in
            json.key("age")
            json.integer(insights.ageSeconds)
            json.key("masked")
            json.bool(certificate.isMasked)
            writeFingerprints(to: &json)
            writeScans(to: &json)
            json.key("warnings")
            json.strings(warnings)
            json.key("cert")
            json.object { json in
                json.key("cert_id")
                json.string(name)
                writeProducts(to: &json)
                json.key("device")
                json.optionalString(insights.browser.device)
                if let consentedAt = insights.consentedAt {
                    json.key("consented_at")
                    json.string(consentedAt.iso8601)
                }
                json.key("created_at")
                json.string(insights.createdAt.iso8601)
                json.key("expires_at")
                json.string(insights.expiresAt.iso8601)
                json.key("event_duration")
                json.integer(insights.secondsOnPage)
                json.key("framed")
                json.bool(insights.isFramed)
                for (name, property) in Self.peeked {
                    json.key(name)
                    insights.write(property, to: &json)
                }
            }
        }
        return json.bytes
    }

    private static let peeked: [(String, InsightProperty)] = [
        ("domain", .domain), ("form_input_method", .inputMethod), ("geo", .approximateGeography), ("ip", .ip),
        ("page_url", .pageURL), ("parent_page_url", .parentPageURL), ("wpm", .wordsPerMinute),
        ("kpm", .keystrokesPerMinute),
    ]
}
