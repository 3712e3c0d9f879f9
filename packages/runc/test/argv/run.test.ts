import { describe, expect, it } from 'vitest';
import { fakeRunc, onLinux } from './calls.ts';

const fake = fakeRunc();

/** A process that says out and err and exits with 7. */
const outcome = async (
  work: (streams: {
    stdin: string;
    stdout: (x: Uint8Array) => void;
    stderr: (x: Uint8Array) => void;
  }) => Promise<{ exitCode: number }>,
): Promise<unknown> => {
  const said = { out: '', err: '' };
  const { exitCode } = await work({
    stdin: 'given to it\n',
    stdout: (chunk) => {
      said.out += Buffer.from(chunk).toString();
    },
    stderr: (chunk) => {
      said.err += Buffer.from(chunk).toString();
    },
  });
  return { exitCode, ...said };
};
const whole = { exitCode: 7, out: 'out\n', err: 'err\n' };

describe.skipIf(!onLinux)('run on a fake runc (needs Linux)', () => {
  it('is one detached verb where nothing has to happen in between', async () => {
    await using runtime = await fake.runtime({ waiting: 'native' });
    expect(await outcome((streams) => runtime.run('a', fake.bundle, streams))).toEqual(whole);
    const [run, remove, ...more] = fake.calls();
    expect(run?.verb).toEqual(['run', '--detach', '--bundle', fake.bundle, '--pid-file', 'PID', 'a']);
    expect(run?.file('stdin')).toBe('given to it\n');
    expect(remove?.verb).toEqual(['delete', '--force', 'a']);
    expect(more).toEqual([]);
  });

  it('is create and start where onCreated is given', async () => {
    await using runtime = await fake.runtime({ waiting: 'native' });
    const onCreated = (): void => {
      expect(fake.calls().map(({ verb }) => verb[0])).toEqual(['create']);
    };
    expect(await outcome((streams) => runtime.run('a', fake.bundle, { ...streams, onCreated }))).toEqual(
      whole,
    );
    expect(fake.calls().map(({ verb }) => verb)).toEqual([
      ['create', '--bundle', fake.bundle, '--pid-file', 'PID', 'a'],
      ['start', 'a'],
      ['delete', '--force', 'a'],
    ]);
    expect(fake.calls()[0]?.file('stdin')).toBe('given to it\n');
  });

  it('in the foreground is one verb that keeps the container for a last look, with the log of its end', async () => {
    await using runtime = await fake.runtime({ waiting: 'foreground' });
    expect(await outcome((streams) => runtime.run('a', fake.bundle, streams))).toEqual(whole);
    const [run, remove, ...more] = fake.calls();
    expect(run?.verb).toEqual(['run', '--keep', '--bundle', fake.bundle, '--pid-file', 'PID', 'a']);
    expect(run?.argv).toContain('--debug');
    expect(run?.file('stdin')).toBe('given to it\n');
    expect(remove?.verb).toEqual(['delete', '--force', 'a']);
    expect(remove?.argv).not.toContain('--debug');
    expect(more).toEqual([]);
  });
});

describe.skipIf(!onLinux).each(['native', 'foreground'] as const)(
  'exec on a fake runc, %s waiting (needs Linux)',
  (waiting) => {
    const detach = waiting === 'native' ? ['--detach'] : [];

    it('gives the process in a file, and its input through a pipe', async () => {
      await using runtime = await fake.runtime({ waiting });
      const process = { args: ['a b', '--', '$x'], cwd: '/', env: ['A=1'], user: { uid: 1, gid: 2 } };
      expect(await outcome((streams) => runtime.exec('a', process, streams))).toEqual(whole);
      const [call, ...more] = fake.calls();
      expect(call?.verb).toEqual(['exec', ...detach, '--process', 'PROCESS', '--pid-file', 'PID', 'a']);
      expect(JSON.parse(call?.file('process.json') ?? '')).toEqual(process);
      expect(call?.file('stdin')).toBe('given to it\n');
      expect(more).toEqual([]);
    });

    it('adds a PATH where there is no env, and only there, and a user where there is none', async () => {
      await using runtime = await fake.runtime({ waiting });
      const process = { args: ['sh'], cwd: '/' };
      await runtime.exec('a', process);
      await runtime.exec('a', { ...process, env: [] });
      const [first, second] = fake.calls().map((call) => JSON.parse(call.file('process.json')));
      const user = { uid: 0, gid: 0 };
      expect(first).toEqual({ ...process, user, env: [expect.stringMatching(/^PATH=\/.*:\/bin$/)] });
      expect(second).toEqual({ ...process, user, env: [] });
      expect(process).toEqual({ args: ['sh'], cwd: '/' });
    });
  },
);
