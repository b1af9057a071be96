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

    /// The visit for a player: `{"events":[…],"hidden":bool,"duration":ms,"start":ms,"marks":[{"at":ms,"kind":"click","label":"…"}]}`.
    ///
    /// Events are rrweb's, written anew from what was understood, by the server's clock. Marks count from `start`, the time of
    /// the recording's first event, which may not be among `events`.
    ///
    /// - Parameter assets: images and fonts, which the replay shows without fetching anything; others it does without.
    public func replay(reveal: Bool, assets: ReplayAssets = .none) -> [UInt8] {
        withSlices { reader in
            var log = EventLog(self, reader: reader, isRevealed: reveal)
            let entries = log.write()
            var writer = ReplayWriter(self, reader: reader, isRevealed: reveal, assets: assets)
            var json = JSONWriter(capacity: content.bytes.count)
            json.object { json in
                json.key("events")
                writer.writeEvents(to: &json)
                json.key("hidden")
                json.bool(!reveal)
                json.key("duration")
                json.integer(max(0, (writer.lastTime - log.start).inMilliseconds))
                json.key("start")
                json.integer(log.start.milliseconds)
                json.key("marks")
                json.array { json in
                    for entry in entries {
                        json.object { json in
                            json.key("at")
                            json.integer(entry.offset)
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
