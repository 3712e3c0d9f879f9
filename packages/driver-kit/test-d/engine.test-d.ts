import { PassThrough } from 'node:stream';
import type { Capabilities, DriverOptions, ExitStatus, Runtime } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { describe, expectTypeOf, test } from 'vitest';
import {
  defineRuntime,
  type Engine,
  type EngineEnd,
  type EngineProcess,
  type HeldProcess,
  type Io,
} from '../src/index.ts';

interface FirecrackerOptions extends DriverOptions {
  readonly socket: string;
}
interface Firecracker extends Runtime {
  readonly vmId: string;
}
interface Answer {
  readonly status: number;
  readonly json: { readonly code: number; readonly bundle: string; readonly state: 'running' };
}
declare const api: (method: 'GET' | 'PUT' | 'DELETE', path: string, body?: unknown) => Promise<Answer>;

const capabilities: Capabilities = {
  checkpointRestore: false,
  gpu: false,
  oomEvents: false,
  joinExistingNetNS: false,
  cdi: false,
  create: true,
  pause: true,
  update: false,
  stats: false,
  events: true,
  processes: false,
  terminal: false,
  killProcess: false,
  waitCreated: true,
  waitAny: true,
  exactSignals: false,
  orderedOutput: true,
  reasons: { checkpointRestore: 'snapshots are not wired yet', exactSignals: 'the API tells a code alone' },
};

const ended = async (id: string): Promise<EngineEnd> => {
  for (;;) {
    const { status, json } = await api('GET', `/vms/${id}/wait`);
    if (status === 200) return { exitCode: json.code, signal: json.code > 128 ? 'unknown' : null };
  }
};
const attach = (id: string): EngineProcess => ({
  stdin: new PassThrough(),
  stdout: new PassThrough(),
  exited: ended(id),
});

const engine: Engine = {
  name: 'firecracker',
  capabilities,
  create: async (id, bundle) => {
    const { status } = await api('PUT', `/vms/${id}`, { bundle });
    if (status === 409) throw new RuntimeError('ERR_CONTAINER_EXISTS', `${id} exists`, { id });
    return attach(id);
  },
  start: async (id) => {
    await api('PUT', `/vms/${id}/actions`, { action_type: 'InstanceStart' });
  },
  adopt: async (id) => attach(id),
  kill: async (id) => {
    await api('PUT', `/vms/${id}/actions`, { action_type: 'SendCtrlAltDel' });
  },
  delete: async (id) => {
    await api('DELETE', `/vms/${id}`);
  },
  state: async (id) => {
    const { status, json } = await api('GET', `/vms/${id}`);
    if (status === 404) throw new RuntimeError('ERR_CONTAINER_NOT_FOUND', `no ${id}`, { id });
    return { ociVersion: '1.3.0', id, bundle: json.bundle, status: json.state };
  },
  list: async () => [],
  pause: async (id) => {
    await api('PUT', `/vms/${id}/pause`);
  },
  resume: async (id) => {
    await api('PUT', `/vms/${id}/resume`);
  },
};

export const firecracker = async (options?: FirecrackerOptions): Promise<Firecracker> => {
  if (!options) throw new RuntimeError('ERR_RUNTIME_NOT_AVAILABLE', 'firecracker: give the API socket');
  return { ...defineRuntime(engine, options), vmId: options.socket };
};

declare module '@caisson/core' {
  interface Drivers {
    readonly firecracker: typeof firecracker;
  }
}

describe('an engine', () => {
  test('makes a Runtime, to which a driver may add members', () => {
    expectTypeOf(defineRuntime(engine)).toEqualTypeOf<Runtime>();
    expectTypeOf(defineRuntime(engine, { oom: undefined }).run).returns.resolves.toEqualTypeOf<ExitStatus>();
    expectTypeOf(firecracker).returns.resolves.toExtend<Runtime>();
  });

  test('may leave out what its runtime cannot do, and nothing else', () => {
    type Optional = 'run' | 'exec' | 'adopt' | 'createHeld' | 'pause' | 'update' | 'stats' | 'close';
    expectTypeOf<Omit<Engine, Optional>>().toExtend<Engine>();
    expectTypeOf<Omit<Engine, 'state'>>().not.toExtend<Engine>();
    expectTypeOf<Omit<Engine, 'capabilities'>>().not.toExtend<Engine>();
  });

  test('is told which ways in and out it must provide', () => {
    expectTypeOf<Io['stdin']>().toEqualTypeOf<'pipe' | 'null' | { readonly file: string }>();
    expectTypeOf<Io['stderr']>().toEqualTypeOf<'pipe' | 'null' | 'stdout' | { readonly file: string }>();
  });

  test('tells an end whose signal may be unknown', () => {
    expectTypeOf<EngineEnd['signal']>().toEqualTypeOf<ExitStatus['signal']>();
    expectTypeOf<HeldProcess>().toExtend<EngineProcess>();
    expectTypeOf<{ exited: Promise<number> }>().not.toExtend<EngineProcess>();
  });
});
