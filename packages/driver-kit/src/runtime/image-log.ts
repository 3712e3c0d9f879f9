import { appendFileSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ByteSink } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { takerOf } from '../streams/sink.ts';

/**
 * Tells a sink what a checkpoint's tool has logged.
 * @throws `ERR_STREAM`
 */
export const tellLogs = async (workPath: string, sink: ByteSink | undefined): Promise<void> => {
  if (sink === undefined) return;
  const paths = readdirSync(workPath)
    .filter((name) => name.endsWith('.log'))
    .sort()
    .map((name) => join(workPath, name));
  for (const path of paths) {
    // Reading a FIFO would wait for whoever writes to it.
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) await deliver(readFileSync(path), sink);
  }
};

const deliver = async (bytes: Uint8Array, sink: ByteSink): Promise<void> => {
  try {
    if (typeof sink === 'object' && 'file' in sink && !('write' in sink)) {
      return appendFileSync(sink.file, bytes, { mode: 0o600 });
    }
    const { take, release } = takerOf(sink as Exclude<ByteSink, { file: string }>);
    try {
      await take(bytes);
    } finally {
      release();
    }
  } catch (cause) {
    throw new RuntimeError('ERR_STREAM', `log failed: ${(cause as Error).message}`, {
      cause,
      reason: 'the log that the call was given failed',
    });
  }
};
