import './embedded-supabase.js';

describe('a warning that is an error', () => {
  it('is given like any other, though the embedded Supabase takes warnings for text', async () => {
    const given = new Promise<Error>((resolve) => process.once('warning', resolve));
    process.emitWarning(
      Object.assign(new Error('too many of them'), { name: 'MaxListenersExceededWarning' }),
    );
    expect((await given).message).toBe('too many of them');
  });
});
