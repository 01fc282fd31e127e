import type { FastifyReply } from 'fastify';

/** Thrown in place of a second run: the answer that an earlier request with the same Idempotency-Key got. */
export class ReplayedAnswer extends Error {
  constructor(
    private readonly status: number,
    private readonly body: string,
  ) {
    super('replayed');
  }

  sendTo(reply: FastifyReply): void {
    void reply
      .status(this.status)
      .header('content-type', 'application/json; charset=utf-8')
      .header('idempotency-replayed', 'true')
      .send(this.body);
  }
}
