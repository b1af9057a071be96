import CMaxMindDB

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where an address is, roughly.
public struct Place: Hashable, Sendable {
    public var city: String?
    /// ISO 3166-1 alpha-2.
    public var countryCode: String?
    public var country: String?
    public var latitude: Double?
    public var longitude: Double?
    public var postalCode: String?
    /// The state's or region's full name.
    public var state: String?
    /// For example `America/Chicago`.
    public var timeZone: String?

    /// `Austin, Texas, United States`; nil where nothing is known.
    public var description: String? {
        let parts = [city, state, country ?? countryCode].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}

/// A MaxMind-format database of places. The file is mapped; look-ups may run at once from anywhere.
public final class Geography: Sendable {
    public struct Unreadable: Error, CustomStringConvertible {
        public let path: String
        public let reason: String

        public var description: String { "the geography database \(path) cannot be read: \(reason)" }
    }

    // Written once, before anybody else can see it; the library's look-ups only read.
    private nonisolated(unsafe) let database: UnsafeMutablePointer<MMDB_s>

    public init(path: String) throws(Unreadable) {
        let database = UnsafeMutablePointer<MMDB_s>.allocate(capacity: 1)
        let status = MMDB_open(path, UInt32(MMDB_MODE_MMAP), database)
        guard status == MMDB_SUCCESS else {
            database.deallocate()
            throw Unreadable(path: path, reason: String(cString: MMDB_strerror(status)))
        }
        self.database = database
    }

    deinit {
        MMDB_close(database)
        database.deallocate()
    }

    /// The address's place; nil where the database does not know it.
    public func place(of address: String) -> Place? {
        var lookupError: Int32 = 0
        var databaseError: Int32 = 0
        var result = MMDB_lookup_string(database, address, &lookupError, &databaseError)
        guard lookupError == 0, databaseError == MMDB_SUCCESS, result.found_entry else { return nil }
        var place = Place()
        place.city = text(&result.entry, ["city", "names", "en"])
        place.countryCode = text(&result.entry, ["country", "iso_code"])
        place.country = text(&result.entry, ["country", "names", "en"])
        place.latitude = number(&result.entry, ["location", "latitude"])
        place.longitude = number(&result.entry, ["location", "longitude"])
        place.postalCode = text(&result.entry, ["postal", "code"])
        place.state = text(&result.entry, ["subdivisions", "0", "names", "en"])
        place.timeZone = text(&result.entry, ["location", "time_zone"])
        return place
    }

    private func text(_ entry: inout MMDB_entry_s, _ path: [String]) -> String? {
        guard let data = value(&entry, path), data.type == UInt32(MMDB_DATA_TYPE_UTF8_STRING),
            let start = data.utf8_string
        else { return nil }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(data.data_size))
        return String(decoding: bytes, as: UTF8.self)
    }

    private func number(_ entry: inout MMDB_entry_s, _ path: [String]) -> Double? {
        guard let data = value(&entry, path) else { return nil }
        switch data.type {
        case UInt32(MMDB_DATA_TYPE_DOUBLE): return data.double_value
        case UInt32(MMDB_DATA_TYPE_FLOAT): return Double(data.float_value)
        default: return nil
        }
    }

    private func value(_ entry: inout MMDB_entry_s, _ path: [String]) -> MMDB_entry_data_s? {
        var data = MMDB_entry_data_s()
        var names: [UnsafePointer<CChar>?] = path.map { UnsafePointer(strdup($0)) }
        names.append(nil)
        defer { for name in names { free(UnsafeMutablePointer(mutating: name)) } }
        guard MMDB_aget_value(&entry, &data, &names) == MMDB_SUCCESS, data.has_data else { return nil }
        return data
    }
}
