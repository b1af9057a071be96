import SignetModel
import SignetService

extension Verification {
    func writeMembers(to json: inout JSONWriter) {
        json.key("consent_language_acceptance_enabled")
        json.bool(true)
        json.key("languages")
        json.array { json in
            for text in languages {
                json.object { json in
                    json.key("text")
                    json.string(text)
                }
            }
        }
        json.key("result")
        json.object { json in
            json.key("form_submitted")
            json.bool(isSubmitted)
            json.key("language_approved")
            json.bool(isLanguageApproved)
            for (name, value) in [
                ("min_contrast_ratio_satisfied", isContrastSatisfied),
                ("min_font_size_px_satisfied", isFontSizeSatisfied),
                ("one_to_one", isOneToOne), ("opt_in_types_satisfied", areOptInTypesSatisfied),
            ] {
                json.key(name)
                json.optional(value) { $0.bool($1) }
            }
            json.key("success")
            json.bool(isSuccess)
        }
    }
}
