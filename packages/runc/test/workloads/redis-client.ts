import { once } from 'node:events';
import { connect } from 'node:net';

/** How many writes may be under way at once. */
const window = 32;

/** A client that writes one key after another, and knows which writes were acknowledged. */
export interface RedisLoad {
  readonly acknowledged: () => number;
  /** Lets what is under way be acknowledged. */
  readonly stop: () => Promise<void>;
  /** The values of the keys up to a number, asked for by the same connection. */
  readonly values: (upTo: number) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

/** Redis's protocol (RESP2), as far as SET and MGET of short values need it. */
export const loadRedis = async (port: number): Promise<RedisLoad> => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.setEncoding('latin1');
  let text = '';
  let sent = 0;
  let acknowledged = 0;
  let going = true;
  let loading = true;
  let told = (): void => {};
  const write = (): void => {
    while (going && sent - acknowledged < window) socket.write(`SET key:${++sent} value:${sent}\r\n`);
  };
  socket.on('data', (chunk: string) => {
    text += chunk;
    while (loading && text.startsWith('+OK\r\n')) {
      text = text.slice(5);
      acknowledged++;
    }
    if (loading) write();
    told();
  });
  const answer = (is: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      socket.once('error', reject).once('close', () => reject(new Error('Redis has closed the connection')));
      told = () => {
        if (is()) resolve();
      };
      told();
    });
  write();
  return {
    acknowledged: () => acknowledged,
    stop: async () => {
      going = false;
      await answer(() => acknowledged === sent);
      loading = false;
    },
    values: async (upTo) => {
      const words = ['MGET', ...Array.from({ length: upTo }, (_, i) => `key:${i + 1}`)];
      // As an array: a line of words may have 64 KB.
      socket.write(`*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`);
      const found = (): readonly string[] => text.split('\r\n').filter((line) => line.startsWith('value:'));
      await answer(() => found().length === upTo && text.endsWith('\r\n'));
      return found();
    },
    close: async () => {
      socket.destroy();
      if (!socket.closed) await once(socket, 'close');
    },
  };
};
