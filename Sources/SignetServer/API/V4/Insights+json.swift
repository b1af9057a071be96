import SignetModel
import SignetService

extension Insights {
    /// Clients compare these texts.
    private var ownerText: String {
        switch owner {
        case .nobody: "No Verified ActiveProspect Account Identified"
        case .verified: "ActiveProspect Verified Account"
        case .named(let name): name
        }
    }

    /// The value of a property as API v4 writes it.
    func write(_ property: InsightProperty, to json: inout JSONWriter) {
        guard know(property) else { return json.null() }
        switch property {
        case .ageSeconds: json.integer(ageSeconds)
        case .approximateGeography: json.optional(place) { $1.write(to: &$0) }
        case .botDetected: json.bool(botDetected)
        case .browser: browser.writeSoftware(to: &json)
        case .confirmedOwner: json.string(ownerText)
        case .createdAt: json.string(createdAt.iso8601)
        case .domain: json.optionalString(domain)
        case .expiresAt: json.string(expiresAt.iso8601)
        case .keystrokesPerMinute: json.optional(keystrokesPerMinute) { $0.number($1) }
        case .inputMethod:
            json.optional(inputMethods) { json, methods in
                json.array { json in for method in methods { json.string(method.rawValue) } }
            }
        case .wordsPerMinute: json.optional(wordsPerMinute) { $0.number($1) }
        case .ip: json.string(ip)
        case .isFramed: json.bool(isFramed)
        case .isMasked: json.bool(isMasked)
        case .sensitiveContentElements: json.optional(sensitiveContentElements) { $0.integer($1) }
        case .sensitiveFormElements: json.optional(sensitiveFormElements) { $0.integer($1) }
        case .os: browser.writeSystem(to: &json)
        case .pageURL: json.optionalString(pageURL)
        case .parentPageURL: json.optionalString(parentPageURL)
        case .secondsOnPage: json.integer(secondsOnPage)
        case .sessionReplayStatus: json.null()
        }
    }
}

extension Place {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.key("city")
            json.optionalString(city)
            json.key("country_code")
            json.optionalString(countryCode)
            json.key("lat")
            json.optional(latitude) { $0.number($1) }
            json.key("lon")
            json.optional(longitude) { $0.number($1) }
            json.key("postal_code")
            json.optionalString(postalCode)
            json.key("state")
            json.optionalString(state)
            json.key("time_zone")
            json.optionalString(timeZone)
        }
    }
}

extension Browser {
    fileprivate func writeSoftware(to json: inout JSONWriter) {
        guard software != nil || userAgent != nil else { return json.null() }
        json.object { json in
            json.key("full")
            json.optionalString(software?.full)
            json.key("name")
            json.optionalString(software?.name)
            json.key("user_agent")
            json.optionalString(userAgent)
            json.key("version")
            software.writeVersion(to: &json)
        }
    }

    fileprivate func writeSystem(to json: inout JSONWriter) {
        guard let system else { return json.null() }
        json.object { json in
            json.key("full")
            json.string(system.full)
            json.key("is_mobile")
            json.optional(isMobile) { $0.bool($1) }
            json.key("name")
            json.string(system.name)
            json.key("version")
            self.system.writeVersion(to: &json)
        }
    }
}

extension Software? {
    func writeVersion(to json: inout JSONWriter) {
        json.object { json in
            json.key("full")
            json.optionalString(self?.versionText)
            for (index, part) in ["major", "minor", "patch"].enumerated() {
                json.key(part)
                json.optionalString(self.flatMap { $0.version.count > index ? $0.version[index] : nil })
            }
        }
    }
}
