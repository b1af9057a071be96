/// What can be asked of a certificate, by the names of API v4.
public enum InsightProperty: String, Sendable, CaseIterable {
    case ageSeconds = "age_seconds"
    case approximateGeography = "approx_ip_geo"
    case botDetected = "bot_detected"
    case browser
    case confirmedOwner = "confirmed_owner"
    case createdAt = "created_at"
    case domain
    case expiresAt = "expires_at"
    case keystrokesPerMinute = "form_input_kpm"
    case inputMethod = "form_input_method"
    case wordsPerMinute = "form_input_wpm"
    case ip
    case isFramed = "is_framed"
    case isMasked = "is_masked"
    case sensitiveContentElements = "num_sensitive_content_elements"
    case sensitiveFormElements = "num_sensitive_form_elements"
    case os
    case pageURL = "page_url"
    case parentPageURL = "parent_page_url"
    case secondsOnPage = "seconds_on_page"
    /// Accepted and null: its values were never published.
    case sessionReplayStatus = "session_replay_status"
}
