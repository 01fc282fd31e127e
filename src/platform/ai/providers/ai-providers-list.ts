/** Every `AiProvider` there is, as one array; the injection token of `readonly AiProvider[]`. */
export const AI_PROVIDERS_LIST = Symbol('AiProviders');
