import FuzzTargets
import Glibc
import Primitives

/// The target that `SHUNT_FUZZ_TARGET` names.
private let target: FuzzTarget = {
    let name = getenv("SHUNT_FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
        let names = FuzzTarget.all.map(\.name).joined(separator: " ")
        puts("SHUNT_FUZZ_TARGET names no target; there are: \(names)")
        exit(2)
    }
    return target
}()

/// What libFuzzer calls with each input (https://llvm.org/docs/LibFuzzer.html).
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    target.run(Bytes(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
