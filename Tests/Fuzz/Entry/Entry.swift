import FuzzTargets
import Glibc
import Primitives

/// The target that `SHUNT_FUZZ_TARGET` names.
private let target: FuzzTarget = {
    let name = getenv("SHUNT_FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
        print("SHUNT_FUZZ_TARGET names no target; there are:", FuzzTarget.all.map(\.name).joined(separator: " "))
        exit(2)
    }
    return target
}()

private typealias Input = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

/// libFuzzer's own main function, for programs that have one (https://llvm.org/docs/LibFuzzer.html#using-libfuzzer-as-a-library):
/// the package manager makes the entry of each program `MODULE_main`.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>, _ input: Input
) -> CInt

@_cdecl("shunt_fuzz_main")
public func fuzz(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    _ = target
    var (count, arguments) = (count, arguments)
    return runDriver(&count, &arguments) { start, count in
        target.run(Bytes(UnsafeBufferPointer(start: start, count: count)))
        return 0
    }
}
