import type { Native, Pointer } from '../native.ts';
import { systemError } from '../system-error.ts';

// libuv's ABI, fixed for all of libuv 1: uv_handle_type and uv_poll_event.
const UV_POLL = 8;
export const UV_READABLE = 1;
export const UV_PRIORITIZED = 8;

/** One uv_poll_t on Node's event loop, begun unreferenced. */
export interface Poll {
  readonly ref: () => void;
  readonly unref: () => void;
  /** Again is no error. The descriptor must still be open, and stays open. */
  readonly close: () => void;
}

/** @throws a system error where the descriptor is bad, or of a kind that cannot be polled. */
export type OpenPoll = (fd: number, events: number, ready: () => void) => Poll;

/**
 * libuv calls into JavaScript from outside any of Node's callback scopes: what is thrown there is swallowed, and
 * nothing promises that `nextTick` and promises go on. So the work is done by an immediate, in the same turn of the
 * loop.
 */
export const eventLoop = (native: Native): OpenPoll => {
  const loop = native.uvDefaultLoop();
  const size = Number(native.uvHandleSize(UV_POLL));
  const polls = new Map<Pointer, () => void>();

  const onReady = native.pollCallback((handle) => {
    setImmediate(() => polls.get(handle)?.());
  });
  const onClosed = native.closeCallback((handle) => native.free(handle));

  // Node turns its loop again while it tears down, when JavaScript cannot be called any more.
  process.once('exit', () => {
    for (const handle of polls.keys()) native.uvPollStop(handle);
  });

  return (fd, events, ready) => {
    const handle = native.allocate(size);
    const refused = native.uvPollInit(loop, handle, fd);
    if (refused < 0) {
      native.free(handle);
      throw systemError(-refused, 'uv_poll_init');
    }
    native.uvUnref(handle);
    native.uvPollStart(handle, events, onReady);
    polls.set(handle, ready);
    const open = (): boolean => polls.has(handle);
    return {
      ref: () => open() && native.uvRef(handle),
      unref: () => open() && native.uvUnref(handle),
      close: () => {
        if (!polls.delete(handle)) return;
        native.uvClose(handle, onClosed);
      },
    };
  };
};
