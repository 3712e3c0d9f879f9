import { processEffects, seccompEffects } from './process.ts';
import { reachingHost, reachingResources } from './reaching.ts';
import { resourceEffects } from './resources.ts';
import { seenFromInside } from './seen-from-inside.ts';
import { deviceEffects, mountEffects, namespaceEffects } from './surroundings.ts';

seenFromInside(
  [
    ...processEffects,
    ...seccompEffects,
    ...mountEffects,
    ...namespaceEffects,
    ...deviceEffects,
    ...resourceEffects,
  ],
  [...reachingResources, ...reachingHost],
);
