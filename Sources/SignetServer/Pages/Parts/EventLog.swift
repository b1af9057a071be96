import Mustache

/// The visit as a list for a person to read.
struct EventLog: Sendable {
    struct Entry: Sendable, MustacheParent {
        var at: Moment
        var offset: ReplayOffset
        /// `click`, `input`, `choice`, `submit`, `consent`, `opt-in`, `resize` or `other`.
        var kind: String
        var text: String

        /// By name rather than by reflection: a log has thousands of rows.
        func child(named name: String) -> Any? {
            switch name {
            case "at": at
            case "offset": offset
            case "kind": kind
            case "text": text
            default: nil
            }
        }
    }

    let entries: [Entry]
    /// `1 event`, `17 events`
    let total: String

    /// Nil where nothing happened.
    init?(newestFirst entries: [Entry]) {
        guard !entries.isEmpty else { return nil }
        total = entries.count == 1 ? "1 event" : "\(entries.count) events"
        self.entries = entries.enumerated()
            .sorted { ($0.element.offset.milliseconds, $0.offset) > ($1.element.offset.milliseconds, $1.offset) }
            .map(\.element)
    }

    static let template = #"""
        <section class="log" aria-labelledby="log">
        <h2 id="log">What happened, step by step</h2>
        <div class="log-tools">
        <p class="log-search" hidden><label for="log-search">Search the event log</label> <input id="log-search" type="search" autocomplete="off" spellcheck="false"></p>
        <p class="log-count" role="status">{{total}}, newest first</p>
        </div>
        <div class="table-scroll" role="region" aria-labelledby="log" tabindex="0">
        <table class="events">
        <thead><tr><th scope="col">Date and time (UTC)</th><th scope="col">Replay</th><th scope="col">Event</th></tr></thead>
        <tbody id="log-rows">
        {{#entries}}<tr class="event-{{kind}}"><td><time datetime="{{at.iso}}">{{at.stamp}}</time></td><td><a href="#t={{offset.value}}" data-at="{{offset.value}}"><span class="visually-hidden">Play from </span>{{offset.clock}}</a></td><td>{{text}}</td></tr>
        {{/entries}}
        </tbody>
        </table>
        </div>
        </section>
        """#
}
