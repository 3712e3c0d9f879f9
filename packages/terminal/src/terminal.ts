import type { Terminal } from '@caisson/core';
import { InvalidOptionError } from '@caisson/errors';
import { loadLinux } from '@caisson/linux';
import { openMaster } from './master.ts';

/** In characters. */
export interface TerminalSize {
  /** Default: 80. */
  readonly columns?: number | undefined;
  /** Default: 24. */
  readonly rows?: number | undefined;
  /** Called once for each terminal that is opened, with a function that sets its size from then on. */
  readonly onResize?: Terminal['onResize'];
}

/**
 * Gives a process a pseudoterminal: `run(id, bundle, { terminal: terminal(), stdin, output })`.
 *
 * The runtime makes it inside the container and sends its other side over a console socket, which is received by
 * `@caisson/linux`: no pty library, nothing to compile, and /dev/console is the container's own.
 * @throws `ERR_INVALID_OPTION`
 */
export const terminal = ({ columns = 80, rows = 24, onResize }: TerminalSize = {}): Terminal => {
  for (const [name, value] of Object.entries({ columns, rows })) {
    if (!Number.isInteger(value) || value < 1 || value > 65_535) {
      throw new InvalidOptionError(`terminal: ${name} is ${value}; give a whole number from 1 to 65535`);
    }
  }
  return {
    columns,
    rows,
    ...(onResize && { onResize }),
    listen: async (socketPath) => {
      const linux = await loadLinux();
      const socket = linux.consoleSocket(socketPath);
      const opened = socket.received.then((fd) => {
        const master = openMaster(fd);
        let size = [columns, rows] as const;
        const applySize = (): void => {
          // Of a terminal that has ended there is nothing to set.
          if (!master.closed()) linux.setWindowSize(fd, ...size);
        };
        const resize = (newColumns: number, newRows: number): void => {
          size = [newColumns, newRows];
          applySize();
        };
        applySize();
        onResize?.(resize);
        return { ...master, applySize };
      });
      opened.catch(() => {});
      const dispose = (): void => {
        socket[Symbol.dispose]();
        opened.then(
          (master) => master.output.destroy(),
          () => {},
        );
      };
      return { opened, [Symbol.dispose]: dispose };
    },
  };
};
