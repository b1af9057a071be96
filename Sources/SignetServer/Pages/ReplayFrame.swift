/// The empty document that a session replay is rebuilt in, served at ``path``.
///
/// A recording is hostile until shown otherwise: anyone can post one. Three things stand between it and the reader,
/// each enough by itself to keep its scripts from running: the player's list of what it rebuilds, the sandbox
/// of the frame, and this document's own policy, which also keeps it from fetching anything.
enum ReplayFrame {
    static let path = "/replay/frame"

    /// The `noscript` element is a probe: it has an element child only where the browser parsed the document with
    /// scripting off, that is, where the sandbox holds. The player rebuilds nothing unless it finds that child.
    static let document = "<!doctype html>\n" + quirksDocument

    /// For `?mode=quirks`: the same without a doctype, for the replay of pages that had none.
    static let quirksDocument = """
        <html lang="en">
        <head><meta charset="utf-8"><meta name="robots" content="noindex"><title>Session replay</title></head>
        <body><noscript><i></i></noscript></body>
        </html>
        """

    static let contentSecurityPolicy = [
        "default-src 'none'", "style-src 'unsafe-inline'", "img-src data: blob:", "font-src data:",
        "form-action 'none'", "base-uri 'none'", "frame-ancestors 'self'", "sandbox allow-same-origin",
    ].joined(separator: "; ")

    static let headers: [(name: String, value: String)] = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Security-Policy", contentSecurityPolicy),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Robots-Tag", "noindex, nofollow"),
        ("X-Content-Type-Options", "nosniff"),
    ]
}
