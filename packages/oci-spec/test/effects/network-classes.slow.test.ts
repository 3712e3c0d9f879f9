import { isV1 } from './host.ts';
import { networkClassEffects } from './resources.ts';
import { seenFromInside } from './seen-from-inside.ts';

// Apart from crun's other tests, which they would fail.
seenFromInside(isV1 ? networkClassEffects : [], [], ['net_cls', 'net_prio']);
