import type { Capabilities, Capability, Runtime } from '@caisson/core';
import { run, type Specimen } from './specimen.ts';

const claiming =
  (change: Partial<Record<Capability, unknown>>) =>
  (inner: Runtime): Runtime => {
    const reasons = Object.entries(inner.capabilities.reasons).filter(
      ([name]) => change[name as Capability] !== true,
    );
    const capabilities = { ...inner.capabilities, ...change, reasons: Object.fromEntries(reasons) };
    return { ...inner, capabilities: capabilities as Capabilities };
  };

const deniable = [
  'checkpointRestore',
  'create',
  'events',
  'killProcess',
  'pause',
  'processes',
  'stats',
  'update',
] as const;

export const capabilities: readonly Specimen[] = [
  {
    it: 'has no name',
    breaks: (inner) => ({ ...inner, name: '' }),
  },
  {
    it: 'has a capability that is a text',
    breaks: claiming({ cdi: 'no' }),
  },
  {
    it: 'tells why it cannot what it can',
    breaks: (inner) => ({
      ...inner,
      capabilities: {
        ...inner.capabilities,
        reasons: { ...inner.capabilities.reasons, create: 'it cannot create' },
      },
    }),
  },
  {
    it: 'changes its mind about its capabilities',
    breaks: (inner) => {
      let gpu = false;
      return {
        ...run((within) => async (...call) => {
          const status = await within.run(...call);
          gpu = true;
          return status;
        })(inner),
        get capabilities() {
          return { ...inner.capabilities, gpu };
        },
      };
    },
  },
  ...deniable.map((capability) => ({
    it: `denies ${capability}, and does it all the same`,
    breaks: claiming({ [capability]: false }),
  })),
  ...deniable.map((capability) => ({
    it: `claims ${capability}, and refuses`,
    options: { lacks: [capability] },
    breaks: claiming({ [capability]: true }),
  })),
  {
    it: 'claims a terminal, and refuses',
    breaks: claiming({ terminal: true }),
    parts: { terminal: () => ({ columns: 80, rows: 24, listen: () => Promise.reject(new Error('none')) }) },
  },
  {
    it: 'claims exact signals, and does not know them',
    options: { lacks: ['exactSignals'] },
    breaks: claiming({ exactSignals: true }),
  },
];
