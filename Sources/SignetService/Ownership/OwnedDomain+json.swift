public import SignetModel
public import SignetStorage

extension OwnedDomain {
    /// As `/v1/domains` and the command line show it.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.key("domain")
            json.string(domain.ascii)
            json.key("status")
            json.string(verifiedAt == nil ? "unverified" : "verified")
            json.key("finding")
            json.string(finding.rawValue)
            json.key("txt_record")
            json.object { json in
                json.key("name")
                json.string(domain.ascii)
                json.key("value")
                json.string(code)
            }
            json.key("includes_subdomains")
            json.bool(includesSubdomains)
            json.key("retains_automatically")
            json.bool(retainsAutomatically)
            for (name, moment) in [
                ("created_at", createdAt), ("verified_at", verifiedAt), ("checked_at", checkedAt),
                ("next_check_at", nextCheckAt), ("failing_since", failingSince),
            ] {
                json.key(name)
                json.optionalString(moment?.iso8601)
            }
        }
    }
}
