import SignetModel

/// Reading with patience: a value of another type than hoped for is skipped and counts as absent.
extension JSONReader {
    mutating func integerIfAny() throws(JSONError) -> Int64? {
        if let integer = plainInteger() { return integer }
        guard try peek() == .number else {
            try skipValue()
            return nil
        }
        return try number().integer
    }

    mutating func int32IfAny() throws(JSONError) -> Int32? {
        try integerIfAny().flatMap { Int32(exactly: $0) }
    }

    mutating func countIfAny() throws(JSONError) -> Int32 {
        max(0, try int32IfAny() ?? 0)
    }

    /// How often something happened: a number that sums of many hold.
    mutating func amountIfAny() throws(JSONError) -> Int32 {
        min(1_000_000, try countIfAny())
    }

    mutating func doubleIfAny() throws(JSONError) -> Double? {
        if let integer = plainInteger() { return Double(integer) }
        guard try peek() == .number else {
            try skipValue()
            return nil
        }
        let value = try number().double
        return value.isFinite ? value : nil
    }

    mutating func boolIfAny() throws(JSONError) -> Bool? {
        guard try peek() == .bool else {
            try skipValue()
            return nil
        }
        return try bool()
    }

    mutating func textIfAny() throws(JSONError) -> JSONText? {
        guard try peek() == .string else {
            try skipValue()
            return nil
        }
        return try string()
    }

    /// Whether an array begins; what is none is skipped.
    mutating func beginArrayIfAny() throws(JSONError) -> Bool {
        guard try peek() == .array else {
            try skipValue()
            return false
        }
        try beginArray()
        return true
    }

    /// Whether an object begins; what is none is skipped.
    mutating func beginObjectIfAny() throws(JSONError) -> Bool {
        guard try peek() == .object else {
            try skipValue()
            return false
        }
        try beginObject()
        return true
    }
}
