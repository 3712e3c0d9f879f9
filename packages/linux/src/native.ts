import { systemError } from './system-error.ts';

type Koffi = typeof import('koffi')['default'];

/** A pointer, as koffi gives it. */
export type Pointer = bigint;

/** C functions of the running program: libc's, and libuv's, which Node's binary exports to addons. */
export interface Native {
  /** Of the call that failed last, positive. */
  readonly errno: () => number;
  /** Memory that no garbage collection moves or frees. */
  readonly allocate: (bytes: number) => Pointer;
  readonly free: (memory: Pointer) => void;
  readonly pollCallback: (call: (handle: Pointer) => void) => Pointer;
  readonly closeCallback: (call: (handle: Pointer) => void) => Pointer;
  readonly pipe2: (fds: Int32Array, flags: number) => number;
  readonly eventfd: (initial: number, flags: number) => number;
  readonly read: (fd: number, into: NodeJS.ArrayBufferView, bytes: number) => number;
  readonly close: (fd: number) => number;
  readonly flock: (fd: number, operation: number) => number;
  readonly prctl: (option: number, value: number) => number;
  readonly waitid: (idType: number, id: number, info: Int32Array, options: number) => number;
  readonly syscall: (number: number, a: number, b: number, c: number, d: number) => number;
  readonly ioctl: (fd: number, request: number, data: NodeJS.ArrayBufferView) => number;
  readonly socket: (family: number, type: number, protocol: number) => number;
  readonly bind: (fd: number, address: Uint8Array, bytes: number) => number;
  readonly listen: (fd: number, backlog: number) => number;
  readonly accept4: (fd: number, flags: number) => number;
  readonly recvmsg: (fd: number, message: Pointer, flags: number) => number;
  /** Writes 64-bit words. */
  readonly poke: (memory: Pointer, words: readonly bigint[]) => void;
  /** Reads 32-bit words. */
  readonly peek: (memory: Pointer, words: number) => readonly number[];
  readonly epollCreate1: (flags: number) => number;
  readonly epollCtl: (epoll: number, operation: number, fd: number, event: Uint32Array | null) => number;
  readonly epollWait: (epoll: number, events: Uint32Array, max: number, timeoutMs: number) => number;
  readonly uvDefaultLoop: () => Pointer;
  readonly uvHandleSize: (type: number) => number;
  readonly uvPollInit: (loop: Pointer, handle: Pointer, fd: number) => number;
  readonly uvPollStart: (handle: Pointer, events: number, callback: Pointer) => number;
  readonly uvPollStop: (handle: Pointer) => number;
  readonly uvRef: (handle: Pointer) => void;
  readonly uvUnref: (handle: Pointer) => void;
  readonly uvClose: (handle: Pointer, callback: Pointer) => void;
}

/** Throws koffi's own error where the program has no such symbol. */
export const bind = (koffi: Koffi): Native => {
  const program = koffi.load(null);
  const onPoll = koffi.pointer(koffi.proto('void', ['void *', 'int', 'int']));
  const onClose = koffi.pointer(koffi.proto('void', ['void *']));
  const prctl = program.func('prctl', 'int', ['int', '...']);
  const accept4 = program.func('accept4', 'int', ['int', 'void *', 'void *', 'int']);
  const ioctl = program.func('ioctl', 'int', ['int', 'ulong', '...']);
  return {
    errno: () => koffi.errno(),
    allocate: (bytes) => koffi.alloc('char', bytes),
    free: (memory) => koffi.free(memory),
    pollCallback: (call) => koffi.register(call, onPoll),
    closeCallback: (call) => koffi.register(call, onClose),
    pipe2: program.func('pipe2', 'int', ['void *', 'int']),
    eventfd: program.func('eventfd', 'int', ['uint', 'int']),
    read: program.func('read', 'long', ['int', 'void *', 'size_t']),
    prctl: (option, value) => prctl(option, 'ulong', value, 'ulong', 0, 'ulong', 0, 'ulong', 0),
    flock: program.func('flock', 'int', ['int', 'int']),
    close: program.func('close', 'int', ['int']),
    waitid: program.func('waitid', 'int', ['int', 'uint', 'void *', 'int']),
    syscall: program.func('syscall', 'long', ['long', 'long', 'long', 'long', 'long']),
    ioctl: (fd, request, data) => ioctl(fd, request, 'void *', data),
    socket: program.func('socket', 'int', ['int', 'int', 'int']),
    bind: program.func('bind', 'int', ['int', 'void *', 'uint']),
    listen: program.func('listen', 'int', ['int', 'int']),
    accept4: (fd, flags) => accept4(fd, null, null, flags),
    recvmsg: program.func('recvmsg', 'long', ['int', 'void *', 'int']),
    poke: (memory, words) => {
      for (const [index, word] of words.entries()) koffi.encode(memory, index * 8, 'uint64', word);
    },
    peek: (memory, words) =>
      Array.from({ length: words }, (_, index) => koffi.decode(memory, index * 4, 'int')),
    epollCreate1: program.func('epoll_create1', 'int', ['int']),
    epollCtl: program.func('epoll_ctl', 'int', ['int', 'int', 'int', 'void *']),
    epollWait: program.func('epoll_wait', 'int', ['int', 'void *', 'int', 'int']),
    uvDefaultLoop: program.func('uv_default_loop', 'void *', []),
    uvHandleSize: program.func('uv_handle_size', 'size_t', ['int']),
    uvPollInit: program.func('uv_poll_init', 'int', ['void *', 'void *', 'int']),
    uvPollStart: program.func('uv_poll_start', 'int', ['void *', 'int', onPoll]),
    uvPollStop: program.func('uv_poll_stop', 'int', ['void *']),
    uvRef: program.func('uv_ref', 'void', ['void *']),
    uvUnref: program.func('uv_unref', 'void', ['void *']),
    uvClose: program.func('uv_close', 'void', ['void *', onClose]),
  };
};

/** The result of a call that answers -1 and sets errno. */
export const checked = (native: Native, syscall: string, result: number): number => {
  if (result < 0) throw systemError(native.errno(), syscall);
  return result;
};
