public import SignetModel

extension Recording {
    /// What happened, oldest first.
    ///
    /// - Parameter reveal: whether typed values may be shown; otherwise they are asterisks. Passwords and card numbers always are.
    public func eventLog(reveal: Bool) -> [EventLogEntry] {
        withSlices { reader in
            var log = EventLog(self, reader: reader, isRevealed: reveal)
            return log.write()
        }
    }

    /// The visit for a player: `{"events":[…],"hidden":bool,"duration":ms,"marks":[{"at":ms,"kind":"click","label":"…"}]}`.
    ///
    /// Events are rrweb's, written anew from what was understood, by the server's clock. Marks count from the first event.
    ///
    /// - Parameter assets: images and fonts, which the replay shows without fetching anything; others it does without.
    public func replay(reveal: Bool, assets: ReplayAssets = .none) -> [UInt8] {
        let log = eventLog(reveal: reveal)
        return withSlices { reader in
            var writer = ReplayWriter(self, reader: reader, isRevealed: reveal, assets: assets)
            var json = JSONWriter(capacity: content.bytes.count)
            json.object { json in
                json.key("events")
                writer.writeEvents(to: &json)
                json.key("hidden")
                json.bool(!reveal)
                json.key("duration")
                json.integer(writer.firstTime.map { (writer.lastTime - $0).inMilliseconds } ?? 0)
                json.key("marks")
                json.array { json in
                    for entry in log {
                        let at = writer.firstTime.map { max(0, (entry.at - $0).inMilliseconds) } ?? 0
                        json.object { json in
                            json.key("at")
                            json.integer(at)
                            json.member("kind", entry.kind.rawValue)
                            json.member("label", entry.text)
                        }
                    }
                }
            }
            return json.bytes
        }
    }
}
