/// What a request's path asks for.
enum Endpoint {
    case answer(any ProviderAPI)
    case models(ModelList.Shape)
    case scenario, requests
    case unknown

    init(_ head: RequestHead) {
        self = switch head.path {
        case "/_simulator/scenario": .scenario
        case "/_simulator/requests": .requests
        default:
            if let api = ProviderAPIs.reading(head) {
                .answer(api)
            } else if let shape = ModelList.Shape(head) {
                .models(shape)
            } else {
                .unknown
            }
        }
    }
}
