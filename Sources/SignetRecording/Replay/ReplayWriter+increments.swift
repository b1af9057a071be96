import SignetModel

extension ReplayWriter {
    func write(_ mutation: Mutation, to json: inout JSONWriter) {
        json.key("texts")
        json.array { json in for change in stream.texts[mutation.texts] { write(change, to: &json) } }
        json.key("attributes")
        json.array { json in
            for change in stream.attributeChanges[mutation.attributes] { write(change, to: &json) }
        }
        json.key("removes")
        json.array { json in
            for removal in stream.removals[mutation.removals] where removal.parent > 0 {
                json.object { json in
                    json.member("parentId", removal.parent)
                    json.member("id", removal.node)
                    if removal.isShadow { json.member("isShadow", true) }
                }
            }
        }
        json.key("adds")
        json.array { json in for addition in stream.additions[mutation.additions] { write(addition, to: &json) } }
    }

    private func write(_ change: TextChange, to json: inout JSONWriter) {
        guard let place = page.place(of: change.node) else { return }
        let text = text(of: change.text, in: surroundings(of: place))
        json.object { json in
            json.member("id", change.node)
            json.member("value", text)
        }
    }

    private func write(_ change: AttributeChange, to json: inout JSONWriter) {
        guard let place = page.place(of: change.node) else { return }
        let context = context(of: place)
        json.object { json in
            json.member("id", change.node)
            json.key("attributes")
            json.object { json in
                for attribute in stream.attributes[change.attributes] { write(attribute, of: context, to: &json) }
            }
        }
    }

    private func write(_ addition: Addition, to json: inout JSONWriter) {
        let parent = page.place(of: addition.parent)
        let surroundings = parent.map { self.surroundings(within: $0) } ?? Surroundings()
        json.object { json in
            json.member("parentId", addition.parent)
            json.key("nextId")
            if addition.next > 0 { json.integer(addition.next) } else { json.null() }
            json.key("node")
            write(addition.node, in: surroundings, to: &json)
        }
    }

    func write(_ moves: ArraySlice<PointerMove>, to json: inout JSONWriter) {
        json.key("positions")
        json.array { json in
            for move in moves {
                json.object { json in
                    json.member("x", move.x)
                    json.member("y", move.y)
                    json.member("id", move.node)
                    json.member("timeOffset", move.timeOffset)
                }
            }
        }
    }

    func write(_ action: PointerAction, to json: inout JSONWriter) {
        json.member("type", Int32(action.kind))
        json.member("id", action.node)
        if let x = action.x { json.member("x", x) }
        if let y = action.y { json.member("y", y) }
        if let pointer = action.pointer { json.member("pointerType", Int32(pointer)) }
    }

    // MARK: Style sheets

    func writeTarget(_ node: Int32, _ styleID: Int32, to json: inout JSONWriter) {
        if node > 0 { json.member("id", node) }
        if styleID > 0 { json.member("styleId", styleID) }
    }

    func write(_ changes: ArraySlice<RuleChange>, to json: inout JSONWriter) {
        json.key("adds")
        json.array { json in
            for change in changes where change.rule.isPresent { write(change, to: &json) }
        }
        json.key("removes")
        json.array { json in
            for change in changes where !change.rule.isPresent {
                json.object { json in writePath(change.path, to: &json) }
            }
        }
    }

    private func write(_ change: RuleChange, to json: inout JSONWriter) {
        json.object { json in
            json.member("rule", sheet(change.rule))
            if !change.path.isEmpty { writePath(change.path, to: &json) }
        }
    }

    private func writePath(_ path: Range<Int32>, to json: inout JSONWriter) {
        json.key("index")
        let places = stream.integers[path]
        if places.count == 1, let place = places.first {
            json.integer(place)
        } else {
            json.array { json in for place in places { json.integer(place) } }
        }
    }

    func write(_ change: StyleDeclaration, to json: inout JSONWriter) {
        writeTarget(change.node, change.styleID, to: &json)
        writePath(change.path, to: &json)
        let property = reader.string(change.property)
        let name = property.isPropertyName ? property : "x-blocked"
        json.key(change.value.isPresent ? "set" : "remove")
        json.object { json in
            json.member("property", name)
            guard change.value.isPresent else { return }
            json.member("value", sheet(change.value))
            if change.isImportant { json.member("priority", "important") }
        }
    }

    func write(_ sheet: AdoptedSheet, to json: inout JSONWriter) {
        json.object { json in
            json.member("styleId", sheet.styleID)
            json.key("rules")
            json.array { json in for rule in stream.rules[sheet.rules] { write(rule, to: &json) } }
        }
    }

    // MARK: The page as it stands

    /// What a live node's parents mean for its text.
    private func surroundings(of place: Int32) -> Surroundings {
        let parent = page.nodes[Int(place)].parent
        return parent >= 0 ? surroundings(within: parent) : Surroundings()
    }

    private func surroundings(within place: Int32) -> Surroundings {
        var surroundings = Surroundings()
        var current = place
        // Deeper than a browser nests elements there is nothing to inherit from.
        for _ in 0..<600 where current >= 0 {
            let node = page.nodes[Int(current)]
            surroundings = surroundings.inside(page.recorded(current), isEditable: node.isEditable)
            current = node.parent
        }
        return surroundings
    }

    private func context(of place: Int32) -> ElementContext {
        let node = page.nodes[Int(place)]
        let recorded = page.recorded(place)
        let isSVG = recorded.flags.contains(.svg)
        return ElementContext(
            name: ReplayElements.name(reader.string(recorded.name), isSVG: isSVG), isSVG: isSVG, element: node.element,
            input: node.input
        )
    }
}
