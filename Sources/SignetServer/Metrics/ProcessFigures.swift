import SignetStorage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What the operating system says of this process; zero where it says nothing.
struct ProcessFigures {
    let residentBytes: Int
    let cpuSeconds: Double
    let openFiles: Int

    static var current: ProcessFigures {
        var usage = rusage()
        getrusage(numericCast(RUSAGE_SELF.rawValue), &usage)
        let files = POSIXFileSystem()
        return ProcessFigures(
            residentBytes: residentPages(files) * Int(sysconf(Int32(_SC_PAGESIZE))),
            cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            openFiles: (try? files.list("/proc/self/fd").count) ?? 0)
    }

    /// The second number of `/proc/self/statm`, which says that it is empty and so is read in one go.
    private static func residentPages(_ files: POSIXFileSystem) -> Int {
        guard let file = try? files.open("/proc/self/statm", creating: false),
            let bytes = try? file.read(at: 0, count: 256)
        else { return 0 }
        let numbers = String(decoding: bytes, as: UTF8.self).split(separator: " ")
        return numbers.count > 1 ? Int(numbers[1]) ?? 0 : 0
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }
}
