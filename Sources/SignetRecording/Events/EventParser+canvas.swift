import SignetModel

/// Canvas events, in the one shape that is a whole picture: rrweb's way of telling the frames of a canvas.
///
///     {"id":7,"type":0,"commands":[
///       {"property":"clearRect","args":[0,0,300,120]},
///       {"property":"drawImage","args":[{"rr_type":"ImageBitmap","args":[{"rr_type":"Blob","type":"image/webp",
///         "data":[{"rr_type":"ArrayBuffer","base64":"…"}]}]},0,0]}]}
///
/// Any other would be calls of a canvas's methods to be made in the reader's browser, and is left out.
extension EventParser {
    mutating func parseCanvas() throws(JSONError) -> EventBody? {
        var node: Int32 = 0
        var is2D = false
        var commands: [CanvasCommand] = []
        try json.beginObject()
        while let key = try json.nextKey() {
            if key.matches("id") {
                node = try json.int32IfAny() ?? 0
            } else if key.matches("type") {
                is2D = try json.integerIfAny() == 0
            } else if key.matches("commands"), try json.beginArrayIfAny() {
                while try json.nextElement() {
                    let command = try parseCanvasCommand()
                    // One too many shows that it is another shape.
                    if commands.count < 3 { commands.append(command) }
                }
            } else if !key.matches("commands") {
                try json.skipValue()
            }
        }
        guard node > 0, is2D, commands.count == 2, stream.pictures.count < CanvasPicture.maximumCount,
            !commands.contains(where: \.isOther), commands[0].name == .clear, commands[0].picture == nil,
            commands[0].numbers.count == 4, commands[0].numbers.starts(with: [0, 0]), commands[1].name == .draw,
            commands[1].numbers == [0, 0], let (format, base64) = commands[1].picture
        else { return nil }
        let (width, height) = (commands[0].numbers[2], commands[0].numbers[3])
        guard (1...10_000).contains(width), (1...10_000).contains(height) else { return nil }
        stream.pictures.append(
            CanvasPicture(node: node, width: width, height: height, format: format, base64: base64)
        )
        return .canvas(stream.pictures.count32 - 1)
    }

    private mutating func parseCanvasCommand() throws(JSONError) -> CanvasCommand {
        var command = CanvasCommand()
        guard try json.beginObjectIfAny() else { return command }
        while let key = try json.nextKey() {
            if key.matches("property") {
                let name = try json.textIfAny()
                command.name =
                    name?.matches("clearRect") == true ? .clear : name?.matches("drawImage") == true ? .draw : nil
            } else if key.matches("args"), try json.beginArrayIfAny() {
                while try json.nextElement() { try parseCanvasArgument(of: &command) }
            } else if !key.matches("args") {
                try json.skipValue()
            }
        }
        return command
    }

    private mutating func parseCanvasArgument(of command: inout CanvasCommand) throws(JSONError) {
        guard try json.peek() == .object else {
            let number = try json.int32IfAny() ?? -1
            if command.numbers.count < 5 { command.numbers.append(number) }
            return
        }
        let base64 = try parseWrapped(["ImageBitmap", "Blob", "ArrayBuffer"])
        guard command.numbers.isEmpty, command.picture == nil, let base64, !base64.hasEscapes,
            base64.bytes.count <= CanvasPicture.maximumCharacters,
            let format = CanvasPicture.format(base64: base64.bytes)
        else { return command.isOther = true }
        command.picture = (format, archive.slice(of: base64))
    }

    /// The bytes within objects of rrweb's for what JSON has no word for, each in the one before and alone there.
    private mutating func parseWrapped(_ types: ArraySlice<StaticString>) throws(JSONError) -> JSONText? {
        guard let type = types.first, try json.beginObjectIfAny() else { return nil }
        var isOfType = false
        var content: JSONText?
        while let key = try json.nextKey() {
            if key.matches("rr_type") {
                isOfType = try json.textIfAny()?.matches(type) == true
            } else if key.matches("base64"), types.count == 1 {
                content = try json.textIfAny()
            } else if key.matches("args") || key.matches("data"), types.count > 1 {
                guard try json.beginArrayIfAny() else { continue }
                var count = 0
                while try json.nextElement() {
                    let inner = try parseWrapped(types.dropFirst())
                    count += 1
                    content = count == 1 ? inner : nil
                }
            } else {
                try json.skipValue()
            }
        }
        return isOfType ? content : nil
    }
}

/// A call of a canvas's method, as far as it can be part of showing a picture.
private struct CanvasCommand {
    enum Name {
        case clear
        case draw
    }

    var name: Name?
    var numbers: [Int32] = []
    var picture: (format: AssetFormat, base64: Slice)?
    /// Whether it has an argument that is no part of showing a picture.
    var isOther = false
}
