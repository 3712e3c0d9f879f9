import { basename, dirname } from 'node:path';
import type { State } from '@caisson/core';
import { bundlesHome } from './place.ts';

const mark = 'caisson.cli.bundle';

/** The annotation of a bundle that the command made, and that `delete` may therefore remove. */
export const ownBundle: Readonly<Record<string, string>> = { [mark]: 'own' };

/** Whether a container's bundle is the command's own: by its mark, and, for a spec can be copied, by its place. */
export const isOwnBundle = ({ id, bundle, annotations }: State): boolean =>
  annotations?.[mark] === 'own' && basename(bundle) === id && dirname(dirname(bundle)) === bundlesHome();
