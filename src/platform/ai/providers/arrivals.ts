import { AsyncLocalStorage } from 'node:async_hooks';
import type { Dispatcher } from 'undici';

const MIB = 1024 * 1024;
/** Of a whole answer: four images of the largest size, or the vectors of one batch, take half of it. */
const ANSWER_AT_MOST = 32 * MIB;
/** Of a stream: 128,000 tokens, each in an event of its own, take 50 MB. */
const STREAM_AT_MOST = 64 * MIB;
/** Of one event of a stream, which the SDKs keep until its end. */
const EVENT_AT_MOST = MIB;
/** Of a refusal: what follows is left unread, for its status and its first words say all. */
const REFUSAL_AT_MOST = MIB / 16;

const [LF, CR] = [0x0a, 0x0d];

const listeners = new AsyncLocalStorage<() => void>();

/** The same pieces; whatever arrives for them, be it a comment between two events, is told to `heard` at once. */
export function heardBy<Piece>(
  heard: (() => void) | undefined,
  pieces: AsyncGenerator<Piece>,
): AsyncIterable<Piece> {
  if (!heard) return pieces;
  const next = () => listeners.run(heard, () => pieces.next());
  return { [Symbol.asyncIterator]: () => ({ next, return: () => pieces.return(undefined) }) };
}

/** Keeps the answers of providers within bounds: what is larger fails and its connection is closed. */
export const withinBounds: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) =>
  dispatch(options, new Arrival(handler, listeners.getStore()));

class Arrival implements Dispatcher.DispatchHandler {
  private isRefusal = false;
  private isStream = false;
  private isCut = false;
  private bytes = 0;
  /** Of the event that is arriving. */
  private eventBytes = 0;
  private lastByte = 0;

  constructor(
    private readonly handler: Dispatcher.DispatchHandler,
    private readonly heard: (() => void) | undefined,
  ) {}

  onRequestStart(...started: Parameters<NonNullable<Dispatcher.DispatchHandler['onRequestStart']>>): void {
    this.handler.onRequestStart?.(...started);
  }

  onResponseStart(...head: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>): void {
    const [, status, headers] = head;
    this.isRefusal = status >= 400;
    this.isStream = !this.isRefusal && String(headers['content-type']).includes('text/event-stream');
    this.handler.onResponseStart?.(...head);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.isCut) return;
    this.bytes += chunk.length;
    if (this.isRefusal && this.bytes > REFUSAL_AT_MOST) return this.cut(controller);
    const problem = this.isRefusal ? undefined : this.problemWith(chunk);
    if (problem !== undefined) return controller.abort(new Error(problem));
    this.heard?.();
    this.handler.onResponseData?.(controller, chunk);
  }

  onResponseEnd(...end: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseEnd']>>): void {
    if (!this.isCut) this.handler.onResponseEnd?.(...end);
  }

  onResponseError(controller: Dispatcher.DispatchController, error: Error): void {
    if (!this.isCut) this.handler.onResponseError?.(controller, error);
  }

  /** For whoever reads it, the refusal ends here. */
  private cut(controller: Dispatcher.DispatchController): void {
    this.isCut = true;
    this.handler.onResponseEnd?.(controller, {});
    controller.abort(new Error('The rest of the refusal is left unread.'));
  }

  private problemWith(chunk: Buffer): string | undefined {
    const most = this.isStream ? STREAM_AT_MOST : ANSWER_AT_MOST;
    if (this.bytes > most) return `The answer is larger than ${most} bytes.`;
    if (!this.isStream) return undefined;
    const end = endOfEvents(chunk, this.lastByte);
    this.eventBytes = end === undefined ? this.eventBytes + chunk.length : chunk.length - end;
    this.lastByte = chunk.at(-1) ?? this.lastByte;
    if (this.eventBytes > EVENT_AT_MOST) return `An event is larger than ${EVENT_AT_MOST} bytes.`;
    return undefined;
  }
}

/** Where the last empty line ends, which is what ends an event; undefined where there is none. Lines end in LF, CR LF or CR. */
function endOfEvents(chunk: Buffer, before: number): number | undefined {
  const { length } = chunk;
  if (chunk[length - 1] === LF && chunk[length - 2] === LF) return length;
  const last = Math.max(chunk.lastIndexOf('\n\n'), chunk.lastIndexOf('\n\r'), chunk.lastIndexOf('\r\r'));
  if (last >= 0) return last + 2;
  const [first] = chunk;
  return (before === LF && (first === LF || first === CR)) || (before === CR && first === CR) ? 1 : undefined;
}
