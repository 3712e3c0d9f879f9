import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Spec } from '@caisson/core';
import type { Known } from '../dialect.ts';
import { dockerAnnotation, gpuAnnotation, isSet } from '../spec/annotations.ts';
import { nvidiaDevices } from '../spec/gpu.ts';
import { lacking } from './releases.ts';

/** The flag that lets a Docker daemon write to packet sockets; older releases spell it as a test's. */
const packetSockets = ['--allow-packet-socket-write', '--TESTONLY-allow-packet-endpoint-write'];

/** What a container with a GPU is made with. */
export const gpuFlag = '--nvproxy=true';

const specOf = (bundle: string): Spec | undefined => {
  try {
    return JSON.parse(readFileSync(join(bundle, 'config.json'), 'utf8')) as Spec;
  } catch {
    return undefined; // runsc says what is wrong with it.
  }
};

/** What a container needs beside the options, by its bundle: nvproxy for GPUs, sockets for Docker. */
export const bundleFlags = (bundle: string, known: Known | undefined): readonly string[] => {
  const spec = specOf(bundle);
  if (!spec || !known) return [];
  return [...gpuFlags(spec, known), ...dockerFlags(spec, known)];
};

const gpuFlags = (spec: Spec, { global, version }: Known): readonly string[] => {
  if (!isSet(spec, gpuAnnotation) && nvidiaDevices(spec).length === 0) return [];
  if (!global.has('--nvproxy')) throw lacking('GPUs', '--nvproxy', version);
  return [gpuFlag];
};

const dockerFlags = (spec: Spec, { global }: Known): readonly string[] => {
  if (!isSet(spec, dockerAnnotation)) return [];
  const packets = packetSockets.find((name) => global.has(name));
  return ['--net-raw=true', ...(packets === undefined ? [] : [`${packets}=true`])];
};
