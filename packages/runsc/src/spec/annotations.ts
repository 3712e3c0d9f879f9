import type { Spec } from '@caisson/core';

/** This container uses GPUs: runsc serves it with nvproxy. */
export const gpuAnnotation = 'dev.caisson.gpu';
/** A Docker daemon is to run in this container. */
export const dockerAnnotation = 'dev.caisson.docker';

export const isSet = (spec: Spec, annotation: string): boolean => {
  const value = spec.annotations?.[annotation];
  return value !== undefined && value !== 'false';
};
