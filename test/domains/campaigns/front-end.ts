import type { TestApp } from '../../support/app.js';

/** What a front end does in the tables themselves, past the application, as the user who is signed in. */
export function asFrontEnd(app: TestApp, userId: string, statement: string): Promise<unknown> {
  const claims = JSON.stringify({ sub: userId, role: 'authenticated' });
  return app.sql(
    `do $test$ begin
       perform set_config('request.jwt.claims', '${claims}', true);
       perform set_config('request.jwt.claim.sub', '${userId}', true);
       set local role authenticated;
       ${statement};
     end $test$`,
  );
}
