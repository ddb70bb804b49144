import Testing

/// One station at a time: they all share the loop's thread, and each is to have it for itself.
@Suite("The gateway before a simulated provider", .serialized)
struct GatewayTests {}
