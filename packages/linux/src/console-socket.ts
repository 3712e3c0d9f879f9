import { constants } from 'node:os';
import { InvalidOptionError } from '@caisson/errors';
import { O_CLOEXEC } from './descriptors.ts';
import type { ConsoleSocket, Watch } from './linux.ts';
import { checked, type Native } from './native.ts';
import { systemError } from './system-error.ts';

const AF_UNIX = 1;
const SOCK_STREAM = 1;
const MSG_DONTWAIT = 0x40;
const MSG_CMSG_CLOEXEC = 0x4000_0000;
const SOL_SOCKET = 1;
const SCM_RIGHTS = 1;
/** struct sockaddr_un: two bytes of family, then the path with its final zero. */
const longestPath = 107;

/** A socket's address as bind(2) takes it. */
const addressOf = (path: string): Buffer => {
  const bytes = Buffer.from(`${path}\0`);
  if (bytes.length > longestPath + 1) {
    throw new InvalidOptionError(`a socket's path has at most ${longestPath} bytes, and ${path} has more`);
  }
  const family = Buffer.alloc(2);
  family.writeUInt16LE(AF_UNIX);
  return Buffer.concat([family, bytes]);
};

/** Takes one descriptor out of a message (unix(7), SCM_RIGHTS); `undefined` where none came with it. */
const receive = (native: Native, connection: number): number | undefined => {
  // Three pieces of memory: struct msghdr, its one iovec, and room for the data and for one descriptor.
  const memory = native.allocate(512);
  const [iov, data, control] = [memory + 64n, memory + 128n, memory + 384n];
  try {
    native.poke(memory, [0n, 0n, iov, 1n, control, 64n, 0n]);
    native.poke(iov, [data, 256n]);
    checked(native, 'recvmsg', native.recvmsg(connection, memory, MSG_DONTWAIT | MSG_CMSG_CLOEXEC));
    const [length = 0, , level, type, descriptor] = native.peek(control, 5);
    return length >= 20 && level === SOL_SOCKET && type === SCM_RIGHTS ? descriptor : undefined;
  } finally {
    native.free(memory);
  }
};

export const consoleSocket =
  (native: Native, whenReadable: (fd: number, ready: () => void) => Watch) =>
  (path: string): ConsoleSocket => {
    const address = addressOf(path);
    const socket = checked(native, 'socket', native.socket(AF_UNIX, SOCK_STREAM | O_CLOEXEC, 0));
    const { promise: received, resolve, reject } = Promise.withResolvers<number>();
    received.catch(() => {});
    const open = new Map<number, Watch | undefined>([[socket, undefined]]);
    const close = (fd: number): void => {
      if (!open.has(fd)) return;
      open.get(fd)?.[Symbol.dispose]();
      open.delete(fd);
      native.close(fd);
    };
    const end = (settle: () => void): void => {
      for (const fd of [...open.keys()]) close(fd);
      settle();
    };
    const attempt = (action: () => void): void => {
      try {
        action();
      } catch (error) {
        end(() => reject(error));
      }
    };
    const take = (connection: number): void => {
      const descriptor = receive(native, connection);
      if (descriptor === undefined) throw systemError(constants.errno.EPROTO, 'recvmsg');
      end(() => resolve(descriptor));
    };
    const accept = (): void => {
      const connection = checked(native, 'accept4', native.accept4(socket, O_CLOEXEC));
      open.set(connection, undefined);
      close(socket);
      open.set(
        connection,
        whenReadable(connection, () => attempt(() => take(connection))),
      );
    };
    try {
      checked(native, 'bind', native.bind(socket, address, address.length));
      checked(native, 'listen', native.listen(socket, 1));
    } catch (error) {
      close(socket);
      throw error;
    }
    open.set(
      socket,
      whenReadable(socket, () => attempt(accept)),
    );
    const dispose = (): void => end(() => reject(systemError(constants.errno.ECANCELED, 'accept4')));
    return { received, [Symbol.dispose]: dispose };
  };
