import type { FastifyReply } from 'fastify';

export interface FinishedAnswer {
  status: number;
  contentType: string;
  body: string;
}

/** Thrown in place of a second run: the answer that an earlier request with the same Idempotency-Key got. */
export class ReplayedAnswer extends Error {
  constructor(private readonly answer: FinishedAnswer) {
    super('replayed');
  }

  sendTo(reply: FastifyReply): void {
    const { status, contentType, body } = this.answer;
    void reply
      .status(status)
      .header('content-type', contentType)
      .header('idempotency-replayed', 'true')
      .send(body);
  }
}
