import SignetModel

extension EventParser {
    mutating func parseMoves(_ source: PointerSource) throws(JSONError) -> EventBody? {
        let start = stream.moves.count32
        try json.beginObject()
        while let key = try json.nextKey() {
            guard key.matches("positions"), try json.beginArrayIfAny() else {
                if !key.matches("positions") { try json.skipValue() }
                continue
            }
            while try json.nextElement() { try parseMove() }
        }
        return .pointerMoves(start..<stream.moves.count32, source)
    }

    private mutating func parseMove() throws(JSONError) {
        guard try json.beginObjectIfAny() else { return }
        var x: Float?
        var y: Float?
        var node: Int32 = 0
        var offset: Int32 = 0
        while let key = try json.nextKey() {
            if key.matches("x") {
                x = try coordinate()
            } else if key.matches("y") {
                y = try coordinate()
            } else if key.matches("id") {
                node = try json.int32IfAny() ?? 0
            } else if key.matches("timeOffset") {
                offset = Int32(max(-600_000, min(0, try json.doubleIfAny() ?? 0)))
            } else {
                try json.skipValue()
            }
        }
        if let x, let y, node > 0 { stream.moves.append(PointerMove(x: x, y: y, node: node, timeOffset: offset)) }
    }

    mutating func parsePointerAction() throws(JSONError) -> EventBody? {
        var action = PointerAction(kind: .max, node: 0)
        try json.beginObject()
        while let key = try json.nextKey() {
            if key.matches("type") {
                action.kind = try json.integerIfAny().flatMap { UInt8(exactly: $0) } ?? .max
            } else if key.matches("id") {
                action.node = try json.int32IfAny() ?? 0
            } else if key.matches("x") {
                action.x = try coordinate()
            } else if key.matches("y") {
                action.y = try coordinate()
            } else if key.matches("pointerType") {
                action.pointer = try json.integerIfAny().flatMap { UInt8(exactly: $0) }.flatMap { $0 <= 2 ? $0 : nil }
            } else {
                try json.skipValue()
            }
        }
        return action.kind <= 10 && action.node > 0 ? .pointer(action) : nil
    }

    mutating func parseScroll() throws(JSONError) -> EventBody? {
        var node: Int32 = 0
        var x: Float?
        var y: Float?
        try json.beginObject()
        while let key = try json.nextKey() {
            if key.matches("id") {
                node = try json.int32IfAny() ?? 0
            } else if key.matches("x") {
                x = try coordinate()
            } else if key.matches("y") {
                y = try coordinate()
            } else {
                try json.skipValue()
            }
        }
        guard let x, let y, node > 0 else { return nil }
        return .scroll(node: node, x: x, y: y)
    }

    mutating func parseResize() throws(JSONError) -> EventBody? {
        var width: Int32 = 0
        var height: Int32 = 0
        try json.beginObject()
        while let key = try json.nextKey() {
            if key.matches("width") {
                width = Int32(try coordinate() ?? 0)
            } else if key.matches("height") {
                height = Int32(try coordinate() ?? 0)
            } else {
                try json.skipValue()
            }
        }
        return width > 0 && height > 0 ? .resize(width: width, height: height) : nil
    }

    mutating func parseInput() throws(JSONError) -> EventBody? {
        var node: Int32 = 0
        var text = Slice.absent
        var isChecked = false
        var isByUser: Bool?
        try json.beginObject()
        while let key = try json.nextKey() {
            if key.matches("id") {
                node = try json.int32IfAny() ?? 0
            } else if key.matches("text") {
                text = try slice()
            } else if key.matches("isChecked") {
                isChecked = try json.boolIfAny() == true
            } else if key.matches("userTriggered") {
                isByUser = try json.boolIfAny()
            } else {
                try json.skipValue()
            }
        }
        return node > 0 ? .input(node: node, text: text, isChecked: isChecked, isByUser: isByUser) : nil
    }

    mutating func parseRules() throws(JSONError) -> EventBody? {
        var node: Int32 = 0
        var styleID: Int32 = 0
        let start = stream.rules.count32
        try json.beginObject()
        while let key = try json.nextKey() {
            if key.matches("id") {
                node = try json.int32IfAny() ?? 0
            } else if key.matches("styleId") {
                styleID = try json.int32IfAny() ?? 0
            } else if key.matches("adds") {
                _ = try parseRuleList(isRemoval: false)
            } else if key.matches("removes") {
                _ = try parseRuleList(isRemoval: true)
            } else {
                // `replace` and `replaceSync` carry a whole sheet, which players read as text.
                try json.skipValue()
            }
        }
        guard node > 0 || styleID > 0 else { return nil }
        return .rules(node: node, styleID: styleID, changes: start..<stream.rules.count32)
    }

    /// `[{"rule": "…", "index": 1 | [1, 2]}]`
    private mutating func parseRuleList(isRemoval: Bool) throws(JSONError) -> Range<Int32> {
        let start = stream.rules.count32
        guard try json.beginArrayIfAny() else { return start..<start }
        while try json.nextElement() {
            guard try json.beginObjectIfAny() else { continue }
            var change = RuleChange(rule: .absent, path: 0..<0)
            while let key = try json.nextKey() {
                if key.matches("rule") {
                    change.rule = try slice()
                } else if key.matches("index") {
                    change.path = try parsePlaces()
                } else {
                    try json.skipValue()
                }
            }
            if isRemoval != change.rule.isPresent { stream.rules.append(change) }
        }
        return start..<stream.rules.count32
    }

    /// A number or a list of numbers.
    private mutating func parsePlaces() throws(JSONError) -> Range<Int32> {
        let start = stream.integers.count32
        if try json.peek() == .array {
            try json.beginArray()
            while try json.nextElement() {
                if let place = try json.int32IfAny(), place >= 0 { stream.integers.append(place) }
            }
        } else if let place = try json.int32IfAny(), place >= 0 {
            stream.integers.append(place)
        }
        return start..<stream.integers.count32
    }

    mutating func parseDeclaration() throws(JSONError) -> EventBody? {
        var change = StyleDeclaration(
            node: 0, styleID: 0, path: 0..<0, property: .absent, value: .absent, isImportant: false
        )
        try json.beginObject()
        while let key = try json.nextKey() {
            if key.matches("id") {
                change.node = try json.int32IfAny() ?? 0
            } else if key.matches("styleId") {
                change.styleID = try json.int32IfAny() ?? 0
            } else if key.matches("index") {
                change.path = try parsePlaces()
            } else if key.matches("set") || key.matches("remove") {
                try parseProperty(of: &change)
            } else {
                try json.skipValue()
            }
        }
        return (change.node > 0 || change.styleID > 0) && change.property.isPresent ? .declaration(change) : nil
    }

    private mutating func parseProperty(of change: inout StyleDeclaration) throws(JSONError) {
        guard try json.beginObjectIfAny() else { return }
        while let key = try json.nextKey() {
            if key.matches("property") {
                change.property = try slice()
            } else if key.matches("value") {
                change.value = try slice()
            } else if key.matches("priority") {
                change.isImportant = try json.textIfAny()?.matches("important") == true
            } else {
                try json.skipValue()
            }
        }
    }

    mutating func parseAdoptedSheets() throws(JSONError) -> EventBody? {
        var node: Int32 = 0
        var ids: Range<Int32> = 0..<0
        let start = stream.sheets.count32
        try json.beginObject()
        while let key = try json.nextKey() {
            if key.matches("id") {
                node = try json.int32IfAny() ?? 0
            } else if key.matches("styleIds") {
                ids = try parsePlaces()
            } else if key.matches("styles"), try json.peek() == .array {
                try json.beginArray()
                while try json.nextElement() { try parseAdoptedSheet() }
            } else {
                try json.skipValue()
            }
        }
        return node > 0 ? .adoptedSheets(node: node, ids: ids, sheets: start..<stream.sheets.count32) : nil
    }

    private mutating func parseAdoptedSheet() throws(JSONError) {
        guard try json.beginObjectIfAny() else { return }
        var sheet = AdoptedSheet(styleID: 0, rules: 0..<0)
        while let key = try json.nextKey() {
            if key.matches("styleId") {
                sheet.styleID = try json.int32IfAny() ?? 0
            } else if key.matches("rules") {
                sheet.rules = try parseRuleList(isRemoval: false)
            } else {
                try json.skipValue()
            }
        }
        if sheet.styleID > 0 { stream.sheets.append(sheet) }
    }
}
