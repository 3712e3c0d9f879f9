import { closeSync, constants, openSync, unlinkSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { isRuntimeError, RuntimeError } from '@caisson/errors';
import type { Linux } from '@caisson/linux';
import type { Io } from '../engine.ts';
import type { Launch, Stdio } from '../program/launch.ts';
import type { Scratch } from '../program/scratch.ts';
import { makeFifos } from './fifo.ts';

/** The standard streams of a process to be: descriptors for it, streams for us. */
export interface OpenStdio {
  readonly child: readonly [Stdio, Stdio, Stdio];
  readonly stdin: Writable | undefined;
  readonly stdout: Readable | undefined;
  readonly stderr: Readable | undefined;
  /** Closes the process's ends here: to call once it has them. */
  readonly handedOver: () => void;
  /** Whether our ends keep Node alive. */
  readonly ref: () => void;
  readonly unref: () => void;
  readonly destroy: () => void;
}

interface Pipe {
  readonly read: number;
  readonly write: number;
}

/**
 * Pipes are real ones: those that Node makes are sockets, on which a program cannot open /dev/stdout and which no
 * checkpoint can hold.
 * @throws `ERR_STREAM` where a file cannot be opened.
 */
export const openStdio = async (
  io: Io,
  { linux, launch }: { readonly linux: Linux | undefined; readonly launch: Launch },
  files: Scratch,
): Promise<OpenStdio> => {
  const wanted = [io.stdin, io.stdout, io.stderr].filter((way) => way === 'pipe').length;
  const pipes = await openPipes(linux ? nativePipes(wanted, linux) : fifos(wanted, launch, files));
  const owned: number[] = [];
  const opened: Socket[] = [];
  const take = (): Pipe => pipes.shift() as Pipe;
  const own = (fd: number): number => {
    owned.push(fd);
    return fd;
  };
  const socket = (fd: number, readable: boolean): Socket => {
    const stream = new Socket({ fd, readable, writable: !readable, allowHalfOpen: true });
    stream.on('error', () => {}); // Whoever reads or writes it is told as well.
    opened.push(stream);
    return stream;
  };
  const handedOver = (): void => {
    for (const fd of owned.splice(0)) closeSync(fd);
  };
  const destroy = (): void => {
    handedOver();
    for (const stream of opened) stream.destroy();
    closePipes(pipes);
  };
  try {
    let stdin: Writable | undefined;
    const input = ((): Stdio => {
      if (io.stdin === 'null') return 'ignore';
      if (io.stdin !== 'pipe') return own(openFile(io.stdin.file, 'r', 'stdin'));
      const { read, write } = take();
      stdin = socket(write, false);
      return own(read);
    })();
    const output = (way: Io['stdout'], name: string): readonly [Stdio, Readable | undefined] => {
      if (way === 'null') return ['ignore', undefined];
      if (way !== 'pipe') return [own(openFile(way.file, 'a', name)), undefined];
      const { read, write } = take();
      return [own(write), socket(read, true)];
    };
    const [out, stdout] = output(io.stdout, 'stdout');
    const [err, stderr] = io.stderr === 'stdout' ? [out, undefined] : output(io.stderr, 'stderr');
    return { child: [input, out, err], stdin, stdout, stderr, handedOver, ...keepers(opened), destroy };
  } catch (error) {
    destroy();
    throw error;
  }
};

/** Sockets and terminals hold Node's event loop; other streams have nothing to hold it with. */
export const keepers = (streams: readonly unknown[]): Pick<OpenStdio, 'ref' | 'unref'> => {
  const each = (name: 'ref' | 'unref') => (): void => {
    for (const stream of streams) (stream as Partial<Pick<Socket, 'ref' | 'unref'>>)[name]?.();
  };
  return { ref: each('ref'), unref: each('unref') };
};

const openFile = (file: string, flags: 'r' | 'a', name: string): number => {
  try {
    return openSync(file, flags, 0o600);
  } catch (cause) {
    throw new RuntimeError('ERR_STREAM', `${name}: cannot open ${file}: ${(cause as Error).message}`, {
      cause,
    });
  }
};

/** All of them, or none: a process may hold only so many descriptors. */
const openPipes = async (opening: Iterable<Pipe> | AsyncIterable<Pipe>): Promise<Pipe[]> => {
  const pipes: Pipe[] = [];
  try {
    for await (const pipe of opening) pipes.push(pipe);
    return pipes;
  } catch (cause) {
    closePipes(pipes);
    if (isRuntimeError(cause)) throw cause;
    const reason = (cause as Error).message;
    throw new RuntimeError('ERR_RUNTIME_FAILED', `pipes cannot be opened: ${reason}`, { reason, cause });
  }
};

const closePipes = (pipes: Pipe[]): void => {
  for (const { read, write } of pipes.splice(0)) {
    closeSync(read);
    closeSync(write);
  }
};

const nativePipes = function* (count: number, linux: Linux): Generator<Pipe> {
  for (let i = 0; i < count; i++) yield linux.pipe();
};

/** Real pipes without a system call of our own: FIFOs, opened at both ends and then unlinked. */
const fifos = async function* (count: number, launch: Launch, files: Scratch): AsyncGenerator<Pipe> {
  if (count === 0) return;
  const paths = Array.from({ length: count }, (_, i) => files.path(`fifo${i}`));
  await makeFifos(paths, launch);
  for (const path of paths) {
    // The reading end first and without blocking, for the writing end would wait for it. (libuv clears the flag in
    // a child's standard streams.)
    const read = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const write = openSync(path, constants.O_WRONLY);
    unlinkSync(path);
    yield { read, write };
  }
};
