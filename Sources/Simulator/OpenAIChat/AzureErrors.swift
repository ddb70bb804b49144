internal import JSONText

/// Errors that Azure's own gateway words differently; those of the model behind it are OpenAI's.
enum AzureErrors {
    static func response(_ error: ErrorAnswer) -> ErrorResponse {
        guard let (status, code, message) = own(error) else { return OpenAIErrors.response(error) }
        return ErrorResponse(status: error.status ?? status, "{\"error\":{\"code\":\"\(code)\",\"message\":\(JSONWriter.quoted(error.message ?? message))}}")
    }

    private static func own(_ error: ErrorAnswer) -> (status: Int, code: String, message: String)? {
        switch error.kind {
        case .auth: (401, "401", "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.")
        case .notFound: (404, "DeploymentNotFound", "The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.")
        case .rate, .quota: (429, "429", "Requests to the ChatCompletions_Create Operation under Azure OpenAI API have exceeded call rate limit of your current OpenAI S0 pricing tier. Please retry after 1 second.")
        default: nil
        }
    }
}
