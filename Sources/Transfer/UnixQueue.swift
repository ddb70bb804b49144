internal import Glibc

/// What happens when more connect to a Unix listener at once than its queue holds: the kernel refuses them then and there, where for
/// TCP it would try again, and has no way to say when there is room.
enum UnixQueue {
    /// How long to wait before each further attempt.
    static let pauses: [Duration] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map { .milliseconds($0) }

    /// Whether a connection that failed with `errno` did for that reason. curl takes the kernel's answer for "wait until it is
    /// writable", finds the socket not connected then, and has no error number left to tell.
    static func wasFull(_ errno: Int32) -> Bool { errno == 0 || errno == EAGAIN }
}
