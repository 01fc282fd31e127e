import { type Content, type GenerateContentParameters, type Part, ThinkingLevel } from '@google/genai';
import type { ProviderMessage, ProviderRequest, ProviderToolCall } from '../ai-provider.js';
import { systemText } from '../chat-request.js';
import { objectInput } from '../object-input.js';
import { signatureFor } from '../signed-call.js';
import { geminiSchema } from './gemini-schema.js';

/** What Gemini takes for its signature of a call it did not make itself. */
const NOT_SIGNED = 'skip_thought_signature_validator';

/** A request as `generateContent` takes it. The SDK asks once: it neither runs tools nor goes on by itself. */
export function contentRequest(request: ProviderRequest, signal: AbortSignal): GenerateContentParameters {
  const { model, messages, tools, shape } = request;
  const systemInstruction = systemText(request);
  return {
    model,
    contents: contentsOf(messages, isOfThree(model)),
    config: {
      abortSignal: signal,
      automaticContinuation: false,
      automaticFunctionCalling: { disable: true },
      maxOutputTokens: request.maxTokens,
      ...(request.temperature !== undefined && { temperature: request.temperature }),
      ...(request.effort && isOfThree(model) && { thinkingConfig: { thinkingLevel: ThinkingLevel.LOW } }),
      ...(systemInstruction !== '' && { systemInstruction }),
      ...(tools.length > 0 && {
        tools: [
          {
            functionDeclarations: tools.map(({ name, description, schema }) => ({
              name,
              description,
              parametersJsonSchema: geminiSchema(schema),
            })),
          },
        ],
      }),
      ...(shape && {
        responseMimeType: 'application/json',
        responseJsonSchema: geminiSchema(shape.schema),
      }),
    },
  };
}

/** From Gemini 3 on, a call without the model's signature is an error, and how much it thinks is told by a level. */
function isOfThree(model: string): boolean {
  return !/^(models\/)?gemini-[12]\b/.test(model);
}

/** The results of one turn's tools belong into one content. */
function contentsOf(messages: readonly ProviderMessage[], signing: boolean): Content[] {
  const contents: Content[] = [];
  for (const [at, message] of messages.entries()) {
    const parts = partsOf(message, signing);
    const last = contents.at(-1);
    if (message.role === 'tool' && messages[at - 1]?.role === 'tool') last?.parts?.push(...parts);
    else if (parts.length > 0)
      contents.push({ role: message.role === 'assistant' ? 'model' : 'user', parts });
  }
  return contents;
}

function partsOf(message: ProviderMessage, signing: boolean): Part[] {
  if (message.role === 'tool')
    return [
      { functionResponse: { id: message.callId, name: message.name, response: { output: message.output } } },
    ];
  if (message.role === 'assistant')
    return [
      ...(message.text === '' ? [] : [{ text: message.text }]),
      ...message.toolCalls.map((call, at) => callPart(call, signing && at === 0 ? NOT_SIGNED : undefined)),
    ];
  return message.parts.map((part) =>
    part.kind === 'text'
      ? { text: part.text }
      : { inlineData: { mimeType: part.mediaType, data: part.base64 } },
  );
}

/** Of calls made side by side only the first is signed. */
function callPart({ id, name, input, signature }: ProviderToolCall, unsigned: string | undefined): Part {
  const thoughtSignature = signatureFor('google', signature) ?? unsigned;
  return {
    functionCall: { id, name, args: objectInput(input) },
    ...(thoughtSignature !== undefined && { thoughtSignature }),
  };
}
